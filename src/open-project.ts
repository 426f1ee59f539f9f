import { mkdir, mkdtemp } from 'node:fs/promises';
import { join } from 'node:path';
import { COMMAND_ENVIRONMENT } from './activities/run-command.js';
import { startService } from './activities/start-service.js';
import { materialize, readTreeContents } from './artifacts/tree-store.js';
import type { OpenedProject, OpenRequest } from './client/parts.js';
import type { homeFolders } from './config.js';
import { TYPESCRIPT_COMMANDS } from './languages/typescript/commands/typescript-commands.js';
import { createNpmToolchain } from './languages/typescript/toolchain/npm-toolchain.js';
import type { ArtifactStore } from './protocol/artifact-store.js';
import { lastWords, makeReachable } from './make-reachable.js';
import { MillwrightError } from './protocol/errors.js';
import { SERVICE_LIMITS } from './sandbox/default-limits.js';
import { probeSandbox } from './sandbox/probe-sandbox.js';
import { removeFolder } from './sandbox/remove-folder.js';
import { SERVICE_PORT } from './sandbox/service/service-port.js';
import { nextFreePort } from '../temporal-config/server/free-port.js';

const { script, packagesFolder } = TYPESCRIPT_COMMANDS;

/** How long a project has until it answers at all. */
const START_MS = 30_000;
const STOP_GRACE_MS = 5_000;
/** A person tries it for as long as they like: a day, so that a forgotten one ends. */
const OPEN_MS = 24 * 60 * 60 * 1000;

/**
 * Builds a delivered project in a sandbox, starts it and makes it answer on this machine's loopback.
 * @throws MillwrightError `SandboxUnavailable`, `ToolchainMissing`, or `GenerationError` when it does not build or start.
 */
export async function openProject(
  folders: ReturnType<typeof homeFolders>,
  offline: boolean,
  store: ArtifactStore,
  request: OpenRequest,
): Promise<OpenedProject> {
  const { signal, onProgress } = request;
  const probe = await probeSandbox({ choice: request.sandbox });
  if (!probe.available) {
    throw new MillwrightError('SandboxUnavailable', `No sandbox works here: ${probe.cause}. ${probe.remedy}`);
  }
  const { sandbox } = probe;
  const contents = await readTreeContents(store, request.tree);
  const toolchain = createNpmToolchain({ cacheFolder: folders.environments, offline });
  onProgress('Installing packages …');
  const decoder = new TextDecoder();
  const files = [...contents].map(([path, bytes]) => ({ path, content: decoder.decode(bytes) }));
  const environment = await toolchain.install(files, signal);

  await mkdir(folders.work, { recursive: true });
  const parent = await mkdtemp(join(folders.work, 'open-'));
  const project = join(parent, 'project');
  try {
    await materialize(store, request.tree, project);
    const place = {
      project,
      mounts: [{ source: join(environment.folder, packagesFolder), target: packagesFolder }],
      limits: { ...SERVICE_LIMITS, wallMs: OPEN_MS },
    };
    onProgress('Building …');
    const built = await sandbox.run(
      { ...place, command: script('build'), environment: COMMAND_ENVIRONMENT },
      signal,
    );
    if (built.exitCode !== 0)
      throw new MillwrightError('GenerationError', `The project does not build: ${lastWords(built)}`);
    onProgress('Starting …');
    // Without a sandbox it listens on this machine, among whatever else does.
    const port = sandbox.name === 'none' ? await nextFreePort(SERVICE_PORT) : SERVICE_PORT;
    const service = await startService(
      sandbox,
      {
        ...place,
        command: script('start'),
        environment: { HOST: '127.0.0.1', PORT: String(port), NODE_ENV: 'production' },
        port,
      },
      // Nothing ends it hard: an interruption has it stopped, with its grace.
      new AbortController().signal,
    );
    if (typeof service === 'string')
      throw new MillwrightError(
        'GenerationError',
        `The project was not started: ${service}. Open it once more.`,
      );
    const ended = service.ended.then((result) => ({ exitCode: result.exitCode, output: lastWords(result) }));
    const reachable = await makeReachable(
      service,
      request.port,
      { startMs: START_MS, graceMs: STOP_GRACE_MS },
      signal,
    );
    return {
      url: `http://127.0.0.1:${reachable}`,
      sandbox: sandbox.name,
      ended,
      stop: async () => {
        try {
          await service.stop(STOP_GRACE_MS);
        } finally {
          await removeFolder(parent);
        }
      },
    };
  } catch (error) {
    await removeFolder(parent);
    throw error;
  }
}
