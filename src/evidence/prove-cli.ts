import type { ProofStep } from '../protocol/evidence.js';
import type { ProofRecipe } from '../protocol/plan.js';
import { ended, stepsInTurn, type CommandEnd, type Step } from './steps-in-turn.js';

/** What the recipes of packages need of a sandbox. */
export interface PackageUnderProof {
  /** Milliseconds of the clock. */
  now(): number;
  build(): Promise<CommandEnd>;
  /** Makes the archive that would be published. */
  pack(): Promise<CommandEnd>;
  /** Installs the archive into an empty folder, with nothing beside it but the packages that it depends on. */
  install(): Promise<CommandEnd>;
}

export interface CliUnderProof extends PackageUnderProof {
  /** Runs the installed program by its name, in that folder. */
  run(args: readonly string[]): Promise<CommandEnd>;
}

/** The steps that every package begins with. */
export function packageSteps(project: PackageUnderProof): readonly Step[] {
  return [
    { name: 'build', take: async () => ended('the build', await project.build()) },
    { name: 'pack', take: async () => ended('packing', await project.pack()) },
    { name: 'install', take: async () => ended('installing into an empty folder', await project.install()) },
  ];
}

/**
 * The proof recipe of a command-line program: it is built, packed and installed into an empty folder, explains itself there,
 * and does what its commands are to do, one after the other.
 */
export function proveCli(
  cli: CliUnderProof,
  { commands }: Pick<Extract<ProofRecipe, { kind: 'cli' }>, 'commands'>,
): Promise<readonly ProofStep[]> {
  const steps: readonly Step[] = [
    ...packageSteps(cli),
    {
      name: 'help',
      take: async () => {
        const help = await cli.run(['--help']);
        return help.exitCode === 0 && help.stdout.trim() === ''
          ? { outcome: 'failed', detail: '--help printed nothing' }
          : ended('--help', help);
      },
    },
    {
      name: 'commands',
      take: async (inTime) => {
        const done: string[] = [];
        for (const each of commands) {
          const line = each.arguments.join(' ');
          const end = await inTime(async () => ended(line, await cli.run(each.arguments), each.prints));
          if (end.outcome !== 'passed') return end;
          done.push(end.detail);
        }
        return { outcome: 'passed', detail: done.join('; ') };
      },
    },
  ];
  return stepsInTurn(steps, () => cli.now());
}
