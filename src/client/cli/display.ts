import { createLogUpdate } from 'log-update';
import type { Progress } from '../../protocol/progress.js';
import { UNSERVED } from '../runs/serving.js';
import type { Silence } from '../runs/watch-run.js';
import { forTerminal } from './render/for-terminal.js';
import { progressChanges } from './render/progress-changes.js';
import { renderProgress } from './render/progress-view.js';
import { styleOf, type Style } from './render/style.js';
import { paragraph } from './render/format.js';

/** Where a command speaks to a person while it works. Results are not its business: `main.ts` prints those. */
export interface Display {
  readonly style: () => Style;
  /** Can this terminal be redrawn in place? */
  readonly live: boolean;
  /** One line that stays. */
  line(text: string): void;
  /** Redraws the screen of a run, or prints what changed. */
  progress(progress: Progress): void;
  /** Nobody answers, or somebody does again. */
  silence(silence: Silence): void;
  /** What is tried again and why; [] when the run moves again. */
  trouble(troubles: readonly string[]): void;
  /** Leaves what is drawn on the screen, and gives the cursor back. Safe to call twice. */
  settle(): void;
}

/** Redraws of a run's screen between two answers of the run: time goes on and the spinner turns. */
const FRAME_MS = 120;

const SILENCES: Readonly<Record<Silence, string>> = {
  none: 'Connected again.',
  unanswered: 'No answer from the run; reconnecting …',
  unserved: `No answer from the run: ${UNSERVED}.`,
};

/** A live display on a terminal that can be redrawn, plain lines elsewhere. */
export function createDisplay(
  stream: NodeJS.WriteStream,
  environment: Readonly<Record<string, string | undefined>>,
): Display {
  const live = stream.isTTY && environment.TERM !== 'dumb' && (environment.CI ?? '') === '';
  return live ? liveDisplay(stream, environment) : plainDisplay(stream, environment);
}

function plainDisplay(
  stream: NodeJS.WriteStream,
  environment: Readonly<Record<string, string | undefined>>,
): Display {
  let last: Progress | undefined;
  let told = '';
  const line = (text: string): void => {
    stream.write(`${forTerminal(text)}\n`);
  };
  return {
    style: () => styleOf(stream, environment),
    live: false,
    line,
    progress: (progress) => {
      progressChanges(last, progress).forEach(line);
      last = progress;
    },
    silence: (silence) => {
      line(SILENCES[silence]);
    },
    trouble: (troubles) => {
      // An attempt more for the same reason is not news.
      const news = troubles.map((trouble) => trouble.replace(/, attempt \d+/, '')).join('\n');
      if (news !== told)
        troubles.forEach((trouble) => {
          line(`trying again: ${trouble}`);
        });
      told = news;
    },
    settle: () => undefined,
  };
}

function liveDisplay(
  stream: NodeJS.WriteStream,
  environment: Readonly<Record<string, string | undefined>>,
): Display {
  const screen = createLogUpdate(stream, { showCursor: false });
  let latest: Progress | undefined;
  let echoed = false;
  let silence: Silence = 'none';
  let troubles: readonly string[] = [];
  let frame = 0;
  let timer: NodeJS.Timeout | undefined;

  const style = (): Style => styleOf(stream, environment);
  const draw = (): void => {
    if (latest === undefined) {
      const rows = silence === 'none' ? [] : paragraph(SILENCES[silence], stream.columns);
      screen(rows.map((row) => style().colors.yellow(row)).join('\n'));
      return;
    }
    const view = { style: style(), rows: stream.rows, now: Date.now(), frame, silence, troubles };
    screen(forTerminal(renderProgress(latest, view).join('\n')));
  };
  const settle = (): void => {
    clearInterval(timer);
    timer = undefined;
    screen.done();
    // What follows is the result: it stands apart from the screen above it.
    if (latest !== undefined) stream.write('\n');
    latest = undefined;
  };
  return {
    style,
    live: true,
    line: (text) => {
      screen.clear();
      for (const row of paragraph(forTerminal(text), stream.columns)) stream.write(`${row}\n`);
      draw();
    },
    progress: (progress) => {
      latest = progress;
      if (!echoed && progress.understood.length > 0) {
        echoed = true;
        screen.clear();
        stream.write(`${style().colors.bold('Understood:')}\n`);
        for (const sentence of progress.understood) {
          for (const row of paragraph(forTerminal(sentence), stream.columns, '  - '))
            stream.write(`${row}\n`);
        }
        stream.write('\n');
      }
      draw();
      timer ??= setInterval(() => {
        frame += 1;
        draw();
      }, FRAME_MS);
    },
    silence: (now) => {
      silence = now;
      draw();
    },
    trouble: (now) => {
      troubles = now;
      draw();
    },
    settle,
  };
}
