import type { ProofStep } from '../../protocol/evidence.js';
import { parseCurl, type CurlRequest } from './parse-curl.js';
import { readmeCommands } from './readme-commands.js';

/** How long a service that the README starts has until it answers anything. */
const START_MS = 30_000;
const POLL_MS = 100;
const REQUEST_MS = 10_000;
const STOP_GRACE_MS = 5_000;
const DETAIL_CHARACTERS = 400;
/** Commands of one README that are run; a longer one is no longer a README. */
const MOST_COMMANDS = 40;
/** Of one command, and of all: whoever reads a README does not wait longer either. */
const COMMAND_MS = 60_000;
const README_MS = 8 * 60_000;

export interface StartedService {
  request(
    request: {
      readonly method: string;
      readonly path: string;
      readonly headers: Readonly<Record<string, string>>;
      readonly body: string | undefined;
    },
    timeoutMs: number,
  ): Promise<{ readonly status: number; readonly body: string }>;
  stop(graceMs: number): Promise<unknown>;
}

export interface LineRun {
  readonly exitCode: number | null;
  readonly output: string;
  /** It was ended because it did not end by itself. */
  readonly timedOut: boolean;
}

/** What following a README needs of a sandbox. */
export interface ReadmeUnderProof {
  /** Runs one line by the shell, in the project, for so many milliseconds at most. */
  run(line: string, wallMs: number): Promise<LineRun>;
  /** Starts what a line starts and goes on running; the service listens on `port`. */
  start(line: string, port: number): Promise<StartedService>;
  /** Where a service listens when the README asks none. */
  readonly port: number;
  /** Lines that start a service and do not end by themselves. */
  readonly starts: readonly string[];
  /** What verification has run already, by line. */
  readonly known: ReadonlyMap<string, Omit<ProofStep, 'step'>>;
  /** Milliseconds of the clock. */
  now(): number;
}

/** What a sandbox without a network cannot do. */
const NEEDS_NETWORK =
  /^(?:npm (?:ci|i|install|add|exec|publish|audit|update)\b|npx\b|docker\b|podman\b|git (?:clone|push|pull|fetch)\b|wget\b|pip\b|brew\b|apt(?:-get)?\b)/;
const LOOPBACK = /^(?:localhost|127\.0\.0\.1|\[::1\])$/;
/** Settings in front of a command: `PORT=8080 npm start`. */
const SETTINGS = /^(?:[A-Za-z_]\w*=\S* +)+/;

