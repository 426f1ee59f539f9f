import { fileURLToPath } from 'node:url';
import { readConfig } from '../../config.js';
import { millwrightVersion } from '../../../temporal-config/millwright-version.js';
import { Interrupted } from './command-error.js';
import type { CommandResult } from './context.js';
import { createDisplay } from './display.js';
import { requireHome } from './folder/require-home.js';
import type { Invocation } from './arguments/invocation.js';
import { forTerminal } from './render/for-terminal.js';
import { interruptSignal, isInterruption } from './interrupts.js';
import { outliveReaders } from './lost-readers.js';
import { parseArguments } from './arguments/parse-arguments.js';
import { styleOf } from './render/style.js';
import { terminalFor } from './terminal-for.js';
import { assumeSize } from './terminal-size.js';

/** Parses, prints and returns the exit code. Results go to stdout; what a person watches meanwhile, to stderr. */
async function main(args: readonly string[]): Promise<number> {
  const forProgram = args.includes('--json');
  const display = createDisplay(process.stderr, process.env);
  const interrupted = interruptSignal();
  let command: Invocation['command'] | undefined;
  try {
    const parsed = parseArguments(args, millwrightVersion());
    if (parsed.kind === 'text') {
      await print(parsed.text.trimEnd());
      return 0;
    }
    ({ command } = parsed.invocation);
    const first = firstWords(parsed.invocation);
    if (first !== undefined) display.line(first);
    const config = readConfig(process.env);
    // The doctor reports on a home that cannot be used; nothing else works with one.
    if (parsed.invocation.command !== 'doctor') await requireHome(config.home);
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
          terminal: terminalFor(parsed.invocation, {
            input: process.stdin,
            output: process.stderr,
            live: display.live,
            forProgram,
          }),
          interrupted,
          announce: (document) => {
            if (forProgram) process.stdout.write(`${JSON.stringify(document)}\n`);
          },
          workerCommand: [process.execPath, fileURLToPath(new URL('../../worker.js', import.meta.url))],
          checkWorker: async () => {
            const { readModelSettings } = await import('../../model-settings.js');
            readModelSettings(process.env, process.cwd());
          },
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
    const { type, text, exitCode, problems, workflowId } = printedError(
      isInterruption(error, interrupted) ? new Interrupted(undone(command), { cause: error }) : error,
    );
    process.stderr.write(`${forTerminal(text)}\n`);
    if (forProgram)
      await print(JSON.stringify({ error: { type, message: text, problems, workflowId } }, null, 2));
    return exitCode;
  }
}

/** What Ctrl-C has left undone, where the command itself has no more to say of it. */
function undone(command: Invocation['command'] | undefined): string {
  switch (command) {
    case 'check':
      return 'Interrupted before all was checked. Nothing was changed.';
    case 'models':
      return 'Interrupted before every model was tried; a call that was made may have been charged for.';
    case 'plan':
      return 'Nothing was written.';
    default:
      return 'Nothing was started.';
  }
}

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

/** Resolves once the text has left this process (a pipe may take it slowly), or nobody reads it any more. */
function print(text: string): Promise<void> {
  return new Promise((resolve) => {
    process.stdout.write(`${text}\n`, () => {
      resolve();
    });
  });
}

outliveReaders(process.stdout, process.stderr);
assumeSize(process.stdout, process.stderr);

// Connections and polls of what was interrupted may still be open: the answer is out, so nothing waits for them.
process.exit(await main(process.argv.slice(2)));
