import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import { sandboxChoiceSchema } from '../../protocol/generate-input.js';
import type { BriefSource, Invocation } from './invocation.js';
import { CommandError } from './command-error.js';

/** A command to carry out, or a text (help, version) that answers already. */
export type Parsed =
  | { readonly kind: 'invocation'; readonly invocation: Invocation }
  | { readonly kind: 'text'; readonly text: string };

/**
 * Reads the arguments after the program's name.
 * @throws CommandError `Usage` with a sentence that names the argument, and the nearest one that exists.
 */
export function parseArguments(args: readonly string[], version: string): Parsed {
  const printed: string[] = [];
  let invocation: Invocation | undefined;
  const program = createProgram(version, (parsed) => {
    invocation = parsed;
  });
  prepare(program, printed);
  try {
    program.parse([...args], { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode === 0) return { kind: 'text', text: printed.join('') };
    if (error.code === 'commander.help')
      throw new CommandError('Usage', `Say what to do.\n\n${printed.join('')}`.trimEnd());
    throw new CommandError('Usage', sentenceOf(error.message));
  }
  if (invocation === undefined) return { kind: 'text', text: program.helpInformation() };
  return { kind: 'invocation', invocation };
}

/** Commander exits and prints by itself unless each command is told otherwise. */
function prepare(command: Command, printed: string[]): void {
  command.exitOverride().configureOutput({
    writeOut: (text) => printed.push(text),
    writeErr: (text) => printed.push(text),
    outputError: () => undefined,
  });
  for (const child of command.commands) prepare(child, printed);
}

/** "error: unknown option '--gudied'\n(Did you mean --guided?)" → "Unknown option '--gudied'. Did you mean --guided?" */
function sentenceOf(message: string): string {
  const [first = '', ...rest] = message.replace(/^error: /, '').split('\n');
  const hints = rest.map((line) => line.replace(/^\((.*)\)$/, '$1'));
  const sentence = `${first.charAt(0).toUpperCase()}${first.slice(1)}`;
  return [sentence.endsWith('.') ? sentence : `${sentence}.`, ...hints, 'See millwright --help.'].join(' ');
}

function wholeNumber(least: number, most: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (!/^\d+$/.test(text) || value < least || value > most) {
      throw new InvalidArgumentError(`It is a whole number from ${least} to ${most}.`);
    }
    return value;
  };
}

function dollars(text: string): number {
  const value = Number(text);
  if (!/^\d+(\.\d+)?$/.test(text) || value <= 0 || value > 1_000_000) {
    throw new InvalidArgumentError('It is an amount in US dollars above 0, such as 2.50.');
  }
  return value;
}

function briefSource(text: string | undefined, file: string | undefined): BriefSource {
  if (text !== undefined && file !== undefined) {
    throw new CommandError('Usage', 'A brief is given twice, as text and as --brief. Give one.');
  }
  if (text === '-' || file === '-') return { from: 'stdin' };
  if (file !== undefined) return { from: 'file', path: file };
  if (text !== undefined) return { from: 'argument', text };
  throw new CommandError(
    'Usage',
    'The brief is missing. Say what to build, e.g. millwright generate "A REST API for a library, with books and loans.", or give --brief FILE.',
  );
}

interface GenerateFlags {
  brief?: string;
  out?: string;
  name?: string;
  id?: string;
  again?: true;
  concurrency?: number;
  sandbox?: (typeof sandboxChoiceSchema.options)[number];
  maxCost?: number;
  guided?: true;
  force?: true;
  detach?: true;
  json?: true;
}

const JSON_OPTION = ['--json', 'print one JSON document for a program'] as const;
const sandboxOption = (): Option =>
  new Option('--sandbox <how>', 'how generated code may be run; none runs it bare on this machine').choices(
    sandboxChoiceSchema.options,
  );

