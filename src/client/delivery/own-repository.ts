import { appendFile, mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { NOTES_FOLDER, REPORTS } from './delivered-files.js';
import { git } from './git.js';

/**
 * Makes `folder` the working tree of a new repository with the bundle's commit on `main`, checked out as it lies there.
 * The reports and notes are excluded, not committed. `.git` appears whole, by a rename from `workshop`, a folder of ours
 * on the same disk. Resolves to the commit.
 */
export async function createRepository(
  folder: string,
  bundle: Uint8Array,
  workshop: string,
): Promise<string> {
  const making = join(workshop, 'repository');
  await rm(making, { recursive: true, force: true });
  await mkdir(making, { recursive: true });
  const run = (...args: string[]): Promise<string> => git(making, args, { isolated: true });
  // An empty template: no sample hooks.
  await run('init', '--quiet', '--template=');
  await run('symbolic-ref', 'HEAD', 'refs/heads/main');
  const bundleFile = join(making, 'tree.bundle');
  await writeFile(bundleFile, bundle);
  await run(
    'fetch',
    '--quiet',
    '--no-tags',
    '--update-head-ok',
    bundleFile,
    'refs/heads/main:refs/heads/main',
  );
  await rm(join(making, '.git', 'FETCH_HEAD'), { force: true });
  await mkdir(join(making, '.git', 'info'), { recursive: true });
  await appendFile(
    join(making, '.git', 'info', 'exclude'),
    `# Written by Millwright beside the project; they hold times and costs, which no commit should depend on.\n` +
      `${REPORTS.map((path) => `/${path}\n`).join('')}/${NOTES_FOLDER}/\n`,
  );
  // The index as of a checkout: the files are there already.
  await run('--work-tree', folder, 'reset', '--quiet', '--mixed');
  const commit = await run('rev-parse', 'refs/heads/main');
  await rename(join(making, '.git'), join(folder, '.git'));
  await rm(making, { recursive: true, force: true });
  return commit;
}
