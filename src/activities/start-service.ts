import type { Sandbox, SandboxService } from '../sandbox/sandbox.js';
import { TakenPortError } from '../sandbox/service/taken-port-error.js';

/** Starts a service. Resolves to a sentence where something else has its port, so that what answers there is not the service. */
export async function startService(
  sandbox: Sandbox,
  ...started: Parameters<Sandbox['serve']>
): Promise<SandboxService | string> {
  try {
    return await sandbox.serve(...started);
  } catch (error) {
    if (error instanceof TakenPortError) return error.message;
    throw error;
  }
}
