import type { ClientModels, ModelView, TrialView } from './client/parts.js';
import { createModelGateway } from './models/gateway.js';
import { distinctRoutes, tryModels, type ModelTrial } from './models/trials.js';
import type { ModelSettings } from './models/settings.js';

/** The models of the settings, for commands that show and try them. */
export function createClientModels(settings: ModelSettings, profilesFile: string): ClientModels {
  return {
    models: views(settings, profilesFile),
    try: async ({ signal, maxCostUsd, onTrial }) => {
      const trials = await tryModels(settings, {
        profilesFile,
        signal,
        maxCostUsd,
        onTrial: (trial) => {
          onTrial(trialView(trial));
        },
      });
      return trials.map(trialView);
    },
  };
}

function views(settings: ModelSettings, profilesFile: string): readonly ModelView[] {
  const gateway = createModelGateway(settings, { profilesFile });
  return distinctRoutes(settings).flatMap(({ tiers, endpoint: name, model }) => {
    const endpoint = settings.endpoints[name];
    const known = tiers
      .flatMap((tier) => gateway.models(tier))
      .find(({ route }) => route.endpoint === name && route.model === model);
    if (endpoint === undefined || known === undefined) return [];
    const { baseUrl, api, callsPerMinute, keyFrom } = endpoint;
    const { pricing } = known;
    return [
      {
        model,
        endpoint: name,
        tiers,
        baseUrl,
        api,
        keyFrom,
        callsPerMinute,
        profile: known.profile(),
        price:
          pricing === undefined
            ? null
            : { ...pricing.perMillion, source: pricing.source, assumedFree: pricing.assumedFree },
      },
    ];
  });
}

function trialView({ endpoint, model, kind, problem, reply, profile }: ModelTrial): TrialView {
  return {
    endpoint,
    model,
    kind,
    problem,
    finish: reply?.finish ?? null,
    seconds: reply?.seconds ?? null,
    costUsd: reply?.costUsd ?? null,
    usage: reply?.usage ?? null,
    profile,
  };
}
