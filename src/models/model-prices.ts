import type { ModelPrices } from '../protocol/model-prices.js';
import type { Tier } from '../protocol/tier.js';
import type { Models } from './gateway.js';
import type { KnownModel } from './known-model.js';
import type { Pricing } from './prices.js';

/** A model that thinks first is paid for its thoughts as for its answer, and thinks about as much as it writes. */
const WITH_THOUGHTS = 2;

type Priced = KnownModel & { readonly pricing: Pricing };

function isPriced(model: KnownModel): model is Priced {
  return model.pricing !== undefined;
}

/** The prices of the models that `models` calls. Calls nothing. */
export function createModelPrices(models: Pick<Models, 'models'>): ModelPrices {
  /** undefined: the gateway calls nothing at a tier of which one model has no price. */
  const priced = (tier: Tier): readonly Priced[] | undefined => {
    const known = models.models(tier).filter(isPriced);
    return known.length === models.models(tier).length ? known : undefined;
  };
  return {
    usual: (tier, { inputTokens, outputTokens }) => {
      const first = priced(tier)?.[0];
      if (first === undefined) return null;
      return first.pricing.of({
        inputTokens,
        outputTokens: first.profile().reasoning ? outputTokens * WITH_THOUGHTS : outputTokens,
        cachedInputTokens: 0,
        cacheWriteTokens: 0,
        reasoningTokens: 0,
      });
    },
    most: (tier, { inputTokens, outputTokens }) => {
      const known = priced(tier);
      return known === undefined
        ? null
        : Math.max(0, ...known.map(({ pricing }) => pricing.atMost(inputTokens, outputTokens)));
    },
    withoutPrice: (tier) =>
      models
        .models(tier)
        .filter((model) => !isPriced(model))
        .map(({ route }) => `${route.model} at ${route.endpoint}`),
  };
}
