import { followReadme, type StartedService } from '../evidence/readme/follow-readme.js';
import type { Activities } from '../protocol/activities.js';
import type { ProofStep } from '../protocol/evidence.js';
import { SERVICE_LIMITS } from '../sandbox/default-limits.js';
import { readProjectFile } from '../sandbox/read-project-file.js';
import type { Parts } from './parts.js';
import type { Project } from './project.js';
import { runActivity } from './run-activity.js';
import { outputOf, runCommand } from './run-command.js';
import { inWorkspace, type Workspace } from './workspace.js';

const README = 'README.md';
const README_BYTES = 1024 * 1024;
/** Where a service of the README listens: the port that is written in it. */
const SERVICE_PORT = 3000;

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
            port: SERVICE_PORT,
            starts:
              workspace.plan.kind === 'api' || workspace.plan.kind === 'fullstack'
                ? [scriptLine('start')]
                : [],
            run: (line) => runLine(workspace, line, signal),
            start: (line) => startLine(workspace, line, signal),
          });
        });
        return { steps: 'unproven' in done ? [unproven(done.unproven)] : done.result };
      }),
  };
}

function unproven(detail: string): ProofStep {
  return { step: README, outcome: 'unproven', detail };
}

async function runLine(
  workspace: Workspace,
  line: string,
  signal: AbortSignal,
): Promise<{ readonly exitCode: number | null; readonly output: string }> {
  const result = await runCommand(workspace, ['sh', '-c', line], signal);
  return { exitCode: result.exitCode, output: outputOf(result) };
}

async function startLine(
  { folder, mounts, sandbox }: Workspace,
  line: string,
  signal: AbortSignal,
): Promise<StartedService> {
  const service = await sandbox.serve(
    {
      project: folder,
      mounts,
      command: ['sh', '-c', `exec ${line}`],
      environment: { HOST: '127.0.0.1', PORT: String(SERVICE_PORT), NODE_ENV: 'production' },
      limits: SERVICE_LIMITS,
      port: SERVICE_PORT,
    },
    signal,
  );
  return {
    request: ({ method, path, headers, body }, timeoutMs) =>
      service.request({
        method,
        path,
        headers,
        timeoutMs,
        ...(body === undefined ? {} : { body: asJson(body) }),
      }),
    stop: (graceMs) => service.stop(graceMs),
  };
}

/** A body that is JSON is sent as that; any other as it stands, which a service that takes JSON refuses. */
function asJson(body: string): unknown {
  try {
    return JSON.parse(body) as unknown;
  } catch {
    return body;
  }
}
