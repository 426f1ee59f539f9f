import type { PromptMeasure } from '../protocol/prompt-measure.js';
import type { Models } from './gateway.js';
import { countTokens } from './tokens.js';

/** Measures prompts by what is known, and has been learned, of the models of `gateway`. */
export function promptMeasure(gateway: Pick<Models, 'models'>): PromptMeasure {
  return {
    contextTokens: (tier) => gateway.models(tier)[0]?.profile().contextTokens ?? null,
    replyTokens: (tier) => gateway.models(tier)[0]?.profile().maxOutputTokens ?? null,
    tokens: countTokens,
  };
}
