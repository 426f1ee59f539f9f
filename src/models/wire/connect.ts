import { Agent, EnvHttpProxyAgent, fetch } from 'undici';

/** Waits are bounded by whoever reads the reply; the five minutes that `fetch` has of its own are too short for slow machines. */
const WAITS = { headersTimeout: 0, bodyTimeout: 0 };
/** A proxy is used where Node itself would use one. */
const PATIENT = process.env.NODE_USE_ENV_PROXY === '1' ? new EnvHttpProxyAgent(WAITS) : new Agent(WAITS);

/** `fetch` without time-outs of its own. @throws what `coded` makes of a failure. */
export async function connect(at: string | URL | Request, init: RequestInit | undefined): Promise<Response> {
  const url = at instanceof Request ? at.url : at;
  try {
    const { body, status, headers } = await fetch(url, { ...init, dispatcher: PATIENT });
    // Node's own class of the same name: what reads it asks for no other.
    return new Response(body, { status, headers: [...headers] });
  } catch (error) {
    throw init?.signal?.aborted === true ? error : coded(error);
  }
}

/**
 * The client takes every failure whose words, or whose cause's, speak of a time-out for one of its own, and drops the cause:
 * a connection that never came about would count as a call that was made. So the code stays, and the words go.
 */
export function coded(error: unknown): unknown {
  const cause: unknown = error instanceof Error ? error.cause : undefined;
  if (typeof cause !== 'object' || cause === null || !('code' in cause)) return error;
  const { code } = cause;
  return new TypeError('fetch failed', {
    cause: { code, ...('syscall' in cause ? { syscall: cause.syscall } : {}) },
  });
}
