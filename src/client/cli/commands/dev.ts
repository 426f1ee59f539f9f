import { once } from 'node:events';
import type { CliContext, CommandResult } from '../context.js';
import { withSession } from '../session.js';

/** Hosts the stack until Ctrl-C. Runs that were cut go on. */
export async function dev(context: CliContext): Promise<CommandResult> {
  const { config, display, interrupted } = context;
  const status = await context.stack.status(config.home);
  return withSession(context, { worker: true, onInterrupt: null }, async (session) => {
    display.line(
      session.hosting()
        ? `Temporal serves at ${session.address}, with a worker.`
        : `Joined the stack at ${session.address}${status.hostPid === null ? '' : `, which process ${status.hostPid} hosts`}; it is taken over when that ends.`,
    );
    if (session.uiUrl !== null) display.line(`Web UI: ${session.uiUrl}/namespaces/${config.namespace}`);
    display.line(`State: ${config.home}`);
    display.line('Ctrl-C stops it. Runs that are open are kept.');
    const { address, uiUrl } = session;
    context.announce({ address, uiUrl, namespace: config.namespace, home: config.home });
    if (!interrupted.aborted) await once(interrupted, 'abort');
    return { exitCode: 0, json: undefined, lines: () => [] };
  });
}
