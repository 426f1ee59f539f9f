import { fileURLToPath } from 'node:url';
import { readConfig } from '../../config.js';
import { millwrightVersion } from '../../../temporal-config/millwright-version.js';
import type { CommandResult } from './context.js';
import { createDisplay } from './display.js';
import { requireHome } from './folder/require-home.js';
import type { Invocation } from './arguments/invocation.js';
import { forTerminal } from './render/for-terminal.js';
import { interruptSignal } from './interrupts.js';
import { parseArguments } from './arguments/parse-arguments.js';
import { styleOf } from './render/style.js';

/** Parses, prints and returns the exit code. Results go to stdout; what a person watches meanwhile, to stderr. */
async function main(args: readonly string[]): Promise<number> {
  const forProgram = args.includes('--json');
  const display = createDisplay(process.stderr, process.env);
  try {
    const parsed = parseArguments(args, millwrightVersion());
    if (parsed.kind === 'text') {
      await print(parsed.text.trimEnd());
      return 0;
    }
    const interrupted = interruptSignal();
    const first = firstWords(parsed.invocation);
    if (first !== undefined) display.line(first);
    const config = readConfig(process.env);
    // The doctor reports on a home that cannot be used; nothing else works with one.
    if (parsed.invocation.command !== 'doctor') await requireHome(config.home);
    if (HOSTS_WORKER.has(parsed.invocation.command)) {
      // A worker that cannot read its settings ends at once; who started it hears of that here, and in words.
      const { readModelSettings } = await import('../../model-settings.js');
      readModelSettings(process.env, process.cwd());
    }
    // Temporal, the compiler and the database take a second to load: help and a mistyped option do not wait for them.
    const [{ createClientParts }, { runInvocation }, { localStackAccess }] = await Promise.all([
      import('../../compose-client.js'),
      import('./run-invocation.js'),
      import('./stack-access.js'),
    ]);
    const parts = createClientParts(config);
    try {
      const result = await runInvocation(
        {
          config,
          cwd: process.cwd(),
          parts,
          stack: localStackAccess(process.env),
          display,
          stdin: process.stdin,
          terminal:
            display.live && process.stdin.isTTY && !forProgram
              ? { input: process.stdin, output: process.stderr }
              : null,
          interrupted,
          announce: (document) => {
            if (forProgram) process.stdout.write(`${JSON.stringify(document)}\n`);
          },
          workerCommand: [process.execPath, fileURLToPath(new URL('../../worker.js', import.meta.url))],
        },
        parsed.invocation,
      );
      display.settle();
      await printResult(result, forProgram);
      return result.exitCode;
    } finally {
      await parts.close();
    }
  } catch (error) {
    display.settle();
    const { printedError } = await import('./print-error.js');
    const { type, text, exitCode, problems } = printedError(error);
    process.stderr.write(`${forTerminal(text)}\n`);
    if (forProgram) await print(JSON.stringify({ error: { type, message: text, problems } }, null, 2));
    return exitCode;
  }
}

/** Commands that start a worker, or keep one running. */
const HOSTS_WORKER: ReadonlySet<Invocation['command']> = new Set([
  'generate',
  'follow',
  'respond',
  'resume',
  'dev',
  'worker',
  'demo',
]);

/** Said before anything else is loaded: whoever typed the command sees at once that it is being carried out. */
function firstWords(invocation: Invocation): string | undefined {
  switch (invocation.command) {
    case 'generate':
      return invocation.brief.from === 'plan' ? 'Checking the plan …' : 'Reading the brief …';
    case 'plan':
      return 'Reading the brief …';
    case 'follow':
    case 'fetch':
    case 'open':
      return 'Looking for the run …';
    case 'dev':
      return 'Looking for the local stack …';
    case 'doctor':
    case 'demo':
      return 'Looking at what this machine has …';
    default:
      return undefined;
  }
}

async function printResult(result: CommandResult, forProgram: boolean): Promise<void> {
  if (!forProgram) {
    const lines = result.lines(styleOf(process.stdout, process.env));
    if (lines.length > 0) await print(forTerminal(lines.join('\n')));
  } else if (result.json !== undefined) {
    await print(JSON.stringify(result.json, null, 2));
  }
}

/** Resolves once the text has left this process: a pipe may take it slowly. */
function print(text: string): Promise<void> {
  return new Promise((resolve) => {
    process.stdout.write(`${text}\n`, () => {
      resolve();
    });
  });
}

// A reader that had enough (`| head`) is no failure.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(0);
    throw error;
  });
}

// Connections and polls of what was interrupted may still be open: the answer is out, so nothing waits for them.
process.exit(await main(process.argv.slice(2)));
