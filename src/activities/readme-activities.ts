import {
  followReadme,
  type LineRun,
  type StartedService,
  type StartLine,
} from '../evidence/readme/follow-readme.js';
import type { Activities } from '../protocol/activities.js';
import type { ProofStep } from '../protocol/evidence.js';
import { SERVICE_LIMITS } from '../sandbox/default-limits.js';
import { readProjectFile } from '../sandbox/read-project-file.js';
import { SERVICE_PORT } from '../sandbox/service/service-port.js';
import type { Parts } from './parts.js';
import type { Project } from './project.js';
import { runActivity } from './run-activity.js';
import { outputOf, runCommand } from './run-command.js';
import { startService } from './start-service.js';
import { inWorkspace, type Workspace } from './workspace.js';

const README = 'README.md';
const README_BYTES = 1024 * 1024;

/** Does what the delivered README says, in a folder that holds the delivered tree and nothing else. */
export function readmeActivities(parts: Parts, project: Project): Pick<Activities, 'followReadme'> {
  return {
    followReadme: (input) =>
      runActivity(async (signal) => {
        const done = await inWorkspace(parts, project, input, signal, async (workspace) => {
          const markdown = await readProjectFile(workspace.folder, README, README_BYTES);
          if (markdown === undefined) return [];
          const { scriptLine } = workspace.language.commands;
          const known = new Map(
            Object.entries(input.ran).map(([script, { outcome, detail }]) => [
              scriptLine(script),
              { outcome, detail },
            ]),
          );
          return followReadme(markdown, {
            known,
            name: workspace.plan.name,
            port: SERVICE_PORT,
            starts:
              workspace.plan.kind === 'api' || workspace.plan.kind === 'fullstack'
                ? [scriptLine('start')]
                : [],
            now: () => Date.now(),
            run: (script, wallMs) => runScript(workspace, script, wallMs, signal),
            start: (started) => startLine(workspace, started, signal),
          });
        });
        return { steps: 'unproven' in done ? [unproven(done.unproven)] : done.result };
      }),
  };
}

function unproven(detail: string): ProofStep {
  return { step: README, outcome: 'unproven', detail };
}

async function runScript(
  workspace: Workspace,
  script: string,
  wallMs: number,
  signal: AbortSignal,
): Promise<LineRun> {
  const result = await runCommand(workspace, ['sh', '-c', script], signal, wallMs);
  const { exitCode, stdout, exceeded } = result;
  return { exitCode, output: outputOf(result), stdout, timedOut: exceeded === 'wall' };
}

/**
 * A port other than the usual one is the service's own default, or set in the line, as for whoever types it: nothing here tells
 * the service of it.
 */
async function startLine(
  { folder, mounts, sandbox }: Workspace,
  { line, port, before, wallMs }: StartLine,
  signal: AbortSignal,
): Promise<StartedService | string> {
  const service = await startService(
    sandbox,
    {
      project: folder,
      mounts,
      command: ['sh', '-c', `${before}exec env ${line}`],
      environment: {
        HOST: '127.0.0.1',
        NODE_ENV: 'production',
        ...(port === SERVICE_PORT ? { PORT: String(port) } : {}),
      },
      limits: { ...SERVICE_LIMITS, wallMs },
      port,
    },
    signal,
  );
  if (typeof service === 'string') return service;
  return {
    request: ({ method, path, headers, body }, timeoutMs) =>
      service.request({
        method,
        path,
        headers,
        timeoutMs,
        ...(body === undefined ? {} : { rawBody: body }),
      }),
    stop: (graceMs) => service.stop(graceMs),
  };
}
