import { proveApi } from '../evidence/prove-api.js';
import { proveCli } from '../evidence/prove-cli.js';
import { proveLibrary } from '../evidence/prove-library.js';
import type { ProofStep } from '../protocol/evidence.js';
import type { ProofRecipe } from '../protocol/plan.js';
import { SERVICE_LIMITS } from '../sandbox/default-limits.js';
import { freePort } from '../sandbox/service/loopback.js';
import { SERVICE_PORT } from '../sandbox/service/service-port.js';
import { packageOf, type ProvedWorkspace } from './package-under-proof.js';
import { outputOf, runCommand } from './run-command.js';
import { startService } from './start-service.js';

/** Shows in the sandbox that the project works as a whole, as its kind is to. */
export async function proveProject(
  workspace: ProvedWorkspace,
  recipe: Exclude<ProofRecipe, { kind: 'none' }>,
  signal: AbortSignal,
): Promise<readonly ProofStep[]> {
  const build = workspace.language.commands.script(recipe.build);
  switch (recipe.kind) {
    case 'api':
      return proveApi(
        {
          build: async () => {
            const result = await runCommand(workspace, build, signal);
            return { exitCode: result.exitCode, output: outputOf(result) };
          },
          start: () => serve(workspace, recipe.start, signal),
        },
        recipe,
      );
    case 'cli': {
      const installed = await packageOf(workspace, build, signal);
      const { program } = workspace.language.commands.packaging;
      return proveCli(
        { ...installed, run: (args) => installed.inside([program(workspace.plan.name), ...args]) },
        recipe,
      );
    }
    case 'library': {
      const { types, call, consumer } = workspace.language.commands.packaging;
      const installed = await packageOf(workspace, build, signal, consumer(recipe.consumer));
      return proveLibrary(
        {
          ...installed,
          types: async () => {
            const end = await installed.inside(types.command);
            const errors = types.read(workspace.plan.name, end.stdout);
            const isReadable = end.exitCode === 0 || end.stdout.includes('error TS');
            return isReadable ? errors : [`the compiler could not be run: ${end.stderr.trim()}`];
          },
          call: () => installed.inside(call),
        },
        recipe,
      );
    }
  }
}

async function serve(
  workspace: ProvedWorkspace,
  script: string,
  signal: AbortSignal,
): ReturnType<Parameters<typeof proveApi>[0]['start']> {
  const { folder, mounts, sandbox, language } = workspace;
  // Without a sandbox it listens on this machine, among whatever else does.
  const amongOthers = sandbox.name === 'none';
  const port = amongOthers ? await freePort(SERVICE_PORT) : SERVICE_PORT;
  const service = await startService(
    sandbox,
    {
      project: folder,
      mounts,
      command: language.commands.script(script),
      environment: { HOST: '127.0.0.1', PORT: String(port), NODE_ENV: 'production' },
      limits: SERVICE_LIMITS,
      port,
    },
    signal,
  );
  if (typeof service === 'string') return service;
  return {
    amongOthers,
    request: ({ method, path, body }, timeoutMs) =>
      service.request({ method, path, timeoutMs, ...(body === undefined ? {} : { body }) }),
    stop: async (graceMs) => {
      const result = await service.stop(graceMs);
      return {
        stoppedBySigterm: result.stoppedBySigterm,
        leftBehind: result.leftBehind,
        exitCode: result.exitCode,
        output: outputOf(result),
      };
    },
    ended: service.ended.then((result) => ({ output: outputOf(result) })),
  };
}
