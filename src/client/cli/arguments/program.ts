import { Argument, Command, Option } from 'commander';
import type { SandboxChoice } from '../../../protocol/generate-input.js';
import { CommandError } from '../command-error.js';
import { addGenerate } from './generate-command.js';
import { addPlan } from './plan-command.js';
import type { Invocation } from './invocation.js';
import { filled, JSON_OPTION, maxCostOption, sandboxOption, wholeNumber } from './values.js';

const NEW_LIMIT = 'from now on the run stops before more than this is spent on models';

type Found = (invocation: Invocation) => void;

/** The whole command line: every command hands what was typed to `found`, and does nothing else. */
export function createProgram(version: string, found: Found): Command {
  const program = new Command('millwright')
    .description('Turns a written brief into a software project that is proven to work.')
    .version(version, '-V, --version')
    .showSuggestionAfterError(true)
    .helpCommand(false)
    .addHelpText(
      'after',
      `
RUN is a workflow id, or the last eight digits of a run's key, as "millwright runs" prints them.
Exit codes: 0 done; 1 the work was found wanting (flags, a check or a run that failed, a brief that takes a model);
2 it could not be done (a brief or a command that cannot be used, something missing or out of reach); 130 interrupted.`,
    );
  program.commandsGroup('Runs:');
  addGenerate(program, found);
  addPlan(program, found);
  addRunCommands(program, found);
  addFetch(program, found);
  addOpen(program, found);
  addRespond(program, found);
  program.commandsGroup('Projects:');
  addCheck(program, found);
  program.commandsGroup('This machine:');
  addMachineCommands(program, found);
  addModels(program, found);
  refuseEmpty(program);
  return program;
}

/** An empty path would be the folder of the shell, and an empty name no run. What has a reader of its own sees to it itself. */
function refuseEmpty(command: Command): void {
  for (const argument of command.registeredArguments) {
    if (argument.parseArg === undefined) argument.argParser(filled);
  }
  for (const option of command.options) {
    if (option.required && option.parseArg === undefined) option.argParser(filled);
  }
  command.commands.forEach(refuseEmpty);
}

function addRunCommands(program: Command, found: Found): void {
  for (const [command, description] of [
    ['follow', 'watch a run until it ends; a run that was cut goes on'],
    ['resume', 'go on with a paused run'],
  ] as const) {
    program
      .command(command)
      .description(description)
      .argument('<run>', 'the run')
      .addOption(maxCostOption(NEW_LIMIT))
      .option(...JSON_OPTION)
      .action((run: string, flags: { maxCost?: number; json?: true }) => {
        found({ command, run, maxCost: flags.maxCost, json: flags.json === true });
      });
  }
  for (const [command, description] of [
    ['show', 'what a run understood, built, proved and left open'],
    ['cancel', 'stop a run; what it accepted so far is kept'],
    ['pause', 'start no further work in a run until it is resumed'],
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
}

function addFetch(program: Command, found: Found): void {
  program
    .command('fetch')
    .description("write a run's project into a folder")
    .argument('<run>', 'the run')
    .option('-o, --out <dir>', "where it goes (default: a folder with the project's name)")
    .option('--partial', 'the last accepted tree of a run that is open or failed')
    .option('--force', "replace a person's changes in the folder, after saving each as a copy")
    .option(...JSON_OPTION)
    .action((run: string, flags: { out?: string; partial?: true; force?: true; json?: true }) => {
      if (flags.partial === true && flags.force === true) {
        throw new CommandError(
          'Usage',
          '--partial writes into a folder that is new or empty, and replaces nothing. Leave out --force, or --partial.',
        );
      }
      found({
        command: 'fetch',
        run,
        out: flags.out,
        partial: flags.partial === true,
        force: flags.force === true,
        json: flags.json === true,
      });
    });
}

function addOpen(program: Command, found: Found): void {
  program
    .command('open')
    .description('start the API that a run delivered, in the sandbox, until Ctrl-C')
    .argument('<run>', 'the run')
    .addOption(
      new Option('--port <n>', 'port on 127.0.0.1')
        .default(0, 'any free one')
        .argParser(wholeNumber(1, 65_535)),
    )
    .addOption(sandboxOption())
    .option(...JSON_OPTION)
    .action((run: string, flags: { port: number; sandbox?: SandboxChoice; json?: true }) => {
      found({
        command: 'open',
        run,
        port: flags.port,
        sandbox: flags.sandbox ?? 'auto',
        json: flags.json === true,
      });
    });
}

function addCheck(program: Command, found: Found): void {
  program
    .command('check')
    .description('run every static check on a project that is there already; starts and sends nothing')
    .argument('[dir]', 'the project', '.')
    .option(...JSON_OPTION)
    .action((folder: string, flags: { json?: true }) => {
      found({ command: 'check', folder, json: flags.json === true });
    });
}

function addRespond(program: Command, found: Found): void {
  program
    .command('respond')
    .description('answer a request that a run waits for')
    .argument('<run>', 'the run')
    .argument('<request>', 'id of the request, as "millwright show" prints it')
    .argument('<choice>', 'one of its options')
    .addOption(maxCostOption(NEW_LIMIT))
    .option(...JSON_OPTION)
    .action(
      (
        run: string,
        request: string,
        choice: string,
        { maxCost, json }: { maxCost?: number; json?: true },
      ) => {
        found({ command: 'respond', run, request, choice, maxCost, json: json === true });
      },
    );
}

function addMachineCommands(program: Command, found: Found): void {
  for (const [command, description] of [
    ['dev', 'host the Temporal server and a worker until Ctrl-C'],
    ['worker', 'run one worker process in the foreground'],
    ['status', 'whether the local stack runs, and where'],
    ['doctor', 'check what this machine has, and say what to do about what it lacks'],
    ['demo', 'build the example of the README into a fresh folder'],
  ] as const) {
    program
      .command(command)
      .description(description)
      .option(...JSON_OPTION)
      .action((flags: { json?: true }) => {
        found({ command, json: flags.json === true });
      });
  }
}

function addModels(program: Command, found: Found): void {
  program
    .command('models')
    .description('list the models that are configured; "models test" calls each three times')
    .addArgument(new Argument('[action]', 'what to do with them').choices(['test']))
    .addOption(maxCostOption('call nothing that this might not cover'))
    .option(...JSON_OPTION)
    .action((action: 'test' | undefined, flags: { maxCost?: number; json?: true }) => {
      if (action === undefined && flags.maxCost !== undefined) {
        throw new CommandError(
          'Usage',
          'Listing the models costs nothing. Give --max-cost to "models test".',
        );
      }
      found({
        command: 'models',
        test: action === 'test',
        maxCost: flags.maxCost,
        json: flags.json === true,
      });
    });
}
