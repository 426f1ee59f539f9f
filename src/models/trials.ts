import { MillwrightError } from '../protocol/errors.js';
import type { ModelGateway, ModelReply, ModelRequest } from '../protocol/model-call.js';
import { TIERS, type Tier } from '../protocol/tier.js';
import { formatUsd } from '../protocol/usd.js';
import { createModelGateway, type GatewayOptions } from './gateway.js';
import type { ModelProfile } from './profiles/profile.js';
import type { ModelRoute, ModelSettings } from './settings.js';

export const TRIALS = ['structured', 'code', 'truncated', 'long'] as const;
export type TrialKind = (typeof TRIALS)[number];

/** One call that was made to see whether a model does what runs need of it. */
export interface ModelTrial extends ModelRoute {
  readonly kind: TrialKind;
  /** null: it did. */
  readonly problem: string | null;
  /** undefined: no reply came. */
  readonly reply: ModelReply | undefined;
  /** As it was after the call, with what the call taught. */
  readonly profile: ModelProfile;
}

/** The models of all tiers, each once. */
export function distinctRoutes({
  tiers,
}: Pick<ModelSettings, 'tiers'>): readonly (ModelRoute & { readonly tiers: readonly Tier[] })[] {
  const keyOf = ({ endpoint, model }: ModelRoute): string => JSON.stringify([endpoint, model]);
  const found = new Map<string, ModelRoute & { readonly tiers: readonly Tier[] }>();
  for (const tier of TIERS) {
    for (const route of tiers[tier]) {
      const before = found.get(keyOf(route));
      found.set(keyOf(route), { ...route, tiers: [...new Set([...(before?.tiers ?? []), tier])] });
    }
  }
  return [...found.values()];
}

/**
 * Makes one structured, one code and one truncated call to each model, one after the other, and one with a long prompt where nobody
 * knows how long its context is. What was learned of it before is forgotten, and learned anew. Tiers that share a model share its calls.
 * @throws the signal's reason.
 */
export async function tryModels(
  settings: ModelSettings,
  options: GatewayOptions & {
    readonly signal: AbortSignal;
    /** US dollars that all calls together may cost; undefined: no limit. */
    readonly maxCostUsd?: number | undefined;
    readonly onTrial: (trial: ModelTrial) => void;
  },
): Promise<readonly ModelTrial[]> {
  const { maxCostUsd = Infinity } = options;
  const trials: ModelTrial[] = [];
  let spentUsd = 0;
  for (const { endpoint, model } of distinctRoutes(settings)) {
    const only = [{ endpoint, model }];
    const gateway = createModelGateway(
      { ...settings, tiers: { light: only, standard: only, strong: only } },
      // Who tries a model wants to know what it answers now.
      { patienceMs: 0, ...options },
    );
    gateway.models('standard')[0]?.forget();
    for (const kind of TRIALS) {
      if (kind === 'long' && gateway.models('standard')[0]?.profile().contextTokens != null) continue;
      const { outcome, costUsd } = await tryOnce(gateway, kind, options.signal, maxCostUsd - spentUsd);
      spentUsd += costUsd;
      const [known] = gateway.models('standard');
      if (known === undefined) throw new Error('A tier without a model.');
      const trial = { endpoint, model, kind, ...outcome, profile: known.profile() };
      trials.push(trial);
      options.onTrial(trial);
    }
  }
  return trials;
}

interface Tried {
  readonly outcome: Pick<ModelTrial, 'reply' | 'problem'>;
  /** Paid, or possibly paid. */
  readonly costUsd: number;
}

async function tryOnce(
  gateway: ModelGateway,
  kind: TrialKind,
  signal: AbortSignal,
  leftUsd: number,
): Promise<Tried> {
  let mostUsd = 0;
  try {
    mostUsd = gateway.price(REQUESTS[kind]).costUsd;
    if (mostUsd > leftUsd) {
      const problem = `It was not called: it may cost ${formatUsd(mostUsd)}, and ${formatUsd(leftUsd)} are left of --max-cost.`;
      return { outcome: { reply: undefined, problem }, costUsd: 0 };
    }
    const reply = await gateway.call(REQUESTS[kind], { signal });
    return { outcome: { reply, problem: problemOf(kind, reply) }, costUsd: reply.costUsd };
  } catch (error) {
    signal.throwIfAborted();
    if (!(error instanceof MillwrightError)) throw error;
    // An endpoint that says how much it takes is asked for no more from then on.
    const told = kind === 'long' && error.details.reason === 'context-too-long';
    return {
      outcome: { reply: undefined, problem: told ? null : error.message },
      costUsd: error.details.billed === false ? 0 : mostUsd,
    };
  }
}

