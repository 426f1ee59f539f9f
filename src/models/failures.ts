import type { MillwrightError } from '../protocol/errors.js';
import type { FailureFacts } from './failure-facts.js';
import { unavailable, type FailedCall, type FailureReason } from './unavailable.js';

interface FailureRow {
  readonly reason: FailureReason;
  readonly when: (facts: FailureFacts) => boolean;
  /** May the same call work later? */
  readonly transient: boolean;
  /** May it have been charged? */
  readonly billed: boolean;
  /** What happened, in a few words that follow the endpoint's name. */
  readonly what: string;
  /** What to do. */
  readonly advice: (call: FailedCall, facts: FailureFacts) => string;
}

const later = (): string => 'The call is made again; if it stays so, look at the provider’s status page.';
const settings = 'millwright.config.yaml (docs/models.md)';
/** What it failed of may pass, and the endpoint says that it does not (`x-should-retry: false`). */
const NO_RETRY =
  'It says that no other try helps, so the call is not made again: look at what your account with the provider may do, or name another endpoint.';

const TOO_LONG =
  /context[_ ](?:length|size|window|limit)|maximum (?:context|prompt length)|prompt is too long|input is too long|input token count|exceed_context|request too large|request_too_large|reduce the length|tokens must be at least 1, got -/;
const NO_MONEY =
  /insufficient_quota|billing_|insufficient[_ ](?:balance|funds|credits?)|credit balance is too low/;
const DECLINED = /content_filter|content_policy|content management policy|invalid_prompt|input was flagged/;

/** "Could not finish the message because max_tokens or model output limit was reached. Please try again with higher max_tokens." */
const CUT_OFF = /could not finish the message because max_|model output limit was reached/;

const words = ({ code, message }: FailureFacts): string => `${code} ${message.toLowerCase()}`;
const status =
  (...statuses: readonly number[]) =>
  (facts: FailureFacts): boolean =>
    facts.status !== null && statuses.includes(facts.status);
const kind =
  (wanted: FailureFacts['kind']) =>
  (facts: FailureFacts): boolean =>
    facts.kind === wanted;

/** The first row that fits decides. */
export const FAILURES: readonly FailureRow[] = [
  {
    reason: 'context-too-long',
    when: (facts) => isTooLong(facts),
    transient: false,
    billed: false,
    what: 'cannot take a prompt of this length',
    advice: () => 'The prompt has to be shorter, or the model one with a longer context.',
  },
  {
    reason: 'quota',
    // By the code: some providers word a limit a minute as if the month's were used up.
    when: (facts) =>
      !isForLater(facts) &&
      (facts.status === 402 ||
        (isRefusal(facts) && NO_MONEY.test(facts.status === 429 ? facts.code : words(facts)))),
    transient: false,
    billed: false,
    what: 'has no credit left for this key',
    advice: () => 'Add credit with the provider, or name another endpoint.',
  },
  {
    reason: 'key',
    when: status(401),
    transient: false,
    billed: false,
    what: 'does not accept the key',
    advice: ({ keyFrom }) =>
      keyFrom === null
        ? `Name the environment variable that has a key: keyFrom in ${settings}.`
        : `Put a valid key into ${keyFrom}.`,
  },
  {
    reason: 'forbidden',
    when: status(403),
    transient: false,
    billed: false,
    what: 'does not allow this call',
    advice: ({ model }) => `Check that the key may use ${model}, and that the provider serves your region.`,
  },
  {
    reason: 'other-api',
    when: (facts) => isRefusal(facts) && /v1\/responses\b/.test(facts.message),
    transient: false,
    billed: false,
    what: 'serves this model over Responses only',
    advice: () => 'Set MILLWRIGHT_MODEL_API=responses, or api: responses at the endpoint.',
  },
  {
    reason: 'not-found',
    when: status(404, 405, 410),
    transient: false,
    billed: false,
    what: 'does not know the model or the address',
    advice: ({ model }) =>
      `Check the name ${model} (MILLWRIGHT_MODEL) and the base URL (it usually ends with /v1).`,
  },
  {
    reason: 'timeout',
    when: (facts) => facts.kind === 'timeout' || status(408, 504, 524)(facts),
    transient: true,
    billed: true,
    what: 'did not answer in time',
    advice: later,
  },
  {
    reason: 'conflict',
    when: status(409),
    transient: true,
    billed: false,
    what: 'is busy with a conflicting call',
    advice: later,
  },
  {
    reason: 'rate-limit',
    when: (facts) => facts.status === 429 || isForLater(facts),
    transient: true,
    billed: false,
    what: 'takes no more calls for now',
    advice: () => `The call is made again later; callsPerMinute in ${settings} makes fewer calls.`,
  },
  {
    reason: 'overloaded',
    when: status(503, 529),
    transient: true,
    billed: false,
    what: 'is overloaded',
    advice: later,
  },
  {
    reason: 'server',
    // No provider charges for an answer that is an error.
    when: (facts) => facts.status !== null && facts.status >= 500,
    transient: true,
    billed: false,
    what: 'failed',
    advice: later,
  },
  {
    reason: 'bad-request',
    when: (facts) => facts.status !== null,
    transient: false,
    billed: false,
    what: 'refuses the call',
    advice: ({ model }) =>
      `If ${model} needs other fields, say so: overrides, profile in ${settings}; "millwright models test" tries it.`,
  },
  {
    reason: 'unreachable',
    when: kind('unreachable'),
    transient: true,
    billed: false,
    what: 'cannot be reached',
    advice: () => 'Check that it runs, the base URL, and this machine’s network.',
  },
  {
    reason: 'untrusted',
    when: kind('untrusted'),
    transient: false,
    billed: false,
    what: 'cannot be reached over TLS',
    advice: () =>
      'Check whether the base URL is http or https; NODE_EXTRA_CA_CERTS names a certificate authority of your own.',
  },
  {
    reason: 'dropped',
    when: kind('dropped'),
    transient: true,
    billed: true,
    what: 'broke the connection',
    advice: later,
  },
  {
    reason: 'cut',
    when: kind('cut'),
    transient: true,
    billed: true,
    what: 'broke off in the middle of its reply',
    advice: later,
  },
  {
    reason: 'garbled',
    when: kind('garbled'),
    transient: true,
    billed: true,
    what: 'sent what cannot be read',
    advice: later,
  },
  {
    reason: 'no-reply',
    when: kind('no-reply'),
    transient: true,
    billed: false,
    what: 'called it a success and sent no reply',
    advice: () =>
      'The call is made again; if it stays so, check key, base URL and API (MILLWRIGHT_MODEL_API) by what it says.',
  },
  {
    reason: 'endless',
    when: kind('endless'),
    transient: false,
    billed: true,
    what: 'sent a reply without an end',
    advice: () => 'Look at the model: it ignores the limit that it was given.',
  },
  {
    reason: 'no-api',
    when: kind('no-api'),
    transient: false,
    billed: false,
    what: 'is not an OpenAI-compatible API',
    advice: () => 'Check the base URL: it usually ends with /v1.',
  },
];

