import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { stripVTControlCharacters } from 'node:util';

const PROGRAM = fileURLToPath(new URL('terminal.py', import.meta.url));

export const KEYS = {
  enter: '\r',
  down: '\u001b[B',
  escape: '\u001b',
  interrupt: '\u0003',
  endOfInput: '\u0004',
} as const;

/** A command at a terminal of its own, and the person in front of it. */
export interface Terminal {
  /** Everything that was on the screen so far, without colours and cursor movements. */
  screen(): string;
  /** Resolves when the text is on the screen; rejects when the command ends without. */
  until(text: string): Promise<void>;
  type(keys: string): void;
  /** Sends a signal to the command. */
  kill(signal: 'SIGTERM' | 'SIGINT'): void;
  /** The window is closed. */
  hangUp(): void;
  /** Resolves to the exit code. */
  ended: Promise<number>;
  /** How the command left the terminal when it ended: is the cursor there, and is shown what is typed? */
  left(): { readonly cursor: boolean; readonly echo: boolean };
}

export interface TerminalOptions {
  readonly cwd: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly rows?: number;
  readonly columns?: number;
}

export function atTerminal(command: readonly string[], options: TerminalOptions): Terminal {
  const { CI: _, ...inherited } = process.env;
  const { rows = 40, columns = 100 } = options;
  const driver = spawn('python3', [PROGRAM, String(rows), String(columns), ...command], {
    cwd: options.cwd,
    env: { ...inherited, TERM: 'xterm-256color', ...options.environment },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  let shown = '';
  const screen = (): string => stripVTControlCharacters(shown);
  driver.stdout.setEncoding('utf8').on('data', (text: string) => (shown += text));
  const ended = once(driver, 'close').then(([code]) => Number(code));
  const until = async (text: string): Promise<void> => {
    while (!screen().includes(text)) {
      const over = await Promise.race([
        once(driver.stdout, 'data').then(() => false),
        ended.then(() => true),
      ]);
      if (over && !screen().includes(text)) {
        throw new Error(`the command ended and never showed "${text}":\n${screen()}`);
      }
    }
  };
  return {
    screen,
    until,
    type: (keys) => driver.stdin.write(keys),
    kill: (signal) => driver.kill(signal),
    hangUp: () => driver.stdin.end(),
    ended,
    left: () => ({
      cursor: shown.lastIndexOf('\u001b[?25l') <= shown.lastIndexOf('\u001b[?25h'),
      echo: shown.includes('\u001b]777;echo=1\u0007'),
    }),
  };
}
