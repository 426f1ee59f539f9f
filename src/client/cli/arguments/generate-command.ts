import type { Command } from 'commander';
import type { ProjectKind } from '../../../protocol/analysis.js';
import type { SandboxChoice } from '../../../protocol/generate-input.js';
import { CommandError } from '../command-error.js';
import { briefSource } from './brief-source.js';
import type { BriefSource, Invocation, PlanSource } from './invocation.js';
import {
  authorOption,
  readDollars,
  JSON_OPTION,
  kindOption,
  maxCostOption,
  sandboxOption,
  wholeNumber,
} from './values.js';

interface Flags {
  readonly brief?: string;
  readonly plan?: string;
  readonly yes?: true;
  readonly out?: string;
  readonly name?: string;
  readonly kind?: ProjectKind;
  readonly id?: string;
  readonly again?: true;
  readonly concurrency?: number;
  readonly sandbox?: SandboxChoice;
  readonly maxCost?: number;
  readonly maxTaskCost?: number;
  readonly maxErrors?: number;
  readonly author?: 'auto' | 'blueprint' | 'model';
  readonly guided?: true;
  readonly force?: true;
  readonly detach?: true;
  readonly json?: true;
}

export function addGenerate(program: Command, found: (invocation: Invocation) => void): void {
  program
    .command('generate')
    .description('build a project from a brief, or attach to the run that builds it')
    .argument('[brief]', 'what to build, in plain words; "-" reads it from standard input')
    .option('-b, --brief <file>', 'read the brief from a file; "-" from standard input')
    .option('-p, --plan <file>', 'build exactly this plan, as "millwright plan" wrote it and you edited it')
    .option('-y, --yes', 'build without asking; on a terminal the plan is shown first, and you are asked')
    .option('-o, --out <dir>', "where the project goes (default: a folder with the project's name)")
    .option('--name <name>', "the project's name (default: taken from the brief)")
    .addOption(kindOption())
    .option('--id <id>', "the run's workflow id (default: made from the brief)")
    .option('--again', 'start a new run although one of this id is closed')
    .option('--concurrency <n>', 'files built at the same time (default: 8)', wholeNumber(1, 64))
    .addOption(sandboxOption())
    .addOption(authorOption())
    .addOption(
      maxCostOption(
        'stop before more than this is spent on models (default: 2 until there is a plan, then twice its estimate)',
      ),
    )
    .option(
      '--max-task-cost <usd>',
      'ask models no further for a file, or for one round of its repair, that has cost more than this (default: 0.50)',
      readDollars,
    )
    .option(
      '--max-errors <n>',
      'stop when more files than this have used up their attempts (default: 5, or 10 % of all if that is more)',
      wholeNumber(0, 1000),
    )
    .option('--guided', 'ask before building, instead of taking every default')
    .option('--force', "replace a person's changes in the folder, after saving each as a copy")
    .option('--detach', 'start the run and return; something else must serve it (millwright dev)')
    .option(...JSON_OPTION)
    .action((text: string | undefined, flags: Flags) => {
      found({
        command: 'generate',
        brief: source(text, flags),
        yes: flags.yes === true,
        out: flags.out,
        name: flags.name,
        kind: flags.kind,
        id: flags.id,
        again: flags.again === true,
        concurrency: flags.concurrency,
        sandbox: flags.sandbox,
        maxCost: flags.maxCost,
        maxTaskCost: flags.maxTaskCost,
        maxErrors: flags.maxErrors,
        author: flags.author,
        guided: flags.guided === true,
        force: flags.force === true,
        detach: flags.detach === true,
        json: flags.json === true,
      });
    });
}

/** A plan brings its own brief, name and kind. */
function source(text: string | undefined, { brief, plan, name, kind }: Flags): BriefSource | PlanSource {
  if (plan === undefined) return briefSource(text, brief, 'generate');
  if (text !== undefined || brief !== undefined) {
    throw new CommandError('Usage', 'A plan has its brief in it. Give the brief, or --plan FILE, not both.');
  }
  if (name !== undefined) {
    throw new CommandError('Usage', 'The plan names the project. Change "name" in it, and leave out --name.');
  }
  if (kind !== undefined) {
    throw new CommandError(
      'Usage',
      'The plan is for one kind of project. Plan again for another, and leave out --kind.',
    );
  }
  return { from: 'plan', path: plan };
}
