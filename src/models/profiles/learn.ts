import type { FailureFacts } from '../failure-facts.js';
import type { ApiFlavour } from '../settings.js';
import type { WireCall } from '../wire/wire-call.js';
import type { ModelProfile, ProfileChange } from './profile.js';

export interface Lesson {
  readonly change: ProfileChange;
  /** false: it was about this request's schema, and not about the model. */
  readonly lasting: boolean;
}

/** Statuses with which endpoints refuse a field. */
const REFUSALS: readonly (number | null)[] = [400, 404, 415, 422, 501];

const REFUSED =
  /unsupported|not support|n't support|unrecognized|unknown|unexpected|not permitted|forbidden|not allowed|invalid|unavailable|not available|not implemented|only the default|must be|is not|verified|extra inputs|does not exist|not both/;

interface Refusal {
  /** Parameter, code and message, in lower case. */
  readonly words: string;
  readonly call: WireCall;
  readonly api: ApiFlavour;
}

interface Rule {
  readonly names: RegExp;
  readonly lesson: (refusal: Refusal) => Lesson | undefined;
}

/** The first whose name the refusal has, and which has something to teach. */
const RULES: readonly Rule[] = [
  { names: /max_?(?:completion_?|output_?)?tokens|completion tokens|output tokens/, lesson: outputLimit },
  {
    names: /temperature/,
    lesson: ({ call }) =>
      call.temperature !== undefined && call.profile.temperature
        ? lasting({ temperature: false })
        : undefined,
  },
  {
    names: /stream_options|include_usage/,
    lesson: ({ call: { profile } }) =>
      profile.streaming && profile.streamUsage ? lasting({ streamUsage: false }) : undefined,
  },
  {
    names: /response_format|json_schema|json_object|text\.format|structured|json mode|json schema|grammar/,
    lesson: structure,
  },
  {
    names: /\bstream(?:ing|ed)?\b/,
    lesson: ({ call }) => (call.profile.streaming ? lasting({ streaming: false }) : undefined),
  },
  {
    names: /system[ _]?(?:role|message|instruction|prompt)|role.{0,20}\bsystem\b|developer instruction/,
    lesson: ({ call }) =>
      call.profile.instructions === 'system' ? lasting({ instructions: 'user' }) : undefined,
  },
];

/** What a refused call teaches of its model; undefined when it teaches nothing. */
export function lessonOf(facts: FailureFacts, call: WireCall, api: ApiFlavour): Lesson | undefined {
  if (!REFUSALS.includes(facts.status)) return undefined;
  const refusal = { words: [facts.param, facts.code, facts.message].join(' ').toLowerCase(), call, api };
  for (const { names, lesson } of RULES) {
    const learned = names.test(refusal.words) && isAbout(refusal.words) ? lesson(refusal) : undefined;
    if (learned !== undefined) return learned;
  }
  return UNEXPLAINED.includes(facts.status) ? poorerStructure(call, false) : undefined;
}

/**
 * What is wrong with a schema is told in words of every kind ("too many states for serving", "Request contains an invalid argument"):
 * a refusal that nothing else explains is held against it, for this call.
 */
const UNEXPLAINED: readonly (number | null)[] = [400, 422];

function isAbout(words: string): boolean {
  return REFUSED.test(words) || limitIn(words) !== undefined;
}

function lasting(change: ProfileChange): Lesson {
  return { change, lasting: true };
}

/** A number of tokens as people write it: `131072`, `131,072`, `128k`. */
const COUNT = String.raw`(\d{1,3}(?:[,_]\d{3})+\b|\d{1,4}k\b|\d{2,8}\b)`;

/** A thousand is the least that a "k" stands for. */
function tokensOf(count: string): number {
  const number = Number(count.replace(/[,_k]/g, ''));
  return count.endsWith('k') ? number * 1000 : number;
}

/** How providers name the longest reply. */
const LIMITS: readonly RegExp[] = [
  // "… is too large: 32768. This model supports at most 16384 completion tokens …"
  String.raw`(?:at most|less than or equal to|<=|up to|maximum(?: allowed)?(?: value| number)?(?: is| of|:)?)\s*[\`'"]?${COUNT}`,
  // "max_tokens: 100000 > 64000, which is the maximum allowed number of output tokens …"
  String.raw`> ${COUNT}, which is the maximum`,
  // "… the valid range of max_tokens is [1, 8192]"
  String.raw`\[\d+, ?${COUNT}\]`,
  // "… the supported range is from 1 (inclusive) to 8193 (exclusive)."
  String.raw`range is from \d+ \(inclusive\) to ${COUNT}`,
].map((words) => new RegExp(words));

