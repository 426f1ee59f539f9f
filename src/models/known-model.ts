import { knownProfile } from './profiles/known-profiles.js';
import type { ProfileBook } from './profiles/profile-book.js';
import type { ModelProfile, ProfileChange } from './profiles/profile.js';
import { pricingOf, type Pricing } from './prices.js';
import { overrideOf, type ModelRoute, type ModelSettings } from './settings.js';

/** One model at one endpoint, with all that is known of it. */
export interface KnownModel {
  readonly route: ModelRoute;
  /** The name under which it is well known. */
  readonly knownAs: string;
  /** undefined: none is known. */
  readonly pricing: Pricing | undefined;
  /** undefined: the model's own. */
  readonly temperature: number | undefined;
  /**
   * What a person said, over what was learned, over what its name says.
   * @param at in milliseconds of the epoch, now where it is left out: what was learned is forgotten after a while.
   */
  profile(at?: number): ModelProfile;
  /** Who says how long its context is. */
  contextFrom(): 'settings' | 'endpoint' | 'prices';
  learn(change: ProfileChange): void;
  /** Forgets what was learned. */
  forget(): void;
}

/** @throws Error when the route names an endpoint that the settings do not have. */
export function knownModel(settings: ModelSettings, route: ModelRoute, book: ProfileBook): KnownModel {
  const endpoint = settings.endpoints[route.endpoint];
  if (endpoint === undefined) throw new Error(`No endpoint ${route.endpoint} in the settings.`);
  const override = overrideOf(settings, route);
  const knownAs = override.knownAs ?? route.model;
  const pricing = pricingOf(route.model, endpoint.baseUrl, override);
  const place = { baseUrl: endpoint.baseUrl, model: route.model };
  const said: ProfileChange = Object.fromEntries(
    Object.entries(override.profile ?? {}).filter(([, value]) => value !== undefined),
  );
  const named: ModelProfile = { ...knownProfile(knownAs), contextTokens: pricing?.contextTokens ?? null };
  return {
    route,
    knownAs,
    pricing,
    temperature: override.temperature,
    profile: (at = Date.now()) => ({ ...named, ...book.learned(place, at), ...said }),
    contextFrom: () =>
      said.contextTokens !== undefined
        ? 'settings'
        : book.learned(place, Date.now()).contextTokens !== undefined
          ? 'endpoint'
          : 'prices',
    learn: (change) => {
      book.learn(place, change);
    },
    forget: () => {
      book.forget(place);
    },
  };
}
