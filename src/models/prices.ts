import { calcPrice, type PriceCalculation, type Usage } from '@pydantic/genai-prices';
import type { TokenUsage } from '../protocol/model-call.js';
import { isLoopback } from './addresses.js';
import type { TokenPrice } from './settings.js';

const MILLION = 1_000_000;
const HOUR_MS = 3_600_000;

/** Usage as it is paid for: writing to a provider's cache may cost more than plain input. */
export interface PaidUsage extends TokenUsage {
  readonly cacheWriteTokens: number;
}

/** What calls of one model at one endpoint cost, in US dollars. */
export interface Pricing {
  of(usage: PaidUsage): number;
  /** The most that a call can cost, now or while it lasts. */
  atMost(inputTokens: number, outputTokens: number): number;
  /** Tokens that the list gives the model for prompt and reply; null: it gives none. */
  readonly contextTokens: number | null;
  /** For a person: where the figures come from. */
  readonly source: string;
  /** For a million tokens, as far as the price is one figure; null: it depends on the hour or the length. */
  readonly perMillion: TokenPrice;
}

/** Names of models that nobody but their makers serves: a server on this machine that has one passes its calls on. */
const SERVED_ELSEWHERE =
  /(?:^|[/.:])(?:gpt-(?:3\.5|4|[5-9]|\d\d)|chatgpt-|o[1-9](?:-|$)|claude-|gemini-|grok-(?!1\b))/i;

/**
 * A price that was set, else that of the list for the endpoint's address, else that of the model's maker. A server on this
 * machine costs nothing, unless its model is one that costs something elsewhere, by its name or as it is said to be: it passes calls
 * on. undefined: none is known.
 */
export function pricingOf(
  model: string,
  baseUrl: string,
  override: { readonly price?: TokenPrice | undefined; readonly knownAs?: string | undefined },
): Pricing | undefined {
  if (override.price !== undefined) return fixedPricing(override.price, 'set');
  if (override.knownAs === undefined && isLoopback(baseUrl) && !SERVED_ELSEWHERE.test(model))
    return fixedPricing({ input: 0, output: 0 }, 'this machine');
  return listedPricing(override.knownAs ?? model, baseUrl);
}

function fixedPricing(price: TokenPrice, source: string): Pricing {
  const { input, output, cachedInput = input } = price;
  return {
    of: ({ inputTokens, cachedInputTokens, outputTokens }) => {
      const cached = Math.min(cachedInputTokens, inputTokens);
      return ((inputTokens - cached) * input + cached * cachedInput + outputTokens * output) / MILLION;
    },
    atMost: (inputTokens, outputTokens) =>
      (inputTokens * Math.max(input, cachedInput) + outputTokens * output) / MILLION,
    contextTokens: null,
    source,
    perMillion: price,
  };
}

type Calculate = (usage: Usage, timestamp?: Date) => PriceCalculation | null;

function listedPricing(model: string, baseUrl: string): Pricing | undefined {
  const name = model.replace(/^models\//, '');
  const candidates: readonly { readonly calculate: Calculate; readonly source: string }[] = [
    {
      calculate: (usage, timestamp = new Date()) =>
        calcPrice(usage, name, { providerApiUrl: baseUrl, timestamp }),
      source: 'list of the provider',
    },
    {
      calculate: (usage, timestamp = new Date()) => calcPrice(usage, name, { timestamp }),
      source: 'list of the model’s maker',
    },
  ];
  for (const { calculate, source } of candidates) {
    const found = calculate({ input_tokens: MILLION, output_tokens: 0 });
    if (found === null) continue;
    const total = (usage: Usage, at?: Date): number => calculate(usage, at)?.total_price ?? 0;
    return {
      of: (usage) => total(listedUsage(usage)),
      atMost: (inputTokens, outputTokens) => {
        const usages: readonly Usage[] = [
          { input_tokens: inputTokens, output_tokens: outputTokens },
          { input_tokens: inputTokens, output_tokens: outputTokens, cache_write_tokens: inputTokens },
        ];
        return Math.max(...usages.flatMap((usage) => hours(found).map((at) => total(usage, at))));
      },
      contextTokens: found.model.context_window ?? null,
      source,
      perMillion: {
        // Below the length at which some prices step up.
        input: total({ input_tokens: 1000 }) * 1000,
        cachedInput: total({ input_tokens: 1000, cache_read_tokens: 1000 }) * 1000,
        output: total({ output_tokens: 1000 }) * 1000,
      },
    };
  }
  return undefined;
}

/** Moments at which the price may differ: some providers are cheaper at night. */
function hours(found: PriceCalculation): readonly Date[] {
  const now = Date.now();
  return Array.isArray(found.model.prices)
    ? Array.from({ length: 24 }, (_, hour) => new Date(now + hour * HOUR_MS))
    : [new Date(now)];
}

/** What is cached is part of the input, and the list refuses what is not. */
function listedUsage({ inputTokens, cachedInputTokens, cacheWriteTokens, outputTokens }: PaidUsage): Usage {
  const read = Math.min(cachedInputTokens, inputTokens);
  return {
    input_tokens: inputTokens,
    cache_read_tokens: read,
    cache_write_tokens: Math.min(cacheWriteTokens, inputTokens - read),
    output_tokens: outputTokens,
  };
}
