import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Diagnostic } from '../../../protocol/diagnostic.js';
import { MillwrightError } from '../../../protocol/errors.js';
import type { PlannedPackage } from '../../../protocol/plan.js';
import { completeLock } from './complete-lock.js';
import { lockSchema, neutralManifest, sha256, type Lock } from './lock.js';
import type { PinnedPackages } from './manifest.js';
import type { NpmResult, RunNpm } from './npm-command.js';
import { newestVersion } from './newest-version.js';
import { npmFailure } from './npm-failure.js';
import { missingPackage, refusal } from './refuse-packages.js';
import type { RegistryAnswers } from './registry-answers.js';
import { readStored, store } from './stored-json.js';

const LOCK_COMMAND = ['install', '--package-lock-only', '--omit-lockfile-registry-resolved'];

/** npm's codes for packages that cannot be had together, or not at all: the plan is at fault, not the network. */
const PLAN_AT_FAULT = new Set([
  'E404',
  'ETARGET',
  'ERESOLVE',
  'EBADENGINE',
  'EBADPLATFORM',
  'EINVALIDPACKAGENAME',
]);

/** Registry questions at the same time; each is an npm of its own. */
const QUESTIONS = 2;

export interface LockResolver {
  readonly cacheFolder: string;
  readonly npm: RunNpm;
  readonly answers: RegistryAnswers;
  readonly onProgress: (line: string) => void;
}

export type ResolvedLock =
  | { readonly lock: Lock; readonly diagnostics: readonly [] }
  | { readonly lock: null; readonly diagnostics: readonly Diagnostic[] };

function lockPath(cacheFolder: string, manifest: string): string {
  return join(cacheFolder, '.locks', `${sha256(manifest)}.json`);
}

/** Every planned package that the registry does not have. @throws when none is known to be missing, and one could not be asked about. */
async function missingPackages(
  resolver: LockResolver,
  packages: readonly PlannedPackage[],
  folder: string,
  signal: AbortSignal,
): Promise<readonly Diagnostic[]> {
  const missing: Diagnostic[] = [];
  const left = [...packages];
  let unknown: MillwrightError | undefined;
  const worker = async (): Promise<void> => {
    for (let planned = left.shift(); planned !== undefined; planned = left.shift()) {
      const answer = await resolver.answers.ask(planned, folder, signal);
      if (answer.answer === 'missing') {
        const newest = await newestVersion(resolver.npm, planned.name, folder, signal);
        missing.push(missingPackage(planned, answer.summary, newest));
      }
      if (answer.answer === 'unknown') {
        const failed: NpmResult = { ok: false, stdout: '', stderr: '', error: answer };
        unknown = npmFailure(failed, `npm view ${planned.name}@${planned.version}`);
      }
    }
  };
  await Promise.all(Array.from({ length: QUESTIONS }, worker));
  if (missing.length === 0 && unknown !== undefined) throw unknown;
  return missing.sort((a, b) => (a.message < b.message ? -1 : 1));
}

/**
 * The lock of `packages`, under a neutral name: from the cache, or from npm, which reads the registry and installs
 * nothing. A lock that npm makes is the proof that the registry has every package; only when it fails is each asked for.
 * @throws MillwrightError `ToolchainMissing` when npm or the registry is out of reach.
 */
export async function resolveLock(
  resolver: LockResolver,
  planned: readonly PlannedPackage[],
  packages: PinnedPackages,
  signal: AbortSignal,
): Promise<ResolvedLock> {
  const manifest = neutralManifest(packages);
  const cached = await readStored(lockPath(resolver.cacheFolder, manifest), lockSchema);
  if (cached !== undefined) return { lock: cached, diagnostics: [] };

  resolver.onProgress(`Resolving ${String(planned.length)} packages with npm …`);
  await mkdir(resolver.cacheFolder, { recursive: true });
  const folder = await mkdtemp(join(resolver.cacheFolder, `.resolving-${String(process.pid)}-`));
  try {
    await writeFile(join(folder, 'package.json'), manifest);
    const result = await resolver.npm(LOCK_COMMAND, folder, signal);
    if (!result.ok)
      return { lock: null, diagnostics: await explain(resolver, planned, folder, result, signal) };
    const lock = lockSchema.safeParse(JSON.parse(await readFile(join(folder, 'package-lock.json'), 'utf8')));
    if (!lock.success) {
      throw new MillwrightError(
        'ToolchainMissing',
        'The npm here writes a package-lock.json that Millwright does not know (lockfileVersion 3 is). Install npm 9 or later: npm install -g npm',
      );
    }
    const { lock: complete, absent } = completeLock(lock.data);
    if (absent.length > 0) {
      resolver.onProgress(
        `The registry lacks ${String(absent.length)} optional packages; other platforms do without: ${absent.join(', ')}`,
      );
    }
    await store(lockPath(resolver.cacheFolder, manifest), complete);
    for (const each of planned) await resolver.answers.rememberFound(each);
    return { lock: complete, diagnostics: [] };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function explain(
  resolver: LockResolver,
  planned: readonly PlannedPackage[],
  folder: string,
  result: NpmResult,
  signal: AbortSignal,
): Promise<readonly Diagnostic[]> {
  const code = result.error?.code ?? '';
  if (!PLAN_AT_FAULT.has(code)) throw npmFailure(result, 'npm install --package-lock-only');
  const missing =
    code === 'E404' || code === 'ETARGET' ? await missingPackages(resolver, planned, folder, signal) : [];
  if (missing.length > 0) return missing;
  return [
    refusal(
      code === 'ERESOLVE' ? 'packages/conflict' : 'packages/unresolvable',
      `The planned packages cannot be installed together: ${result.error?.summary ?? code}.`,
      'Plan versions that work with each other.',
    ),
  ];
}
