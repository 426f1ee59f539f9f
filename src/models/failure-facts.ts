import { APIConnectionError, APIConnectionTimeoutError, APIError } from 'openai';
import { retryAfterMs, shouldRetry } from './retry-after.js';
import { withoutKeys, type SecretKey } from './secret-key.js';
import { upstreamOf } from './wire/error-body.js';
import { ExchangeFault, type FaultKind } from './wire/exchange.js';

/** What is kept of an endpoint's words. */
const MESSAGE_CHARACTERS = 400;

export type FailureKind =
  | FaultKind
  /** The endpoint answered with a status. */
  | 'status'
  /** It began to answer, and then said that it failed. */
  | 'stream'
  /** No connection came about. */
  | 'unreachable'
  /** It speaks no TLS, or has a certificate that is not to be trusted. */
  | 'untrusted'
  /** The connection broke after the call was sent. */
  | 'dropped';

/** What is known of a failed call, with no key in it. */
export interface FailureFacts {
  readonly kind: FailureKind;
  /** HTTP status; that which an error in a stream stands for; null: none. */
  readonly status: number | null;
  /** The endpoint's code and type, in lower case. */
  readonly code: string;
  readonly param: string;
  /** The endpoint's words on one line; '' when it said nothing. */
  readonly message: string;
  readonly retryAfterMs: number | undefined;
  readonly shouldRetry: boolean | undefined;
  /** Something of a reply had come before it failed. */
  readonly begun: boolean;
}

const NEVER_CONNECTED =
  /^(?:ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|EHOSTDOWN|ETIMEDOUT|UND_ERR_CONNECT_TIMEOUT)$/;
const NOT_TRUSTED = /CERT|SELF_SIGNED|UNABLE_TO_(?:VERIFY|GET_ISSUER)|ERR_TLS|ERR_SSL|EPROTO/;
const CAME_LATE = /^UND_ERR_(?:HEADERS|BODY)_TIMEOUT$/;

/**
 * What `error` says; undefined for one that is no failure of a call.
 * @param begun whether something of a reply had come before it.
 */
export function factsOf(error: unknown, key: SecretKey | null, begun: boolean): FailureFacts | undefined {
  const nothing = {
    status: null,
    code: '',
    param: '',
    retryAfterMs: undefined,
    shouldRetry: undefined,
    begun,
  };
  const words = (text: string): string => oneLine(withoutKeys(text, key));
  if (error instanceof ExchangeFault) return { ...nothing, kind: error.kind, message: words(error.message) };
  if (error instanceof APIConnectionTimeoutError) {
    return { ...nothing, kind: 'timeout', message: 'The connection timed out.' };
  }
  if (error instanceof APIError && !(error instanceof APIConnectionError)) {
    const said = error as APIError;
    const upstream = upstreamOf(said.error);
    // The endpoint's own comes first: in a stream it stands for the status.
    const code = [said.code, said.type, upstream?.code, upstream?.type]
      .map((each) => stringOf(each).toLowerCase())
      .join(' ');
    const message = [said.message.replace(/^\d{3} /, ''), stringOf(upstream?.message)]
      .filter((part) => part !== '')
      .join(': ');
    return {
      kind: said.status === undefined ? 'stream' : 'status',
      status: said.status ?? statusIn(code),
      code,
      param: stringOf(said.param ?? upstream?.param),
      message: words(message),
      retryAfterMs: retryAfterMs(said.headers),
      shouldRetry: shouldRetry(said.headers),
      begun,
    };
  }
  const system = systemCodeIn(error);
  if (system === undefined) return undefined;
  const kind =
    isOfConnecting(error) && NEVER_CONNECTED.test(system)
      ? 'unreachable'
      : NOT_TRUSTED.test(system)
        ? 'untrusted'
        : CAME_LATE.test(system)
          ? 'timeout'
          : 'dropped';
  return { ...nothing, kind, code: system.toLowerCase(), message: system };
}

/** Did it happen before the request was on its way? The same codes are those of connections that break later. */
function isOfConnecting(error: unknown): boolean {
  if (!(error instanceof APIConnectionError)) return false;
  for (let each: unknown = error; isObject(each); each = each.cause) {
    if (each.syscall === 'read' || each.syscall === 'write') return false;
  }
  return true;
}

/** The code of the system or of `fetch` in an error or its causes; 'CLOSED' for a connection that broke without one. */
function systemCodeIn(error: unknown): string | undefined {
  let found: string | undefined;
  // By shape: these errors come from Node's own realm, where `Error` may be another.
  for (let each = error; isObject(each); each = each.cause) {
    if (typeof each.code === 'string' && each.code !== '') return each.code;
    if (each instanceof APIConnectionError || /^(?:terminated|fetch failed)$/.test(stringOf(each.message))) {
      found = 'CLOSED';
    }
  }
  return found;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

/** An error inside a stream has a code instead of a status. */
function statusIn(code: string): number {
  const number = /\b([45]\d\d)\b/.exec(code)?.[1];
  if (number !== undefined) return Number(number);
  if (code.includes('insufficient_quota')) return 402;
  if (code.includes('rate_limit')) return 429;
  if (code.includes('overloaded')) return 529;
  return /invalid|context_length/.test(code) ? 400 : 500;
}

function stringOf(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

function oneLine(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length > MESSAGE_CHARACTERS ? `${line.slice(0, MESSAGE_CHARACTERS)} …` : line;
}
