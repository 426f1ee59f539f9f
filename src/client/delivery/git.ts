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

interface GitOptions {
  readonly isolated: boolean;
  readonly input?: Uint8Array;
}

/** The arguments and the options of a git that is nobody's but ours, and whose failure is an answer. */
function quietly(folder: string, args: readonly string[], { isolated, input }: GitOptions) {
  const inherited = Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !LOCATIONS.has(name.toUpperCase())),
  );
  const env = { ...inherited, LC_ALL: 'C', GIT_TERMINAL_PROMPT: '0', ...(isolated ? ISOLATION : {}) };
  const options = {
    cwd: folder,
    env,
    extendEnv: false,
    reject: false,
    ...(input === undefined ? { stdin: 'ignore' as const } : { input }),
  } as const;
  return { quiet: [...QUIET.flatMap((setting) => ['-c', setting]), ...args], options };
}

function failed(folder: string, args: readonly string[], stderr: string): DeliveryError {
  const trouble = `"git ${args[0] ?? ''}" failed in ${folder}: ${stderr.trim() || 'it said nothing'}.`;
  return new DeliveryError(
    `${trouble} Correct that and run the same command again, or choose another --out.`,
    { trouble },
  );
}

/**
 * Runs `git` in `folder`; its failure is an answer. `isolated`: for a repository of our own making; in a person's
 * repository their settings hold (`safe.directory`, for one).
 */
export async function askGit(folder: string, args: readonly string[], asked: GitOptions): Promise<GitAnswer> {
  const { quiet, options } = quietly(folder, args, asked);
  const result = await execa('git', quiet, options);
  return { ok: !result.failed, stdout: result.stdout, stderr: result.stderr };
}

/** Like `askGit`, for what must work; resolves to stdout. @throws DeliveryError with what git said. */
export async function git(folder: string, args: readonly string[], options: GitOptions): Promise<string> {
  const answer = await askGit(folder, args, options);
  if (!answer.ok) throw failed(folder, args, answer.stderr);
  return answer.stdout.trim();
}

/** Like `git`, for output that is no text; resolves to it byte for byte. */
export async function gitBytes(folder: string, args: readonly string[], asked: GitOptions): Promise<Buffer> {
  const { quiet, options } = quietly(folder, args, asked);
  const result = await execa('git', quiet, {
    ...options,
    encoding: 'buffer',
    stripFinalNewline: false,
    maxBuffer: Infinity,
  });
  if (result.failed) throw failed(folder, args, Buffer.from(result.stderr).toString('utf8'));
  return Buffer.from(result.stdout);
}

/** Whether there is a git that runs. */
export async function gitIsThere(): Promise<boolean> {
  return !(await execa('git', ['--version'], { reject: false, stdin: 'ignore' })).failed;
}
