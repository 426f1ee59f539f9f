import { MillwrightError } from '../../src/protocol/errors.js';
import type { ModelReply, ModelRequest } from '../../src/protocol/model-call.js';
import { createModelGateway, type GatewayOptions, type Models } from '../../src/models/gateway.js';
import { SecretKey } from '../../src/models/secret-key.js';
import type { EndpointSettings, ModelOverride, ModelSettings } from '../../src/models/settings.js';

/** Looks like no provider's: only who knows it can hide it. */
export const KEY = 'planted7f3a9c1e5b2d8046';

export function request(fields: Partial<ModelRequest> = {}): ModelRequest {
  return {
    tier: 'standard',
    role: 'backend',
    messages: [
      { role: 'system', content: 'You write TypeScript.' },
      { role: 'user', content: 'Write a function that adds two numbers.' },
    ],
    structure: null,
    maxOutputTokens: 1000,
    ...fields,
  };
}

export const STRUCTURE = {
  name: 'verdict',
  schema: {
    type: 'object',
    properties: { sound: { type: 'boolean' } },
    required: ['sound'],
    additionalProperties: false,
  },
};

/** Settings of endpoints that are asked in this order by every tier. */
export function settings(
  addresses: readonly string[],
  fields: Partial<EndpointSettings> & {
    readonly model?: string;
    readonly overrides?: readonly ModelOverride[];
  } = {},
): ModelSettings {
  const { model = 'example-model', overrides = [], ...rest } = fields;
  const names = addresses.map((_, index) => `endpoint-${index + 1}`);
  const routes = names.map((endpoint) => ({ endpoint, model }));
  return {
    endpoints: Object.fromEntries(
      names.map((name, index) => [
        name,
        {
          name,
          baseUrl: addresses[index] ?? '',
          key: new SecretKey(KEY),
          keyFrom: 'EXAMPLE_KEY',
          api: 'chat' as const,
          callsPerMinute: null,
          silenceMs: 60_000,
          ...rest,
        },
      ]),
    ),
    tiers: { light: routes, standard: routes, strong: routes },
    overrides,
  };
}

export interface Caller {
  readonly gateway: Models;
  call(fields?: Partial<ModelRequest>, signal?: AbortSignal): Promise<ModelReply>;
  /** The error that a call ends with. */
  failure(fields?: Partial<ModelRequest>): Promise<MillwrightError>;
}

/** A caller without patience, unless it is given some: what an endpoint says of later is what is looked at. */
export function callerOf(given: ModelSettings, options: GatewayOptions = {}): Caller {
  const gateway = createModelGateway(given, { patienceMs: 0, ...options });
  const call: Caller['call'] = (fields, signal = new AbortController().signal) =>
    gateway.call(request(fields), { signal });
  return {
    gateway,
    call,
    failure: async (fields) => {
      const outcome = await call(fields).catch((error: unknown) => error);
      if (!(outcome instanceof MillwrightError)) throw new Error('The call was to fail.', { cause: outcome });
      return outcome;
    },
  };
}
