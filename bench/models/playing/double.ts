import { createModelGateway } from '../../../src/models/gateway.js';
import type { EndpointSettings, ModelSettings } from '../../../src/models/settings.js';
import type { ModelGateway } from '../../../src/protocol/model-call.js';
import { TIERS } from '../../../src/protocol/tier.js';
import { MODELS, type ModelServer } from '../../../test/doubles/model-server/model-server.js';

/** A dead reply is noticed after this. On a busy machine a living one still comes sooner. */
const SILENCE_MS = 3_000;
/** The same of a reply that does not stream, of which nothing is heard before its end. */
const WHOLE_REPLY_MS = 15_000;
type EndpointLimits = Pick<EndpointSettings, 'silenceMs' | 'callsPerMinute'>;

/** US dollars for a million tokens, about those of a standard model. */
const PRICE = { input: 1.25, output: 10 };

/** The settings of a person who has the double for a provider. `callsPerMinute` null: no limit. */
export function doubleSettings(
  url: string,
  { silenceMs = SILENCE_MS, callsPerMinute = null }: Partial<EndpointLimits> = {},
): ModelSettings {
  const tiers = Object.fromEntries(
    TIERS.map((tier) => [tier, [{ endpoint: 'double', model: MODELS[tier] }]]),
  ) as unknown as ModelSettings['tiers'];
  return {
    endpoints: {
      double: {
        name: 'double',
        baseUrl: url,
        key: null,
        keyFrom: null,
        api: 'chat',
        callsPerMinute,
        silenceMs,
      },
    },
    tiers,
    overrides: Object.values(MODELS).map((model) => ({ model, price: PRICE })),
  };
}

/** An endpoint that is down is asked again at once: a seed's faults are its own, and no time is measured here. */
export function doubleGateway({ url }: Pick<ModelServer, 'url'>): ModelGateway {
  return createModelGateway(doubleSettings(url), {
    breakMs: 1,
    timeouts: { totalMs: WHOLE_REPLY_MS },
  });
}