function createProgram(version: string, found: (invocation: Invocation) => void): Command {
  const program = new Command('millwright')
    .description('Turns a written brief into a software project that is proven to work.')
    .version(version, '-V, --version')
    .showSuggestionAfterError(true)
    .helpCommand(false)
    .addHelpText(
      'after',
      `
RUN is a workflow id, or the first eight digits of a run key, as "millwright runs" prints them.
Exit codes: 0 done; 1 the work was found wanting (flags, a failed run); 2 Millwright could not do it.`,
    );

  program
    .command('generate')
    .description('build a project from a brief, or attach to the run that builds it')
    .argument('[brief]', 'what to build, in plain words; "-" reads it from standard input')
    .option('-b, --brief <file>', 'read the brief from a file; "-" from standard input')
    .option('-o, --out <dir>', "where the project goes (default: a folder with the project's name)")
    .option('--name <name>', "the project's name (default: taken from the brief)")
    .option('--id <id>', "the run's workflow id (default: made from the brief)")
    .option('--again', 'start a new run although one of this id is closed')
    .option('--concurrency <n>', 'files built at the same time (default: 8)', wholeNumber(1, 64))
    .addOption(sandboxOption())
    .option('--max-cost <usd>', 'stop before more than this is spent on models', dollars)
    .option('--guided', 'ask before building, instead of taking every default')
    .option('--force', "replace a person's changes in the folder, after saving each as a copy")
    .option('--detach', 'start the run and return; something else must serve it (millwright dev)')
    .option(...JSON_OPTION)
    .action((text: string | undefined, flags: GenerateFlags) => {
      found({
        command: 'generate',
        brief: briefSource(text, flags.brief),
        out: flags.out,
        name: flags.name,
        id: flags.id,
        again: flags.again === true,
        concurrency: flags.concurrency,
        sandbox: flags.sandbox,
        maxCost: flags.maxCost,
        guided: flags.guided === true,
        force: flags.force === true,
        detach: flags.detach === true,
        json: flags.json === true,
      });
    });

  for (const [command, description] of [
    ['follow', 'watch a run until it ends; a run that was cut goes on'],
    ['show', 'what a run understood, built, proved and left open'],
    ['cancel', 'stop a run; what it accepted so far is kept'],
    ['pause', 'start no further work in a run until it is resumed'],
    ['resume', 'go on with a paused run'],
  ] as const) {
    program
      .command(command)
      .description(description)
      .argument('<run>', 'the run')
      .option(...JSON_OPTION)
      .action((run: string, flags: { json?: true }) => {
        found({ command, run, json: flags.json === true });
      });
  }

  program
    .command('runs')
    .description('list open and closed runs, newest first')
    .addOption(new Option('--limit <n>', 'how many of each').default(20).argParser(wholeNumber(1, 1000)))
    .option(...JSON_OPTION)
    .action((flags: { limit: number; json?: true }) => {
      found({ command: 'runs', limit: flags.limit, json: flags.json === true });
    });

  program
    .command('fetch')
    .description("write a run's project into a folder")
    .argument('<run>', 'the run')
    .option('-o, --out <dir>', "where it goes (default: a folder with the project's name)")
    .option('--partial', 'the last accepted tree of a run that is open or failed')
    .option('--force', "replace a person's changes in the folder, after saving each as a copy")
    .option(...JSON_OPTION)
    .action((run: string, flags: { out?: string; partial?: true; force?: true; json?: true }) => {
      found({
        command: 'fetch',
        run,
        out: flags.out,
        partial: flags.partial === true,
        force: flags.force === true,
        json: flags.json === true,
      });
    });

  program
    .command('open')
    .description('start the API that a run delivered, in the sandbox, until Ctrl-C')
    .argument('<run>', 'the run')
    .addOption(
      new Option('--port <n>', 'port on 127.0.0.1 (default: any free one)')
        .default(0, 'any free one')
        .argParser(wholeNumber(1, 65_535)),
    )
    .addOption(sandboxOption())
    .option(...JSON_OPTION)
    .action((run: string, flags: { port: number; sandbox?: GenerateFlags['sandbox']; json?: true }) => {
      found({
        command: 'open',
        run,
        port: flags.port,
        sandbox: flags.sandbox ?? 'auto',
        json: flags.json === true,
      });
    });

  program
    .command('respond')
    .description('answer a request that a run waits for')
    .argument('<run>', 'the run')
    .argument('<request>', 'id of the request, as "millwright show" prints it')
    .argument('<choice>', 'one of its options')
    .option('--text <text>', 'a word to go with it')
    .option(...JSON_OPTION)
    .action((run: string, request: string, choice: string, flags: { text?: string; json?: true }) => {
      found({ command: 'respond', run, request, choice, text: flags.text, json: flags.json === true });
    });

  for (const [command, description] of [
    ['dev', 'host the Temporal server and a worker until Ctrl-C'],
    ['status', 'whether the local stack runs, and where'],
    ['doctor', 'check what this machine has, and say what to do about what it lacks'],
    ['demo', 'build the example of the README into a fresh folder'],
    ['worker', 'run one worker process in the foreground'],
  ] as const) {
    program
      .command(command)
      .description(description)
      .option(...JSON_OPTION)
      .action((flags: { json?: true }) => {
        found({ command, json: flags.json === true });
      });
  }
  return program;
}