function limitIn(words: string): number | undefined {
  const found = LIMITS.map((limit) => limit.exec(words)?.[1]).find((number) => number !== undefined);
  if (found === undefined) return undefined;
  return tokensOf(found) - (words.includes(`${found} (exclusive)`) ? 1 : 0);
}

function outputLimit({ words, call, api }: Refusal): Lesson | undefined {
  const most = limitIn(words) ?? 0;
  if (most > 0 && most < call.maxOutputTokens) return lasting({ maxOutputTokens: most });
  if (api === 'responses') return undefined;
  const sent = call.profile.outputLimit;
  const other: ModelProfile['outputLimit'] = sent === 'max_tokens' ? 'max_completion_tokens' : 'max_tokens';
  // The words may name both, the one that was sent first.
  const at = words.search(new RegExp(`\\b${sent}\\b`));
  return at >= 0 ? lasting({ outputLimit: other }) : undefined;
}

/**
 * What is wrong with one schema says nothing of the next one: "Invalid schema for response_format …", "invalid JSON schema for
 * response_format: 'plan': additionalProperties:false must be set on every object", "schema is not valid JSON Schema: …".
 */
const SCHEMA_AT_FAULT = /invalid[ _](?:json[ _])?schema|schema (?:is (?:invalid|not valid)|must|should)/;

function structure({ words, call }: Refusal): Lesson | undefined {
  return poorerStructure(call, !SCHEMA_AT_FAULT.test(words));
}

function poorerStructure({ profile, request }: WireCall, lasts: boolean): Lesson | undefined {
  if (request.structure === null || profile.structure === 'prompt') return undefined;
  const poorer = profile.structure === 'json-schema' ? 'json-object' : 'prompt';
  // A server may take a schema or nothing: then the next step down is refused as well, and the one after it works.
  return { change: { structure: poorer }, lasting: lasts };
}

/**
 * "… maximum context length is 8192 tokens …", "… exceeds the available context size (4096 tokens) …", "… exceed context limit:
 * 188240 + 21333 > 200000 …", "… maximum prompt length is 131072 but the request contains 136973 tokens."
 */
const CONTEXT = new RegExp(
  String.raw`(?:context (?:length|size|window|limit)|maximum prompt length|n_ctx)[^\d]{0,30}(?:\d+ \+ \d+ > )?${COUNT}`,
);

/** A reply with less room than this is not worth a call. */
export const LEAST_REPLY_TOKENS = 256;
/** No model has a context that is shorter: such a number is about something else. */
const LEAST_CONTEXT_TOKENS = 2 * LEAST_REPLY_TOKENS;
/** How much of its room a reply keeps where prompt and reply together were too long by the server's own count. */
const ROOM_KEPT = 0.75;

/**
 * What a prompt that was too long with its reply teaches: how long it may be. The reply then gets the room that is left. Where that was
 * known already the server counts tokens otherwise than we do, and the reply gets less room; undefined when there is none to
 * spare, so that the prompt itself is too long.
 * @param answeredTokens prompt and reply of the longest call that the model has answered. A length below it is believed for this call
 *   alone: the server may have been started anew, and the number may be about something else, which must not shorten every other call.
 */
export function contextLesson(
  { message }: FailureFacts,
  call: WireCall,
  answeredTokens: number,
): Lesson | undefined {
  const told = CONTEXT.exec(message.toLowerCase())?.[1];
  if (told === undefined) return undefined;
  const tokens = tokensOf(told);
  const known = call.profile.contextTokens;
  if (tokens >= LEAST_CONTEXT_TOKENS && (known === null || tokens < known))
    return { change: { contextTokens: tokens }, lasting: tokens >= answeredTokens };
  const less = Math.floor(call.maxOutputTokens * ROOM_KEPT);
  return less >= LEAST_REPLY_TOKENS ? { change: { maxOutputTokens: less }, lasting: false } : undefined;
}
