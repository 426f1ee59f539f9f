import { isAlive } from './process-identity.js';
import { readStackRecord } from './stack-record.js';
import type { StackStatus } from './stack.js';

/** What a person is told of the local stack of `home`. */
export async function stackStatus(home: string): Promise<StackStatus> {
  const record = await readStackRecord(home);
  if (record === undefined || record.state === 'ended' || !(await isAlive(record.host))) {
    return {
      running: false,
      address: null,
      uiUrl: null,
      hostPid: null,
      serverPid: null,
      workerPid: null,
      version: null,
      namespace: null,
    };
  }
  return {
    running: record.state === 'ready',
    address: `127.0.0.1:${record.serverPort}`,
    uiUrl: `http://127.0.0.1:${record.uiPort}`,
    hostPid: record.host.pid,
    serverPid: record.server?.pid ?? null,
    workerPid: record.worker?.pid ?? null,
    version: record.version,
    namespace: record.namespace,
  };
}
