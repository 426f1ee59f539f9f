import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundleWorkflowCode, DefaultLogger, type WorkflowBundleOption } from '@temporalio/worker';

const root = fileURLToPath(new URL('../../', import.meta.url));

async function newestSource(): Promise<number> {
  const times = await Promise.all(
    ['src/workflows', 'src/protocol'].map(async (folder) => {
      const files = await readdir(join(root, folder), { recursive: true });
      return Promise.all(files.map(async (file) => (await stat(join(root, folder, file))).mtimeMs));
    }),
  );
  return Math.max(...times.flat());
}

/** The workflow code as workers run it: the bundle of the last build where it is up to date, else one made now. */
export async function workflowBundle(): Promise<WorkflowBundleOption> {
  const codePath = join(root, 'dist', 'workflow-bundle.js');
  const built = await stat(codePath).then(
    ({ mtimeMs }) => mtimeMs,
    () => 0,
  );
  if (built > (await newestSource())) return { codePath };
  return bundleWorkflowCode({
    workflowsPath: join(root, 'src', 'workflows', 'index.ts'),
    logger: new DefaultLogger('ERROR'),
  });
}