/** Does the prompt, with the room for its reply, not fit into the model's context? */
export function isTooLong(facts: FailureFacts): boolean {
  return facts.status === 413 || (isRefusal(facts) && TOO_LONG.test(words(facts)));
}

/** Did a filter of the provider refuse the prompt for what it says? Then the same prompt is refused by every attempt. */
export function isDeclined(facts: FailureFacts): boolean {
  const { status: code, kind } = facts;
  return (code === 400 || code === 403 || kind === 'stream') && DECLINED.test(words(facts));
}

/**
 * Did the model use up the room for its reply before it had begun to answer? Some endpoints tell of thoughts that took all of it as
 * of a wrong request.
 */
export function isCutOff(facts: FailureFacts): boolean {
  return facts.status === 400 && CUT_OFF.test(words(facts));
}

/** Is credit set aside for calls that are under way, so that it is a question of waiting? */
function isForLater({ status: code, retryAfterMs }: FailureFacts): boolean {
  return code === 402 && retryAfterMs !== undefined;
}

/** A refusal of this call, and not a trouble of the server. */
function isRefusal({ status }: FailureFacts): boolean {
  return status !== null && status >= 400 && status < 500;
}

/**
 * May a call that failed inside of its stream be charged for, whatever it failed of? Not when it was refused before anything of a
 * reply had come.
 */
export function isPaidAnyway(facts: FailureFacts): boolean {
  return facts.kind === 'stream' && (facts.begun || !isRefusal(facts));
}

/**
 * The error that a failed call ends as: what happened, what to do, and for programs whether it may work later.
 * @param learned what it failed of has been learned, and the next call avoids it.
 */
export function failureOf(facts: FailureFacts, call: FailedCall, learned: boolean): MillwrightError {
  const row = FAILURES.find(({ when }) => when(facts));
  if (row === undefined) throw new Error(`No row of the failures fits ${facts.kind}.`);
  // The endpoint knows best, but no waiting makes a prompt shorter or a purse fuller.
  const decided = row.reason === 'context-too-long' || row.reason === 'quota';
  const transient = learned || (decided ? row.transient : (facts.shouldRetry ?? row.transient));
  const advice = row.transient && !transient ? NO_RETRY : row.advice(call, facts);
  const said = [
    facts.kind === 'status' && facts.status !== null ? String(facts.status) : '',
    facts.message,
  ].filter((part) => part !== '');
  const quoted = said.length === 0 ? '' : ` (${said.join(': ')})`;
  return unavailable(
    row.reason,
    `The endpoint ${call.endpoint} ${row.what}${quoted}. ${learned ? 'It has been learned; the call is made again without it.' : advice}`,
    call,
    {
      transient,
      billed: row.billed || isPaidAnyway(facts),
      ...(facts.status === null ? {} : { status: facts.status }),
      ...(transient && facts.retryAfterMs !== undefined ? { retryAfterMs: facts.retryAfterMs } : {}),
    },
  );
}
