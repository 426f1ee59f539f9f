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
  /** It costs nothing because it is on this machine, and nobody said so: where it passes calls on, no limit holds for them. */
  readonly assumedFree: boolean;
  /** For a million tokens, as far as the price is one figure; null: it depends on the hour or the length. */
  readonly perMillion: TokenPrice;
}

/**
 * Names of models that nobody but their makers serves: a server on this machine that has one passes its calls on. Of families that one
 * can run oneself, only the names that their makers give what they serve.
 */
const MAKERS_OWN = new RegExp(
  String.raw`(?:^|[/.:])(?:${[
    String.raw`gpt-(?:3\.5|4|[5-9]|\d\d)`,
    'chatgpt-',
    'o[1-9](?:-|$)',
    'claude-',
    'gemini-',
    String.raw`grok-(?!1\b)`,
    'deepseek-(?:chat|reasoner)$',
    String.raw`(?:(?:open-)?mistral|ministral|codestral|devstral|magistral|pixtral)-(?:[\w.]+-)*latest$`,
    'sonar(?:$|-(?:pro|reasoning|deep))',
    String.raw`command-(?:a|r|r-plus|r7b)-\d\d-20\d\d$`,
    String.raw`qwen(?:\d(?:\.\d)?)?-(?:(?:vl|coder)-)?(?:max|plus|turbo|flash|long)(?:-|$)`,
    String.raw`qwen\d-coder-(?:plus|flash)`,
    String.raw`kimi-(?:latest|k2-(?:\d{4}|turbo|thinking))`,
    'moonshot-v1-',
    'nova-(?:micro|lite|pro|premier)',
  ].join('|')})`,
  'i',
);

/**
 * Services that a gateway (LiteLLM and its kin) names in front of a model, and that give their own name to no model that one can run
 * oneself, as "openai/", "qwen/" or "mistralai/" do.
 */
const SERVICES =
  /^(?:openrouter|groq|azure(?:_ai|_text)?|bedrock(?:_converse)?|sagemaker(?:_chat)?|vertex_ai(?:_beta)?|anthropic|gemini|xai|mistral|codestral|perplexity|together(?:_ai)?|fireworks(?:_ai)?|deepinfra|replicate|cerebras|sambanova|databricks|watsonx|github(?:_copilot)?|nvidia_nim|moonshot|dashscope|novita|nebius|hyperbolic|cohere_chat)\//i;

function isServedElsewhere(model: string): boolean {
  return MAKERS_OWN.test(model) || SERVICES.test(model);
}

/**
 * A price that was set, else that of the list for the endpoint's address, else that of the model's maker. A server on this
 * machine is taken to cost nothing, unless its model is one that costs something elsewhere, by its name or as it is said to be: it
 * passes calls on then. undefined: none is known.
 */
export function pricingOf(
  model: string,
  baseUrl: string,
  override: { readonly price?: TokenPrice | undefined; readonly knownAs?: string | undefined },
): Pricing | undefined {
  if (override.price !== undefined) return fixedPricing(override.price, 'set');
  if (override.knownAs === undefined && isLoopback(baseUrl) && !isServedElsewhere(model))
    return { ...fixedPricing({ input: 0, output: 0 }, 'this machine'), assumedFree: true };
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
    assumedFree: false,
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
      assumedFree: false,
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
