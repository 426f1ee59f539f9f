import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MillwrightError } from '../protocol/errors.js';
import { GIT_SIGNATURE } from '../protocol/git-signature.js';
import { treeProblem } from '../protocol/tree-problem.js';
import { git, gitIsThere } from './git.js';

/** Makes the git bundle of a tree. */
export interface GitBundler {
  /** A bundle whose one commit on `main` depends on `files` and `message` alone; null when there is no git here. */
  bundle(files: ReadonlyMap<string, Uint8Array>, message: string): Promise<Uint8Array | null>;
}

/** Every file an ordinary one: no executable bit, no link. */
const FILE_MODE = '100644';

/** The commit as `git fast-import` reads it, files in the order of their paths. */
function importStream(files: ReadonlyMap<string, Uint8Array>, message: string): Buffer {
  const text = Buffer.from(message.endsWith('\n') ? message : `${message}\n`, 'utf8');
  const parts: Uint8Array[] = [
    Buffer.from(
      `commit refs/heads/main\nauthor ${GIT_SIGNATURE}\ncommitter ${GIT_SIGNATURE}\ndata ${String(text.byteLength)}\n`,
    ),
    text,
  ];
  const sorted = [...files].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
  for (const [path, content] of sorted) {
    // No quoting: a project path has no quote, backslash or control character.
    parts.push(Buffer.from(`M ${FILE_MODE} inline ${path}\ndata ${String(content.byteLength)}\n`), content);
    parts.push(Buffer.from('\n'));
  }
  parts.push(Buffer.from('done\n'));
  return Buffer.concat(parts);
}

/**
 * Bundles with the machine's own `git`, in a temporary repository in `workFolder`, apart from every setting of the user. `git clone`
 * of the bundle checks out `main`. Equal input gives an equal commit id with every git, and equal bytes with one git.
 * @throws MillwrightError `GenerationError` when the paths cannot stand together in one project.
 */
export function createGitBundler(workFolder: string = tmpdir()): GitBundler {
  return {
    async bundle(files, message) {
      const problem = treeProblem(files.keys());
      if (problem !== undefined)
        throw new MillwrightError('GenerationError', `This tree cannot be put into git: ${problem}.`, {
          problem,
        });
      if (!(await gitIsThere())) return null;
      await mkdir(workFolder, { recursive: true });
      const folder = await mkdtemp(join(workFolder, 'git-'));
      try {
        // An empty template: no hooks, no exclude file.
        await git(folder, ['init', '--quiet', '--bare', '--template=', 'repository']);
        const repository = join(folder, 'repository');
        await git(repository, ['symbolic-ref', 'HEAD', 'refs/heads/main']);
        await git(repository, ['fast-import', '--quiet', '--done'], importStream(files, message));
        // One thread: with several, where they split the work decides which deltas are found.
        const bundle = join(folder, 'tree.bundle');
        await git(repository, [
          '-c',
          'pack.threads=1',
          'bundle',
          'create',
          '--quiet',
          bundle,
          'HEAD',
          'main',
        ]);
        return await readFile(bundle);
      } finally {
        await rm(folder, { recursive: true, force: true });
      }
    },
  };
}
