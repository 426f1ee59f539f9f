import { access } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { systemCode } from '../../protocol/errors.js';
import { GIT_SIGNATURE } from '../../protocol/git-signature.js';
import type { Files } from './delivered-files.js';
import { DeliveryError } from './delivery-error.js';
import { askGit, git } from './git.js';

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

/** A commit to be made; what is removed goes before what is written, which may need its place. */
export interface CommitToMake {
  readonly message: string;
  readonly remove: readonly string[];
  readonly files: Files;
}

/** Commits on `reference`, each on top of the one before it, the first on `parent`. */
function importStream(
  reference: string,
  parent: string | undefined,
  prefix: string,
  commits: readonly CommitToMake[],
): Buffer {
  const parts: Uint8Array[] = [];
  const say = (text: string): void => {
    parts.push(Buffer.from(text, 'utf8'));
  };
  for (const [index, { message, remove, files }] of commits.entries()) {
    const text = `${message}\n`;
    say(`commit ${reference}\nauthor ${GIT_SIGNATURE}\ncommitter ${GIT_SIGNATURE}\n`);
    say(`data ${Buffer.byteLength(text)}\n${text}`);
    if (index === 0 && parent !== undefined) say(`from ${parent}\n`);
    for (const path of [...remove].sort()) say(`D ${importPath(prefix + path)}\n`);
    for (const [path, content] of [...files].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))) {
      say(`M 100644 inline ${importPath(prefix + path)}\ndata ${content.byteLength}\n`);
      parts.push(content);
      say('\n');
    }
  }
  say('done\n');
  return Buffer.concat(parts);
}

async function resolveCommit(root: string, name: string): Promise<string | undefined> {
  const answer = await askGit(root, ['rev-parse', '--quiet', '--verify', name], { isolated: false });
  return answer.ok ? answer.stdout.trim() : undefined;
}

/** The commit of HEAD; undefined in a repository without any. */
export function headOf({ root }: PersonRepository): Promise<string | undefined> {
  return resolveCommit(root, 'HEAD^{commit}');
}

/** The commit with which Millwright began this history; undefined when somebody else did. */
export async function ownRootOf({ root }: PersonRepository, head: string): Promise<string | undefined> {
  const roots = await git(root, ['log', '--max-parents=0', '--format=%H %an <%ae> %at +0000', head], {
    isolated: false,
  });
  for (const line of roots.split('\n')) {
    const [commit = ''] = line.split(' ', 1);
    if (line.slice(commit.length + 1) === GIT_SIGNATURE) return commit;
  }
  return undefined;
}

export type BranchResult =
  { readonly made: true; readonly branch: string } | { readonly made: false; readonly branch: string | null };

/**
 * Puts commits on a new branch on top of `head`: the project's, whose tree is that of `head` without what it removes and with
 * its files laid over at the folder's place, and those that follow it. Working tree, index and every other branch stay as
 * they are. Where `head` has the project already, or a branch of that name has its commit, nothing is made. A branch of
 * that name with other work on it is left alone; the next free one of `name-2`, `name-3` … is taken.
 */
export async function putOnBranch(
  { root, prefix }: PersonRepository,
  head: string | undefined,
  run: string,
  [project, ...following]: readonly [CommitToMake, ...CommitToMake[]],
): Promise<BranchResult> {
  const wanted = branchName(run);
  // Built under a name that no one sees, so that a branch appears whole, and only where it is new.
  const building = `refs/${wanted}`;
  await git(root, ['fast-import', '--quiet', '--done', '--force'], {
    isolated: false,
    input: importStream(building, head, prefix, [project, ...following]),
  });
  try {
    const tip = await git(root, ['rev-parse', building], { isolated: false });
    const commit = await git(root, ['rev-parse', `${building}~${following.length}`], { isolated: false });
    if (
      head !== undefined &&
      (await resolveCommit(root, `${commit}^{tree}`)) === (await resolveCommit(root, `${head}^{tree}`))
    )
      return { made: false, branch: null };
    for (let attempt = 1; ; attempt++) {
      const branch = attempt === 1 ? wanted : `${wanted}-${attempt}`;
      const existing = await resolveCommit(root, `refs/heads/${branch}`);
      if (existing === undefined) {
        // The zeros: only if no one made it meanwhile.
        const none = '0'.repeat(tip.length);
        await git(root, ['update-ref', `refs/heads/${branch}`, tip, none], { isolated: false });
        return { made: true, branch };
      }
      const holds = await askGit(root, ['merge-base', '--is-ancestor', commit, existing], {
        isolated: false,
      });
      if (holds.ok) return { made: false, branch };
    }
  } finally {
    await git(root, ['update-ref', '-d', building], { isolated: false });
  }
}
