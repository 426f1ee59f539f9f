import { Option, type Command } from 'commander';
import type { ProjectKind } from '../../../protocol/analysis.js';
import { PLAN_FILE_NAME } from '../../plan-file/plan-file-name.js';
import { briefSource } from './brief-source.js';
import type { Invocation } from './invocation.js';
import { JSON_OPTION, kindOption } from './values.js';

interface Flags {
  readonly brief?: string;
  readonly out: string;
  readonly name?: string;
  readonly kind?: ProjectKind;
  readonly force?: true;
  readonly json?: true;
}

export function addPlan(program: Command, found: (invocation: Invocation) => void): void {
  program
    .command('plan')
    .description('write the plan for a brief as a file to read and edit; builds nothing, needs no server')
    .argument('[brief]', 'what to build, in plain words; "-" reads it from standard input')
    .option('-b, --brief <file>', 'read the brief from a file; "-" from standard input')
    .addOption(new Option('-o, --out <file>', 'where the plan goes').default(PLAN_FILE_NAME))
    .option('--name <name>', "the project's name (default: taken from the brief)")
    .addOption(kindOption())
    .option('--force', 'replace the file if it is there')
    .option(...JSON_OPTION)
    .action((text: string | undefined, flags: Flags) => {
      found({
        command: 'plan',
        brief: briefSource(text, flags.brief, 'plan'),
        out: flags.out,
        name: flags.name,
        kind: flags.kind,
        force: flags.force === true,
        json: flags.json === true,
      });
    });
}
