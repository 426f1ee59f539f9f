import { messageOf } from '../../protocol/errors.js';
import { parseCurl, type CurlRequest } from './parse-curl.js';
import { failed, passed, unproven, type Outcome } from './outcome.js';

/** How long a service that the README starts has until it answers anything. */
const START_MS = 30_000;
const POLL_MS = 100;
const REQUEST_MS = 10_000;
const LOOPBACK = /^(?:localhost|127\.0\.0\.1|\[::1\])$/;

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

/** A line that starts what goes on running. */
export interface StartLine {
  readonly line: string;
  /** Where the service listens. */
  readonly port: number;
  /** Statements that stand before it. */
  readonly before: string;
  /** Milliseconds that it runs at most: longer than anything is asked of it. */
  readonly wallMs: number;
}

/** What was started, and where it listens. */
export interface RunningService {
  readonly handle: StartedService;
  readonly port: number;
}

type Variables = ReadonlyMap<string, string>;

/** The request of a curl line; why not, when it is not understood. */
function curlOf(line: string, variables: Variables): CurlRequest | string {
  try {
    return parseCurl(line, variables);
  } catch (error) {
    return messageOf(error);
  }
}

/** The port of this machine that a line asks, if it asks one. */
export function portAsked(line: string, variables: Variables): number | undefined {
  const request = curlOf(line, variables);
  return typeof request === 'object' && LOOPBACK.test(request.host) ? request.port : undefined;
}

/** Waits until a service that was started answers anything. @param now milliseconds of the clock. */
export async function waitForAnswer({ handle, port }: RunningService, now: () => number): Promise<Outcome> {
  const end = now() + START_MS;
  let why = 'it never answered';
  while (now() < end) {
    try {
      const request = { method: 'GET', path: '/', headers: {}, body: undefined };
      const { status } = await handle.request(request, REQUEST_MS);
      return passed(`started, and answers (GET / with ${status})`);
    } catch (error) {
      why = messageOf(error);
    }
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
  return failed(`nothing answers on port ${port}`, why);
}

/** What a curl line shows of the service. */
export async function askService(
  line: string,
  variables: Variables,
  page: {
    /** What the page says around the line. */
    readonly about: string;
    /** Ports that other lines set for what they start. */
    readonly others: ReadonlySet<number>;
  },
  service: RunningService | undefined,
): Promise<Outcome> {
  const request = curlOf(line, variables);
  if (typeof request === 'string') return unproven(request);
  if (!LOOPBACK.test(request.host)) return unproven('it needs a network, which the sandbox does not have');
  if (service === undefined) return unproven('nothing was started before it');
  if (request.port !== service.port) {
    const detail = `it asks port ${request.port}, and the service is on ${service.port}`;
    return page.others.has(request.port) ? unproven(detail) : { outcome: 'failed', detail };
  }
  try {
    const { status, body } = await service.handle.request(request, REQUEST_MS);
    return isMeant(status, request, page.about)
      ? passed(`answered ${status}`)
      : failed(`answered ${status}`, body);
  } catch (error) {
    return failed('it was not answered', messageOf(error));
  }
}

/**
 * A refusal that the README speaks of where it asks is an example of one; curl ends well on it, unless it was told to fail.
 */
function isMeant(status: number, { fails }: CurlRequest, about: string): boolean {
  if (status < 400) return true;
  return status < 500 && !fails && new RegExp(`\\b${status}\\b`).test(about);
}
