import { MillwrightError } from '../protocol/errors.js';
import type { CallPrice, ModelGateway, ModelRequest } from '../protocol/model-call.js';
import { TIERS, type Tier } from '../protocol/tier.js';
import { DEFAULT_BREAK_MS } from './breaker.js';
import { createEndpoint, type Endpoint } from './endpoint.js';
import { knownModel, type KnownModel } from './known-model.js';
import { openProfileBook } from './profiles/profile-book.js';
import type { ModelRoute, ModelSettings } from './settings.js';
import { mostTokens, requestTokens } from './tokens.js';
import { unavailable } from './unavailable.js';
import { DEFAULT_TOTAL_MS, type CallTimeouts } from './wire/deadlines.js';
import { DEFAULT_MAX_REPLY_BYTES } from './wire/exchange.js';

export interface GatewayOptions {
  /** JSON file in which it is kept what was learned of models. Left out: it is forgotten with the process. */
  readonly profilesFile?: string;
  readonly timeouts?: Partial<CallTimeouts>;
  /** How long an endpoint that is down is left alone. */
  readonly breakMs?: number;
  /** A longer reply is not read to its end. */
  readonly maxReplyBytes?: number;
}

/** The gateway, and what it knows of its models. */
export interface Models extends ModelGateway {
  /** The models of a tier, in the order in which they are asked. */
  models(tier: Tier): readonly KnownModel[];
}

/** Calls the endpoints of `settings`. Nothing is reached before the first call. */
export function createModelGateway(settings: ModelSettings, options: GatewayOptions = {}): Models {
  const book = openProfileBook(options.profilesFile);
  const endpoints = new Map<string, Endpoint>(
    Object.entries(settings.endpoints).map(([name, endpoint]) => [
      name,
      createEndpoint(endpoint, {
        timeouts: {
          firstByteMs: endpoint.silenceMs,
          idleMs: endpoint.silenceMs,
          totalMs: DEFAULT_TOTAL_MS,
          ...options.timeouts,
        },
        breakMs: options.breakMs ?? DEFAULT_BREAK_MS,
        maxReplyBytes: options.maxReplyBytes ?? DEFAULT_MAX_REPLY_BYTES,
      }),
    ]),
  );
  const tiers = Object.fromEntries(
    TIERS.map((tier) => [tier, settings.tiers[tier].map((route) => knownModel(settings, route, book))]),
  ) as unknown as Readonly<Record<Tier, readonly KnownModel[]>>;

  return {
    models: (tier) => tiers[tier],
    price: (request) => dearest(request, tiers[request.tier]),
    call: async (request, { signal, onProgress = () => undefined }) => {
      let down: MillwrightError | undefined;
      const waits: number[] = [];
      for (const model of tiers[request.tier]) {
        const endpoint = endpoints.get(model.route.endpoint);
        if (endpoint === undefined) continue;
        const wait = endpoint.breaker.closedForMs();
        if (wait > 0) {
          waits.push(wait);
          continue;
        }
        pricingFor(model);
        try {
          return await endpoint.call({ request, model, signal, onProgress });
        } catch (error) {
          if (!isDown(error, endpoint)) throw error;
          down = error;
        }
      }
      throw down ?? allDown(request, tiers[request.tier], Math.min(...waits));
    },
  };
}

/** Was nothing charged, and is there no use in asking the same endpoint again? Then the next one is asked. */
function isDown(error: unknown, endpoint: Endpoint): error is MillwrightError {
  return (
    error instanceof MillwrightError &&
    error.details.billed === false &&
    (error.details.reason === 'unreachable' ||
      (error.details.transient === true && endpoint.breaker.closedForMs() > 0))
  );
}

function allDown({ tier }: ModelRequest, models: readonly KnownModel[], waitMs: number): MillwrightError {
  const names = [...new Set(models.map(({ route }) => route.endpoint))].join(', ');
  return unavailable(
    'endpoints-down',
    `Every endpoint of the tier ${tier} failed five times in a row (${names}). They are tried again in ${Math.ceil(waitMs / 1000)} s; "millwright models test" shows what they answer.`,
    { endpoint: names, model: models.map(({ route }) => route.model).join(', ') },
    { transient: true, billed: false, retryAfterMs: waitMs },
  );
}

/** A length that may be forgotten before the call is made bounds no price. */
const LONGEST_CALL_MS = 3_600_000;

function dearest(request: ModelRequest, models: readonly KnownModel[]): CallPrice {
  const prices = models.map((model) => {
    const inputTokens = requestTokens(request, (text) => mostTokens(text, model.knownAs));
    const outputTokens = Math.min(
      request.maxOutputTokens,
      model.profile(Date.now() + LONGEST_CALL_MS).maxOutputTokens ?? Infinity,
    );
    return { inputTokens, costUsd: pricingFor(model).atMost(inputTokens, outputTokens) };
  });
  return {
    inputTokens: Math.max(...prices.map(({ inputTokens }) => inputTokens)),
    costUsd: Math.max(...prices.map(({ costUsd }) => costUsd)),
  };
}

/** @throws MillwrightError `ModelUnavailable`: what cannot be priced is not called. */
function pricingFor({ pricing, route }: KnownModel): NonNullable<KnownModel['pricing']> {
  if (pricing !== undefined) return pricing;
  throw unavailable('price-unknown', priceUnknown(route), route, { transient: false, billed: false });
}

function priceUnknown({ endpoint, model }: ModelRoute): string {
  return [
    `No price is known for ${model} at ${endpoint}, so no limit could be kept. Say what a million tokens cost, in US dollars, in millwright.config.yaml:`,
    'models:',
    '  overrides:',
    `    - model: ${model}`,
    '      price: { input: 0, output: 0 }',
    'or name a model that costs the same: knownAs instead of price (docs/models.md).',
  ].join('\n');
}
