import type { CliContext, CommandResult } from '../context.js';

/** Whether the local stack runs, and where. Starts nothing. */
export async function status(context: CliContext): Promise<CommandResult> {
  const { config } = context;
  const found = await context.stack.status(config.home);
  return {
    exitCode: 0,
    json: { home: config.home, temporalAddress: config.temporalAddress ?? null, ...found },
    lines: ({ colors }) => {
      const row = (name: string, value: string | number | null): string[] =>
        value === null ? [] : [`  ${name.padEnd(8)} ${value}`];
      const rows = [
        ...row('home', config.home),
        ...row('server', found.address),
        ...row('Web UI', found.uiUrl),
        ...row('host', found.hostPid === null ? null : `process ${found.hostPid}`),
        ...row('worker', found.workerPid === null ? null : `process ${found.workerPid}`),
        ...row('version', found.version),
      ];
      if (config.temporalAddress !== undefined) {
        return [
          `TEMPORAL_ADDRESS names the server: ${config.temporalAddress}, namespace ${config.namespace}`,
          ...rows,
        ];
      }
      return found.running
        ? [colors.green('The local stack runs.'), ...rows]
        : [
            'The local stack does not run. "millwright dev" starts it; "generate" and "follow" do so by themselves.',
            ...rows,
          ];
    },
  };
}
