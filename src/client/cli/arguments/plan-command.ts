import { Option, type Command } from 'commander';
import type { ProjectKind } from '../../../protocol/analysis.js';
import { PLAN_FILE_NAME } from '../../plan-file/plan-file-name.js';
import { briefSource } from './brief-source.js';
import type { Invocation } from './invocation.js';
import { authorOption, JSON_OPTION, kindOption, maxCostOption } from './values.js';

interface Flags {
  readonly brief?: string;
  readonly out: string;
  readonly name?: string;
  readonly kind?: ProjectKind;
  readonly author?: 'auto' | 'blueprint' | 'model';
  readonly maxCost?: number;
  readonly yes?: true;
  readonly again?: true;
  readonly force?: true;
  readonly json?: true;
}

export function addPlan(program: Command, found: (invocation: Invocation) => void): void {
  program
    .command('plan')
    .description('write the plan for a brief as a file to read and edit; builds nothing')
    .argument('[brief]', 'what to build, in plain words; "-" reads it from standard input')
    .option('-b, --brief <file>', 'read the brief from a file; "-" from standard input')
    .addOption(new Option('-o, --out <file>', 'where the plan goes').default(PLAN_FILE_NAME))
    .option('--name <name>', "the project's name (default: taken from the brief)")
    .addOption(kindOption())
    .addOption(authorOption())
    .addOption(maxCostOption('stop before more than this is spent on models (default: 2)'))
    .option('-y, --yes', 'ask nothing: where the brief leaves something open, take the default')
    .option('--again', 'have a model plan anew what it has planned already')
    .option('--force', 'replace the file if it is there')
    .option(...JSON_OPTION)
    .action((text: string | undefined, flags: Flags) => {
      found({
        command: 'plan',
        brief: briefSource(text, flags.brief, 'plan'),
        out: flags.out,
        name: flags.name,
        kind: flags.kind,
        author: flags.author,
        maxCost: flags.maxCost,
        yes: flags.yes === true,
        again: flags.again === true,
        force: flags.force === true,
        json: flags.json === true,
      });
    });
}
