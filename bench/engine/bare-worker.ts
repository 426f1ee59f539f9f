import { fileURLToPath } from 'node:url';
import { bundleWorkflowCode, DefaultLogger, NativeConnection, Worker } from '@temporalio/worker';

export const BARE_QUEUE = 'millwright-bench';

/** Serves the bare workflow; its activities are those of the product's workers. */
export async function createBareWorker(
  address: string,
  namespace: string,
): Promise<{ run(): Promise<void>; shutdown(): void }> {
  const workflowBundle = await bundleWorkflowCode({
    workflowsPath: fileURLToPath(new URL('./bare-workflow.js', import.meta.url)),
    logger: new DefaultLogger('WARN'),
  });
  const connection = await NativeConnection.connect({ address });
  const worker = await Worker.create({ connection, namespace, taskQueue: BARE_QUEUE, workflowBundle });
  return {
    run: async () => {
      try {
        await worker.run();
      } finally {
        await connection.close();
      }
    },
    shutdown: () => {
      worker.shutdown();
    },
  };
}
