import type { Tier } from '../protocol/tier.js';
import type { ModelProfile } from './profiles/profile.js';
import type { SecretKey } from './secret-key.js';

/** `chat`: Chat Completions, which every compatible endpoint speaks; `responses`: OpenAI's newer API. */
export const API_FLAVOURS = ['chat', 'responses'] as const;
export type ApiFlavour = (typeof API_FLAVOURS)[number];

export const DEFAULT_CALLS_PER_MINUTE = 60;

/** A provider's queue and a model that thinks in silence take minutes; longer than this, something is wrong. */
export const DEFAULT_SILENCE_MS = 300_000;
/** A model on one's own machine may read a long prompt for as long as this before its first word. */
export const OWN_SILENCE_MS = 900_000;

export interface EndpointSettings {
  /** As replies, costs and errors call it. */
  readonly name: string;
  /** Without user name, query and fragment. */
  readonly baseUrl: string;
  /** null: none is needed; a placeholder is sent, because some servers want the header. */
  readonly key: SecretKey | null;
  /** Environment variable that the key was read from, for messages. */
  readonly keyFrom: string | null;
  readonly api: ApiFlavour;
  /** null: unlimited. */
  readonly callsPerMinute: number | null;
  /** Milliseconds without a byte of a reply after which it is given up as dead. */
  readonly silenceMs: number;
}

/** A model at an endpoint. */
export interface ModelRoute {
  /** Key of `ModelSettings.endpoints`. */
  readonly endpoint: string;
  readonly model: string;
}

/** US dollars for a million tokens. */
export interface TokenPrice {
  readonly input: number;
  /** Left out: as `input`. */
  readonly cachedInput?: number | undefined;
  readonly output: number;
}

/** What a person knows better about a model than the lists. */
export interface ModelOverride {
  readonly model: string;
  /** Left out: at every endpoint. */
  readonly endpoint?: string | undefined;
  /** Well-known model whose profile and price it has: for deployments with names of their own. */
  readonly knownAs?: string | undefined;
  readonly profile?: { readonly [Key in keyof ModelProfile]?: ModelProfile[Key] | undefined } | undefined;
  readonly price?: TokenPrice | undefined;
  /** Left out: the model's own. Not sent to a model that allows none. */
  readonly temperature?: number | undefined;
}

/** Everything about models that a person decides. Holds keys in a form that cannot be printed. */
export interface ModelSettings {
  readonly endpoints: Readonly<Record<string, EndpointSettings>>;
  /** In the order in which they are asked: the next one when the one before is down. Never empty. */
  readonly tiers: Readonly<Record<Tier, readonly ModelRoute[]>>;
  readonly overrides: readonly ModelOverride[];
}

/** What is said of `route`: overrides of the model anywhere, and over them those of the model at this endpoint. */
export function overrideOf(
  { overrides }: Pick<ModelSettings, 'overrides'>,
  route: ModelRoute,
): Omit<ModelOverride, 'model' | 'endpoint'> {
  const found = overrides.filter(
    ({ model, endpoint }) => model === route.model && (endpoint === undefined || endpoint === route.endpoint),
  );
  const [general, special] = [
    found.find(({ endpoint }) => endpoint === undefined),
    found.find(({ endpoint }) => endpoint !== undefined),
  ];
  return {
    knownAs: special?.knownAs ?? general?.knownAs,
    price: special?.price ?? general?.price,
    temperature: special?.temperature ?? general?.temperature,
    profile: { ...general?.profile, ...special?.profile },
  };
}
