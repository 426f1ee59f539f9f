import { join } from 'node:path';
import { z } from 'zod';
import { MillwrightError } from '../../../protocol/errors.js';
import type { Plan } from '../../../protocol/plan.js';
import type { Environment, ProjectFile, Resolution, Toolchain } from '../../language.js';
import { compilerSettings } from './compiler-settings.js';
import { installPackages, keyedLocks } from './installed-packages.js';
import { auditLock } from './audit-lock.js';
import { renameLock } from './lock.js';
import { packageManifest, pinnedPackages, stringifyFile, type PinnedPackages } from './manifest.js';
import { createNpmRunner, type RunNpm } from './npm-command.js';
import { refusePackages } from './refuse-packages.js';
import { RegistryAnswers } from './registry-answers.js';
import { resolveLock } from './resolve-lock.js';

export interface NpmToolchainOptions {
  /** Holds installed packages by key, locks, and what the registry answered. Shared by all runs and processes. */
  readonly cacheFolder: string;
  /** Nothing is asked of the registry; what is cached, by Millwright or by npm, must do. */
  readonly offline: boolean;
  readonly onProgress?: (line: string) => void;
  /** Replaces npm in tests. */
  readonly npm?: RunNpm;
}

const manifestSchema = z.object({
  dependencies: z.record(z.string(), z.string()).default({}),
  devDependencies: z.record(z.string(), z.string()).default({}),
});

function contentOf(files: readonly ProjectFile[], path: string): string {
  const file = files.find((each) => each.path === path);
  if (file === undefined) {
    throw new MillwrightError(
      'ToolchainMissing',
      `The environment has no ${path}, so its packages cannot be installed; the plan has to be prepared again.`,
    );
  }
  return file.content;
}

/** npm as the toolchain of TypeScript projects: manifest, lock, and an installation that all runs share. */
export function createNpmToolchain(options: NpmToolchainOptions): Toolchain {
  const { cacheFolder, onProgress = () => undefined } = options;
  const npm = options.npm ?? createNpmRunner(options.offline);
  const answers = new RegistryAnswers(join(cacheFolder, '.registry'), npm);
  const installing = new Map<string, Promise<unknown>>();
  const keyed = keyedLocks();
  const seen = new Set<string>();

  async function resolve(plan: Plan, signal: AbortSignal): Promise<Resolution> {
    const settings = [{ path: 'package.json', content: packageManifest(plan) }, ...compilerSettings(plan)];
    const refused = refusePackages(plan.packages);
    if (refused.length > 0) return { files: settings, diagnostics: refused };
    const { lock, diagnostics } = await resolveLock(
      { cacheFolder, npm, answers, onProgress },
      plan.packages,
      pinnedPackages(plan),
      signal,
    );
    if (lock === null) return { files: settings, diagnostics };
    const found = auditLock(lock);
    if (found.length > 0) return { files: settings, diagnostics: found };
    const own = { path: 'package-lock.json', content: stringifyFile(renameLock(lock, plan.name)) };
    return { files: [...settings, own], diagnostics: [] };
  }

  async function install(files: readonly ProjectFile[], signal: AbortSignal): Promise<Environment> {
    const packages: PinnedPackages = manifestSchema.parse(JSON.parse(contentOf(files, 'package.json')));
    const locked = keyed(contentOf(files, 'package-lock.json'));
    const wanted = locked.key;
    // One at a time for a key: the second finds what the first installed, and does it itself when the first was stopped.
    const before = installing.get(wanted) ?? Promise.resolve();
    const installation = before
      .catch(() => undefined)
      .then(() => installPackages({ cacheFolder, npm, onProgress, seen }, packages, locked, signal));
    installing.set(wanted, installation);
    try {
      const { key, folder } = await installation;
      return { key, folder, files };
    } finally {
      if (installing.get(wanted) === installation) installing.delete(wanted);
    }
  }

  return { resolve, install };
}
