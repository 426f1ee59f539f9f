import { existsSync } from 'node:fs';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { PackageUnderProof } from '../evidence/prove-cli.js';
import type { CommandEnd } from '../evidence/steps-in-turn.js';
import type { Language, ProjectFile } from '../languages/language.js';
import type { Plan } from '../protocol/plan.js';
import { readProjectBytes } from '../sandbox/read-project-file.js';
import { runCommand } from './run-command.js';
import type { Workspace } from './workspace.js';

const ARCHIVE_BYTES = 64 * 1024 * 1024;

/** What a proof recipe needs of a workspace. */
export type ProvedWorkspace = Pick<Workspace, 'folder' | 'environment' | 'sandbox' | 'mounts'> & {
  readonly plan: Pick<Plan, 'name'>;
  readonly language: Pick<Language, 'commands'>;
};

/** A package on its way into an empty folder, and commands in that folder. */
export interface InstalledPackage extends PackageUnderProof {
  readonly inside: (command: readonly string[]) => Promise<CommandEnd>;
}

/**
 * Packs the project of `workspace` and installs the archive into a folder of its own beside it, which `files` are written to
 * first: once a program has run there, nothing is written to it from outside, since it may have left links.
 */
export async function packageOf(
  workspace: ProvedWorkspace,
  build: readonly string[],
  signal: AbortSignal,
  files: readonly ProjectFile[] = [],
): Promise<InstalledPackage> {
  const { language, environment, plan, sandbox } = workspace;
  const { packaging, packagesFolder } = language.commands;
  const source = join(environment.folder, packagesFolder);
  const empty = {
    folder: await mkdtemp(`${workspace.folder}-`),
    mounts: [{ source, target: packaging.packages }],
    sandbox,
  };
  for (const { path, content } of files) await writeFile(join(empty.folder, path), content);
  const inside = (command: readonly string[]): Promise<CommandEnd> => runCommand(empty, command, signal);
  return {
    now: () => Date.now(),
    build: () => runCommand(workspace, build, signal),
    pack: () => runCommand(workspace, packaging.pack, signal),
    install: async () => {
      const packed = packaging.packed(plan.name);
      const archive = await readProjectBytes(workspace.folder, packed, ARCHIVE_BYTES);
      if (archive === undefined) return { exitCode: 1, stdout: '', stderr: `packing wrote no ${packed}` };
      await writeFile(join(empty.folder, packaging.archive), archive);
      const lock = environment.files.find(({ path }) => path === packaging.lock)?.content;
      if (lock === undefined) throw new Error(`The environment has no ${packaging.lock}.`);
      // A lock names the binaries of every platform; only this one's are installed.
      const names = packaging.runtimePackages(lock).filter((name) => existsSync(join(source, name)));
      return inside(packaging.install(plan.name, names));
    },
    inside,
  };
}
