import { setTimeout } from 'node:timers/promises';
import { MillwrightError } from '../protocol/errors.js';
import type { CallOrder, CallPlace, CallPrice, ModelGateway, ModelRequest } from '../protocol/model-call.js';
import { TIERS, type Tier } from '../protocol/tier.js';
import { DEFAULT_BREAK_MS } from './breaker.js';
import { createEndpoint, type Endpoint } from './endpoint.js';
import { knownModel, type KnownModel } from './known-model.js';
import { openProfileBook } from './profiles/profile-book.js';
import type { ModelRoute, ModelSettings } from './settings.js';
import { mostTokens, requestTokens } from './tokens.js';
import { asksToWait, cancelled, unavailable } from './unavailable.js';
import type { CallTimeouts } from './wire/deadlines.js';
import { DEFAULT_MAX_REPLY_BYTES } from './wire/exchange.js';

export interface GatewayOptions {
  /** JSON file in which it is kept what was learned of models. Left out: it is forgotten with the process. */
  readonly profilesFile?: string;
  readonly timeouts?: Partial<CallTimeouts>;
  /** How long an endpoint that is down is left alone. */
  readonly breakMs?: number;
  /** How long a call waits in here, in milliseconds, while every endpoint takes no more calls for now, or is being tried out. */
  readonly patienceMs?: number;
  /** A longer reply is not read to its end. */
  readonly maxReplyBytes?: number;
}

/** The gateway, and what it knows of its models. */
export interface Models extends ModelGateway {
  /** The models of a tier, in the order in which they are asked. */
  models(tier: Tier): readonly KnownModel[];
}

/** How long a call waits for its turn in here, in milliseconds, before its activity is told to come again. */
const DEFAULT_PATIENCE_MS = 300_000;
const NOBODYS: CallOrder = { run: '', urgency: 0 };