/** About 6,000 tokens: more than the context that some servers give a model unless they are told, and less than runs send. */
const LONG_LINES = 400;
const PASSWORD = 'marzipan';

/** What is cut off in silence is cut from the beginning: there it stands, though not in the first words, which may be kept. */
function longPrompt(): string {
  const lines = Array.from({ length: LONG_LINES }, (_, index) =>
    index === LONG_LINES / 10
      ? `Line ${index + 1}: the password of the tower is "${PASSWORD}".`
      : `Line ${index + 1}: nothing of note was seen from the tower on that day.`,
  );
  return `${lines.join('\n')}\n\nWhat is the password of the tower? Answer with that word and nothing else.`;
}

/** Room for a model that thinks first. */
const ROOMY = 4096;
const CRAMPED = 64;

const REQUESTS: Readonly<Record<TrialKind, ModelRequest>> = {
  structured: {
    tier: 'standard',
    role: 'trial',
    messages: [
      { role: 'system', content: 'You answer in JSON.' },
      { role: 'user', content: 'Give the name "millwright" and the number of letters in it.' },
    ],
    structure: {
      name: 'trial',
      schema: {
        type: 'object',
        properties: { name: { type: 'string' }, letters: { type: 'integer' } },
        required: ['name', 'letters'],
        additionalProperties: false,
      },
    },
    maxOutputTokens: ROOMY,
  },
  code: {
    tier: 'standard',
    role: 'trial',
    messages: [
      {
        role: 'system',
        content: 'You write TypeScript. Answer with one fenced block of code and nothing else.',
      },
      { role: 'user', content: 'Export a function `add` that adds two numbers.' },
    ],
    structure: null,
    maxOutputTokens: ROOMY,
  },
  truncated: {
    tier: 'standard',
    role: 'trial',
    messages: [{ role: 'user', content: 'Write the numbers from 1 to 2000 in words, one on each line.' }],
    structure: null,
    maxOutputTokens: CRAMPED,
  },
  long: {
    tier: 'standard',
    role: 'trial',
    messages: [{ role: 'user', content: longPrompt() }],
    structure: null,
    maxOutputTokens: ROOMY,
  },
};

function problemOf(kind: TrialKind, { finish, text }: ModelReply): string | null {
  switch (kind) {
    case 'structured':
      if (finish !== 'stop') return `It ended with "${finish}".`;
      return isExpected(text) ? null : 'The answer does not follow the schema.';
    case 'code':
      if (finish !== 'stop') return `It ended with "${finish}".`;
      return /^```[^\n]*\n[^]*\badd\b[^]*^```/m.test(text) ? null : 'The answer is not one block of code.';
    case 'truncated':
      return finish === 'length'
        ? null
        : `A reply that was cut off ended with "${finish}", not with "length".`;
    case 'long':
      if (finish !== 'stop') return `It ended with "${finish}".`;
      return text.toLowerCase().includes(PASSWORD)
        ? null
        : 'It did not see the beginning of a prompt of 6,000 tokens, and said nothing of it: the server gives it a shorter context. Runs send up to 32,000: give it more (Ollama: OLLAMA_CONTEXT_LENGTH=64000), or say how much it has: profile.contextTokens (docs/models.md).';
  }
}

/** As the structured call wants it; a fence around it is read like none. */
function isExpected(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text.replace(/^\s*```\w*\n([^]*?)\n```\s*$/, '$1'));
    return (
      typeof value === 'object' &&
      value !== null &&
      'name' in value &&
      value.name === 'millwright' &&
      'letters' in value &&
      Number.isInteger(value.letters)
    );
  } catch {
    return false;
  }
}
