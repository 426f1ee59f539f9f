// Has Temporal's SDK download the CLI into a folder, which it does on the way to starting a server from it. A process of
// its own, because the download cannot be cancelled otherwise. The executable is FOLDER/temporal-vVERSION then.
//
// Usage: node download-cli.mjs VERSION FOLDER
import { TestWorkflowEnvironment } from '@temporalio/testing';

// A proxy is for the download; the client that then asks the server, on this machine, would go through it too.
process.env.no_grpc_proxy = '127.0.0.1';
const [version, downloadDir] = process.argv.slice(2);
try {
  const environment = await TestWorkflowEnvironment.createLocal({
    server: { executable: { type: 'cached-download', version: `v${version}`, downloadDir } },
  });
  await environment.teardown();
} catch (error) {
  process.stderr.write(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}