/** The port that a line sets for what it starts. */
function portSet(line: string): number | undefined {
  const port = /(?:^| )PORT=["']?(\d+)["']? /.exec(SETTINGS.exec(line)?.[0] ?? '')?.[1];
  return port === undefined ? undefined : Number(port);
}

/** What was started, and where it listens. */
interface Running {
  service?: { readonly handle: StartedService; readonly port: number };
}

/**
 * Runs every command of a README as somebody would who reads it from top to bottom, each a step named for it. What
 * verification ran already is not run again, and what needs a network is unproven.
 */
export async function followReadme(
  markdown: string,
  project: ReadmeUnderProof,
): Promise<readonly ProofStep[]> {
  const steps: ProofStep[] = [];
  const lines = [...new Set(readmeCommands(markdown).slice(0, MOST_COMMANDS))];
  const page: Page = {
    markdown,
    port: portAsked(lines) ?? project.port,
    others: new Set(lines.flatMap((line) => portSet(line) ?? [])),
  };
  const running: Running = {};
  const end = project.now() + README_MS;
  try {
    for (const line of lines) {
      const done =
        project.now() < end
          ? await follow(line, project, page, running)
          : unproven(`the commands before it took ${README_MS / 60_000} minutes`);
      steps.push({ step: line, ...done });
    }
  } finally {
    await running.service?.handle.stop(STOP_GRACE_MS);
  }
  return steps;
}

interface Page {
  readonly markdown: string;
  /** Where its service listens, by its own words. */
  readonly port: number;
  /** Ports that its lines set for what they start. */
  readonly others: ReadonlySet<number>;
}

/** The port of the first line that asks a service on this machine. */
function portAsked(lines: readonly string[]): number | undefined {
  for (const line of lines) {
    const request = curlOf(line);
    if (typeof request === 'object' && LOOPBACK.test(request.host)) return request.port;
  }
  return undefined;
}

/** The request of a curl line; why not, when it is not understood. */
function curlOf(line: string): CurlRequest | string {
  try {
    return parseCurl(line);
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

async function follow(
  line: string,
  project: ReadmeUnderProof,
  page: Page,
  running: Running,
): Promise<Omit<ProofStep, 'step'>> {
  if (NEEDS_NETWORK.test(line)) return unproven('it needs a network, which the sandbox does not have');
  if (/<[\w -]+>|\bYOUR_|…/.test(line)) return unproven('it has something to fill in');
  const known = project.known.get(line);
  if (known !== undefined) return known;
  if (line.startsWith('curl ')) return ask(line, page, running.service);
  try {
    if (project.starts.includes(line.replace(SETTINGS, ''))) {
      const port = portSet(line) ?? page.port;
      if (running.service !== undefined)
        return running.service.port === port
          ? { outcome: 'passed', detail: 'it runs already' }
          : unproven(`it runs already, on port ${running.service.port}`);
      const handle = await project.start(line, port);
      running.service = { handle, port };
      return await waitForAnswer(handle, port);
    }
    const { exitCode, output, timedOut } = await project.run(line, COMMAND_MS);
    if (timedOut) return unproven(`it did not end by itself within ${COMMAND_MS / 1000} s`);
    return exitCode === 0
      ? { outcome: 'passed', detail: 'ended with exit code 0' }
      : { outcome: 'failed', detail: `ended with exit code ${exitCode ?? 'none'}: ${tail(output)}` };
  } catch (error) {
    return { outcome: 'failed', detail: tail(error instanceof Error ? error.message : String(error)) };
  }
}

async function waitForAnswer(service: StartedService, port: number): Promise<Omit<ProofStep, 'step'>> {
  const end = Date.now() + START_MS;
  let why = 'it never answered';
  while (Date.now() < end) {
    try {
      const { status } = await service.request(
        { method: 'GET', path: '/', headers: {}, body: undefined },
        REQUEST_MS,
      );
      return { outcome: 'passed', detail: `started, and answers (GET / with ${status})` };
    } catch (error) {
      why = error instanceof Error ? error.message : String(error);
    }
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
  return { outcome: 'failed', detail: `nothing answers on port ${port}: ${tail(why)}` };
}

async function ask(
  line: string,
  { markdown, others }: Page,
  service: Running['service'],
): Promise<Omit<ProofStep, 'step'>> {
  const request = curlOf(line);
  if (typeof request === 'string') return unproven(request);
  if (!LOOPBACK.test(request.host)) return unproven('it needs a network, which the sandbox does not have');
  if (service === undefined) return unproven('nothing was started before it');
  if (request.port !== service.port) {
    const detail = `it asks port ${request.port}, and the service is on ${service.port}`;
    return others.has(request.port) ? unproven(detail) : { outcome: 'failed', detail };
  }
  try {
    const { status, body } = await service.handle.request(request, REQUEST_MS);
    return isMeant(status, request, markdown)
      ? { outcome: 'passed', detail: `answered ${status}` }
      : { outcome: 'failed', detail: `answered ${status}: ${tail(body)}` };
  } catch (error) {
    return { outcome: 'failed', detail: tail(error instanceof Error ? error.message : String(error)) };
  }
}

/** A refusal that the README speaks of is an example of one; curl ends well on it, unless it was told to fail. */
function isMeant(status: number, { fails }: CurlRequest, markdown: string): boolean {
  if (status < 400) return true;
  return status < 500 && !fails && new RegExp(`\\b${status}\\b`).test(markdown);
}

function unproven(detail: string): Omit<ProofStep, 'step'> {
  return { outcome: 'unproven', detail };
}

function tail(output: string): string {
  return output.trim().slice(-DETAIL_CHARACTERS);
}
