import { execa } from 'execa';

/**
 * The environment of a git that sees nothing of the user's or the machine's settings, so that it does the same
 * everywhere: no configuration, no inherited repository, no prompt, messages in English, SHA-1 objects.
 */
function isolatedEnvironment(home: string): Record<string, string> {
  const inherited = Object.entries(process.env).filter(
    (entry): entry is [string, string] =>
      entry[1] !== undefined && !entry[0].toUpperCase().startsWith('GIT_'),
  );
  return {
    ...Object.fromEntries(inherited),
    HOME: home,
    XDG_CONFIG_HOME: home,
    LC_ALL: 'C',
    GIT_CONFIG_GLOBAL: '/dev/null',
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_DEFAULT_HASH: 'sha1',
    GIT_TERMINAL_PROMPT: '0',
  };
}

/** Runs `git` in `folder`, which is also its home. @throws ExecaError when git fails. */
export async function git(folder: string, args: readonly string[], input?: Uint8Array): Promise<void> {
  await execa('git', args, {
    cwd: folder,
    env: isolatedEnvironment(folder),
    extendEnv: false,
    ...(input === undefined ? { stdin: 'ignore' } : { input }),
  });
}

/** Whether there is a git that runs (on a new macOS, `git` is a note on how to install it). */
export async function gitIsThere(): Promise<boolean> {
  const { failed } = await execa('git', ['--version'], { reject: false, stdin: 'ignore' });
  return !failed;
}