/** Calls the endpoints of `settings`. Nothing is reached before the first call. */
export function createModelGateway(settings: ModelSettings, options: GatewayOptions = {}): Models {
  const { patienceMs = DEFAULT_PATIENCE_MS } = options;
  const book = openProfileBook(options.profilesFile);
  const endpoints = new Map<string, Endpoint>(
    Object.entries(settings.endpoints).map(([name, endpoint]) => [
      name,
      createEndpoint(endpoint, {
        timeouts: {
          firstByteMs: endpoint.silenceMs,
          idleMs: endpoint.silenceMs,
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
    call: async (request, { signal, order = NOBODYS, failedAt = [], onProgress = () => undefined }) => {
      const began = performance.now();
      for (;;) {
        const waits: number[] = [];
        const trials: Promise<void>[] = [];
        let toWait: MillwrightError | undefined;
        let refused: MillwrightError | undefined;
        const places = routes(tiers[request.tier], endpoints, failedAt);
        for (const { model, endpoint, failures } of places) {
          const breaker = endpoint.breaker(model.route.model);
          const wait = breaker.closedForMs();
          if (wait > 0) {
            waits.push(wait);
            const tried = breaker.tried();
            if (tried !== undefined) trials.push(tried);
            continue;
          }
          pricingFor(model);
          try {
            return await endpoint.call({ request, model, order, signal, onProgress });
          } catch (error) {
            const isStandIn = places.some(
              (place) => place.failures > failures || place.endpoint.heldForMs() > 0,
            );
            if (!isForTheNext(error, model, endpoint) && !isForAnother(error, isStandIn)) throw error;
            if (asksToWait(error)) toWait = error;
            else refused ??= error;
          }
        }
        const leftMs = patienceMs - (performance.now() - began);
        // Who asks to wait may take the call later, whatever the others said.
        if (toWait !== undefined && leftMs > 0) continue;
        if (toWait !== undefined) throw toWait;
        // One that is down for a while may take what was too long for the others, or past their limits.
        const isForLater = FOR_ANOTHER.includes(refused?.details.reason) && waits.length > 0;
        if (refused !== undefined && !isForLater) throw refused;
        // A call that tries an endpoint out may read a long prompt for longer than all attempts of the others take.
        if (trials.length > 0 && leftMs > 0) {
          await untilTried(trials, Math.min(leftMs, ...waits), signal).catch(() => {
            const { endpoint, model } = namesOf(tiers[request.tier]);
            throw cancelled(endpoint, model);
          });
          continue;
        }
        throw allDown(request, tiers[request.tier], Math.min(...waits));
      }
    },
  };
}

/** Waits for the first of them, at most until another one may be tried. @throws when it is aborted. */
async function untilTried(
  trials: readonly Promise<void>[],
  mostMs: number,
  signal: AbortSignal,
): Promise<void> {
  const over = new AbortController();
  const patience = setTimeout(mostMs, undefined, { signal: AbortSignal.any([signal, over.signal]) });
  try {
    await Promise.race([...trials, patience]);
  } finally {
    over.abort();
  }
}

/** Where a call may be made. */
interface Place {
  readonly model: KnownModel;
  readonly endpoint: Endpoint;
  /** So often this very call has failed there. */
  readonly failures: number;
  /** It has asked to be left alone for so long. */
  readonly heldMs: number;
}

/**
 * The models of a tier in their order, those at endpoints that have asked to be left alone last, the longest behind. Of the others,
 * those at which this very call failed come last: another one may take what hangs there, before as many have failed as make one
 * count as down.
 */
function routes(
  models: readonly KnownModel[],
  endpoints: ReadonlyMap<string, Endpoint>,
  failedAt: readonly CallPlace[],
): readonly Place[] {
  return models
    .flatMap((model) => {
      const endpoint = endpoints.get(model.route.endpoint);
      const failures = failedAt.filter((place) => isAt(place, model)).length;
      return endpoint === undefined ? [] : [{ model, endpoint, failures, heldMs: endpoint.heldForMs() }];
    })
    .sort(
      (one, other) =>
        Number(one.heldMs > 0) - Number(other.heldMs > 0) ||
        one.failures - other.failures ||
        one.heldMs - other.heldMs,
    );
}

/** Refusals that are the endpoint's own: another one has a longer context, or other limits. */
const FOR_ANOTHER: readonly unknown[] = ['context-too-long', 'rate-limit'];

function isAt({ endpoint, model }: CallPlace, { route }: KnownModel): boolean {
  return endpoint === route.endpoint && model === route.model;
}

/** Was nothing charged, and is there no use in asking the same endpoint again at once? Then the next one is asked. */
function isForTheNext(error: unknown, { route }: KnownModel, endpoint: Endpoint): error is MillwrightError {
  return (
    error instanceof MillwrightError &&
    error.details.billed === false &&
    (error.details.reason === 'unreachable' ||
      // Also where it says that no waiting helps: another one's limits are others.
      error.details.reason === 'rate-limit' ||
      (error.details.transient === true && endpoint.breaker(route.model).closedForMs() > 0))
  );
}

/**
 * Does the endpoint not take this call, at no charge, while another may? A longer context takes in a prompt that is too long; and a
 * stand-in that has no such model, or no credit, does not decide for one that has only asked to wait, or at which the call failed once.
 */
function isForAnother(error: unknown, isStandIn: boolean): error is MillwrightError {
  if (!(error instanceof MillwrightError) || error.details.billed !== false) return false;
  if (error.details.transient === true || error.details.reason === 'cancelled') return false;
  return error.details.reason === 'context-too-long' || isStandIn;
}

/** All of a tier, where it is no matter of one of them. */
function namesOf(models: readonly KnownModel[]): CallPlace {
  return {
    endpoint: [...new Set(models.map(({ route }) => route.endpoint))].join(', '),
    model: models.map(({ route }) => route.model).join(', '),
  };
}

function allDown({ tier }: ModelRequest, models: readonly KnownModel[], waitMs: number): MillwrightError {
  const place = namesOf(models);
  return unavailable(
    'endpoints-down',
    `Every endpoint of the tier ${tier} that may take the call failed five times in a row (${place.endpoint}). They are tried again in ${Math.ceil(waitMs / 1000)} s; "millwright models test" shows what they answer.`,
    place,
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
    `    - model: ${JSON.stringify(model)}`,
    '      price: { input: <USD>, output: <USD> }',
    'or name a model that costs the same: knownAs instead of price (docs/models.md). 0 is the price of a server of your own only: what costs nothing is under no limit.',
  ].join('\n');
}
