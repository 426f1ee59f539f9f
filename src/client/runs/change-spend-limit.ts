import type { Client } from '@temporalio/client';
import type { LimitChange } from '../../protocol/messages.js';
import { UPDATES } from '../../protocol/names.js';

/** Sets what an open run may spend on models, in US dollars, and waits until that counts. */
export async function changeSpendLimit(client: Client, workflowId: string, costUsd: number): Promise<void> {
  const change: LimitChange = { costUsd };
  await client.workflow.getHandle(workflowId).executeUpdate(UPDATES.changeLimits, { args: [change] });
}
