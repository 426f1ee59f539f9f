import type { Client } from '@temporalio/client';
import { decodeArrayFromPayloads } from '@temporalio/common/lib/internal-non-workflow/index.js';
import { generateInputSchema, type GenerateOptions } from '../../protocol/generate-input.js';
import { isNotFound } from './server-errors.js';

/**
 * What the run that is open under `workflowId` was started with, from the first event of its history, every default filled in;
 * undefined where none is open, or it was started with what this version does not read.
 */
export async function inputOfOpenRun(
  client: Client,
  workflowId: string,
): Promise<GenerateOptions | undefined> {
  try {
    const { status } = await client.workflow.getHandle(workflowId).describe();
    if (status.name !== 'RUNNING' && status.name !== 'PAUSED') return undefined;
    const { history } = await client.workflowService.getWorkflowExecutionHistory({
      namespace: client.options.namespace,
      execution: { workflowId },
      maximumPageSize: 1,
    });
    const payloads = history?.events?.[0]?.workflowExecutionStartedEventAttributes?.input?.payloads;
    const [input] = await decodeArrayFromPayloads(client.options.loadedDataConverter, payloads);
    return generateInputSchema.safeParse(input).data;
  } catch (error) {
    if (isNotFound(error)) return undefined;
    throw error;
  }
}
