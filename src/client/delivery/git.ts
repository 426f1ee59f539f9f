import { execa } from 'execa';
import { DeliveryError } from './delivery-error.js';

/** Names by which a git that runs us (in a hook, say) hands its own repository and settings to a git that we run. */
const LOCATIONS = new Set([
  'GIT_DIR',
  'GIT_WORK_TREE',
  'GIT_INDEX_FILE',
  'GIT_OBJECT_DIRECTORY',
  'GIT_ALTERNATE_OBJECT_DIRECTORIES',
  'GIT_COMMON_DIR',
  'GIT_NAMESPACE',
  'GIT_PREFIX',
  'GIT_CONFIG',
  'GIT_CONFIG_PARAMETERS',
  'GIT_CONFIG_COUNT',
]);

/** Settings that make git the same on every machine: no user's or system's configuration. */
const ISOLATION = { GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_NOSYSTEM: '1', GIT_DEFAULT_HASH: 'sha1' };

/** No hook of anybody's runs, no clean-up starts in the background, and files stay byte for byte what they are. */
const QUIET = ['core.hooksPath=/dev/null', 'gc.auto=0', 'maintenance.auto=false', 'core.autocrlf=false'];

export interface GitAnswer {
  readonly ok: boolean;
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * Runs `git` in `folder`; its failure is an answer. `isolated`: for a repository of our own making; in a person's
 * repository their settings hold (`safe.directory`, for one).
 */
export async function askGit(
  folder: string,
  args: readonly string[],
  options: { readonly isolated: boolean; readonly input?: Uint8Array },
): Promise<GitAnswer> {
  const inherited = Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !LOCATIONS.has(name.toUpperCase())),
  );
  const result = await execa('git', [...QUIET.flatMap((setting) => ['-c', setting]), ...args], {
    cwd: folder,
    env: {
      ...inherited,
      LC_ALL: 'C',
      GIT_TERMINAL_PROMPT: '0',
      ...(options.isolated ? ISOLATION : {}),
    },
    extendEnv: false,
    reject: false,
    ...(options.input === undefined ? { stdin: 'ignore' } : { input: options.input }),
  });
  return { ok: !result.failed, stdout: result.stdout, stderr: result.stderr };
}

/** Like `askGit`, for what must work; resolves to stdout. @throws DeliveryError with what git said. */
export async function git(
  folder: string,
  args: readonly string[],
  options: { readonly isolated: boolean; readonly input?: Uint8Array },
): Promise<string> {
  const answer = await askGit(folder, args, options);
  if (!answer.ok)
    throw new DeliveryError(
      `"git ${args[0] ?? ''}" failed in ${folder}: ${answer.stderr.trim() || 'it said nothing'}. ` +
        'Correct that and run the same command again, or choose another --out.',
    );
  return answer.stdout.trim();
}

/** Whether there is a git that runs. */
export async function gitIsThere(): Promise<boolean> {
  return !(await execa('git', ['--version'], { reject: false, stdin: 'ignore' })).failed;
}
