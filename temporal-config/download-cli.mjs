// Has Temporal's SDK download the CLI into a folder, which it does on the way to starting a server from it. A process of
// its own, because the download cannot be cancelled otherwise. Prints the path of the executable.
//
// Usage: node download-cli.mjs VERSION FOLDER
import { join } from 'node:path';
import { TestWorkflowEnvironment } from '@temporalio/testing';

const [version, downloadDir] = process.argv.slice(2);
try {
  const environment = await TestWorkflowEnvironment.createLocal({
    server: { executable: { type: 'cached-download', version: `v${version}`, downloadDir } },
  });
  await environment.teardown();
  process.stdout.write(join(downloadDir, `temporal-v${version}`));
} catch (error) {
  process.stderr.write(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}
