import { access } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Files } from './delivered-files.js';
import { DeliveryError, systemCode } from './delivery-error.js';
import { askGit, git } from './git.js';

/** Who and when, the same in every commit, so that the same delivery on the same parent is the same commit. */
const SIGNATURE = 'Millwright <millwright@localhost> 1767225600 +0000';

/** A git repository that a person's folder is in. `prefix` is the folder's place in it: '' or ends with '/'. */
export interface PersonRepository {
  readonly root: string;
  readonly prefix: string;
}

async function repositoryAbove(folder: string): Promise<string | undefined> {
  for (let at = folder; ; at = dirname(at)) {
    try {
      await access(join(at, '.git'));
      return at;
    } catch (error) {
      if (systemCode(error) !== 'ENOENT' && systemCode(error) !== 'ENOTDIR') throw error;
    }
    if (dirname(at) === at) return undefined;
  }
}

/**
 * The repository that `folder` is in; undefined when it is in none.
 * @throws DeliveryError when it is in one that cannot be used: no git here, inside of `.git`, refused by git.
 */
export async function findRepository(folder: string, hasGit: boolean): Promise<PersonRepository | undefined> {
  if (!hasGit) {
    const root = await repositoryAbove(folder);
    if (root === undefined) return undefined;
    throw new DeliveryError(
      `${folder} has files and is in the git repository ${root}, but there is no git here to put the project on a ` +
        'branch of its own. Install git, or choose an --out that is new.',
    );
  }
  const answer = await askGit(
    folder,
    ['rev-parse', '--is-inside-work-tree', '--show-toplevel', '--show-prefix'],
    {
      isolated: false,
    },
  );
  if (!answer.ok && /not a git repository/i.test(answer.stderr)) return undefined;
  const [inside, root, prefix] = answer.stdout.split('\n');
  if (!answer.ok || inside !== 'true' || root === undefined)
    throw new DeliveryError(
      `The git repository around ${folder} cannot be used: ${answer.stderr.trim() || 'it has no working tree there'}. ` +
        'Correct that, or choose another --out.',
    );
  return { root, prefix: prefix ?? '' };
}

/** A branch name that git takes, from a run's name. */
export function branchName(run: string): string {
  const plain = run
    .replace(/[^A-Za-z0-9_-]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 100);
  return `millwright/${plain === '' ? 'run' : plain}`;
}

/** A path as `git fast-import` reads it, quoted where it must be. */
function importPath(path: string): string {
  return /["\\\n]/.test(path) ? JSON.stringify(path) : path;
}

function importStream(
  reference: string,
  parent: string | undefined,
  prefix: string,
  files: Files,
  message: string,
): Buffer {
  const text = Buffer.from(`${message}\n`, 'utf8');
  const sorted = [...files].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
  return Buffer.concat([
    Buffer.from(
      `commit ${reference}\nauthor ${SIGNATURE}\ncommitter ${SIGNATURE}\ndata ${text.byteLength}\n`,
    ),
    text,
    Buffer.from(parent === undefined ? '' : `from ${parent}\n`),
    ...sorted.flatMap(([path, content]) => [
      Buffer.from(`M 100644 inline ${importPath(prefix + path)}\ndata ${content.byteLength}\n`),
      content,
      Buffer.from('\n'),
    ]),
    Buffer.from('done\n'),
  ]);
}

export type BranchResult =
  | { readonly made: true; readonly branch: string; readonly commit: string }
  | { readonly made: false; readonly branch: string | null };

/**
 * Puts `files` on a new branch: one commit on top of HEAD, whose tree is HEAD's with the files laid over at the folder's
 * place. Working tree, index and every other branch stay as they are. Where HEAD has it all already, or the branch is
 * there from before, nothing is made. A branch of that name with other work on it is left alone; the next free one of
 * `name-2`, `name-3` … is taken.
 */
export async function putOnBranch(
  repository: PersonRepository,
  run: string,
  files: Files,
  message: string,
): Promise<BranchResult> {
  const { root, prefix } = repository;
  const resolveCommit = async (name: string): Promise<string | undefined> => {
    const answer = await askGit(root, ['rev-parse', '--quiet', '--verify', name], { isolated: false });
    return answer.ok ? answer.stdout.trim() : undefined;
  };
  const wanted = branchName(run);
  // Built under a name that no one sees, so that a branch appears whole, and only where it is new.
  const building = `refs/${wanted}`;
  const head = await resolveCommit('HEAD^{commit}');
  await git(root, ['fast-import', '--quiet', '--done', '--force'], {
    isolated: false,
    input: importStream(building, head, prefix, files, message),
  });
  try {
    const commit = await git(root, ['rev-parse', building], { isolated: false });
    const tree = await resolveCommit(`${building}^{tree}`);
    if (head !== undefined && tree === (await resolveCommit('HEAD^{tree}')))
      return { made: false, branch: null };
    for (let attempt = 1; ; attempt++) {
      const branch = attempt === 1 ? wanted : `${wanted}-${attempt}`;
      const existing = await resolveCommit(`refs/heads/${branch}`);
      if (existing === commit) return { made: false, branch };
      if (existing !== undefined) continue;
      // The zeros: only if no one made it meanwhile.
      await git(root, ['update-ref', `refs/heads/${branch}`, commit, '0'.repeat(commit.length)], {
        isolated: false,
      });
      return { made: true, branch, commit };
    }
  } finally {
    await git(root, ['update-ref', '-d', building], { isolated: false });
  }
}
