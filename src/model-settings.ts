import { ConfigError } from './config.js';
import { isLoopback, isPrivate } from './models/addresses.js';
import { SecretKey } from './models/secret-key.js';
import {
  API_FLAVOURS,
  DEFAULT_CALLS_PER_MINUTE,
  DEFAULT_SILENCE_MS,
  OWN_SILENCE_MS,
  type ApiFlavour,
  type EndpointSettings,
  type ModelRoute,
  type ModelSettings,
} from './models/settings.js';
import {
  CONFIG_FILE,
  readConfigFile,
  type EndpointSection,
  type FileProblems,
  type ModelsSection,
} from './config-file.js';
import { TIERS, type Tier } from './protocol/tier.js';

type Environment = Readonly<Record<string, string | undefined>>;

const OPENAI_URL = 'https://api.openai.com/v1';

/** Asked for where nobody names a model. */
const DEFAULT_MODELS: Readonly<Record<Tier, string>> = {
  light: 'gpt-5-mini',
  standard: 'gpt-5.1',
  strong: 'gpt-5.4',
};

/** A tier that is not named takes over the first of these that is. */
const STAND_INS: Readonly<Record<Tier, readonly Tier[]>> = {
  light: ['standard', 'strong'],
  standard: ['strong', 'light'],
  strong: ['standard', 'light'],
};

/**
 * The models of the environment and of `millwright.config.yaml`. The file is `MILLWRIGHT_CONFIG`, or that name in `cwd`; where it
 * names endpoints or tiers, those count; MILLWRIGHT_MODEL… still replaces the model of a tier. undefined: there are no models.
 * @throws ConfigError naming every setting that cannot be used, with its line.
 */
export function readModelSettings(environment: Environment, cwd: string): ModelSettings | undefined {
  const given = (name: string): string | undefined => {
    const value = environment[name]?.trim();
    return value === '' ? undefined : value;
  };
  const file = readConfigFile(given('MILLWRIGHT_CONFIG'), cwd);
  const problems = new Problems(file.problems);
  const section = file.models ?? {};
  const api = apiOf(given('MILLWRIGHT_MODEL_API'), problems);
  const endpoints = section.endpoints
    ? endpointsOfFile(section.endpoints, given, api, problems)
    : endpointOfEnvironment(given, api, problems);
  if (endpoints.length === 0 && problems.none()) {
    if (section.tiers === undefined) return undefined;
    problems.inFile(['models', 'tiers'], 'names models, and there is no endpoint; add models.endpoints');
  }
  const tiers = tiersOf(section, endpoints, given, problems);
  checkOverrides(section, endpoints, problems);
  problems.throwIfAny();
  return {
    endpoints: Object.fromEntries(endpoints.map((endpoint) => [endpoint.name, endpoint])),
    tiers,
    overrides: section.overrides ?? [],
  };
}

type Given = (name: string) => string | undefined;

/** What is wrong, each thing a line that starts with where it is. */
class Problems {
  readonly #found: string[] = [];

  constructor(private readonly file: FileProblems) {}

  none(): boolean {
    return this.#found.length === 0;
  }

  inEnvironment(name: string, problem: string): void {
    this.#found.push(`${name}: ${problem}`);
  }

  inFile(path: readonly (string | number)[], problem: string): void {
    this.#found.push(this.file.at(path, problem));
  }

  throwIfAny(): void {
    if (this.#found.length === 0) return;
    throw new ConfigError(
      `These settings cannot be used:\n${this.#found.map((line) => `  ${line}`).join('\n')}`,
    );
  }
}

function apiOf(value: string | undefined, problems: Problems): ApiFlavour | undefined {
  const found = API_FLAVOURS.find((flavour) => flavour === value);
  if (value !== undefined && found === undefined) {
    problems.inEnvironment('MILLWRIGHT_MODEL_API', `must be one of ${API_FLAVOURS.join(', ')}`);
  }
  return found;
}

function endpointOfEnvironment(
  given: Given,
  api: ApiFlavour | undefined,
  problems: Problems,
): readonly EndpointSettings[] {
  const address = given('OPENAI_BASE_URL');
  const key = given('OPENAI_API_KEY');
  if (address === undefined && key === undefined) return [];
  const baseUrl = address ?? OPENAI_URL;
  const wrong = addressProblem(baseUrl) ?? keyProblem(key, baseUrl, 'OPENAI_API_KEY');
  if (wrong !== undefined) {
    const name = addressProblem(baseUrl) === undefined ? 'OPENAI_API_KEY' : 'OPENAI_BASE_URL';
    problems.inEnvironment(name, wrong);
    return [];
  }
  return [
    {
      name: new URL(baseUrl).host,
      baseUrl,
      key: key === undefined ? null : new SecretKey(key),
      keyFrom: key === undefined ? null : 'OPENAI_API_KEY',
      api: api ?? 'chat',
      callsPerMinute: isLoopback(baseUrl) ? null : DEFAULT_CALLS_PER_MINUTE,
      silenceMs: silenceAt(baseUrl),
    },
  ];
}

function endpointsOfFile(
  sections: Readonly<Record<string, EndpointSection>>,
  given: Given,
  api: ApiFlavour | undefined,
  problems: Problems,
): readonly EndpointSettings[] {
  return Object.entries(sections).flatMap(([name, section]) => {
    const path = ['models', 'endpoints', name];
    const { baseUrl, keyFrom } = section;
    const wrongAddress = addressProblem(baseUrl);
    if (wrongAddress !== undefined) {
      problems.inFile([...path, 'baseUrl'], wrongAddress);
      return [];
    }
    const key = keyFrom === undefined ? undefined : given(keyFrom);
    const wrongKey = keyProblem(key, baseUrl, keyFrom);
    if (wrongKey !== undefined) {
      problems.inFile(keyFrom === undefined ? path : [...path, 'keyFrom'], wrongKey);
      return [];
    }
    const unlimited = section.callsPerMinute === 0 || isLoopback(baseUrl);
    return [
      {
        name,
        baseUrl,
        key: key === undefined ? null : new SecretKey(key),
        keyFrom: keyFrom ?? null,
        api: api ?? section.api ?? 'chat',
        callsPerMinute:
          section.callsPerMinute !== undefined && section.callsPerMinute > 0
            ? section.callsPerMinute
            : unlimited
              ? null
              : DEFAULT_CALLS_PER_MINUTE,
        silenceMs: section.silenceSeconds === undefined ? silenceAt(baseUrl) : section.silenceSeconds * 1000,
      },
    ];
  });
}

function silenceAt(baseUrl: string): number {
  return isPrivate(baseUrl) ? OWN_SILENCE_MS : DEFAULT_SILENCE_MS;
}

/** The problem never quotes the address: somebody may have put a key into it. */
function addressProblem(address: string): string | undefined {
  if (!URL.canParse(address)) return 'must be an address such as https://api.openai.com/v1';
  const { protocol, username, password, search, hash } = new URL(address);
  if (protocol !== 'http:' && protocol !== 'https:') return 'must start with http:// or https://';
  if (username !== '' || password !== '') {
    return 'must have no user name and no password in it; a key goes into an environment variable';
  }
  if (search !== '' || hash !== '') return 'must have no "?" and no "#" in it';
  return undefined;
}

function keyProblem(
  key: string | undefined,
  baseUrl: string,
  keyFrom: string | undefined,
): string | undefined {
  if (key !== undefined) {
    return /^[\x21-\x7e]+$/.test(key) ? undefined : 'holds a key with characters that no header can have';
  }
  if (isPrivate(baseUrl)) return undefined;
  return keyFrom === undefined
    ? 'has no key; keyFrom names the environment variable that holds it (only an address of this machine or of a private network needs none)'
    : `is not set: the environment variable ${keyFrom} has to hold the key of the endpoint`;
}

function tiersOf(
  { tiers = {}, endpoints: sections }: ModelsSection,
  endpoints: readonly EndpointSettings[],
  given: Given,
  problems: Problems,
): Readonly<Record<Tier, readonly ModelRoute[]>> {
  const known = new Set([...Object.keys(sections ?? {}), ...endpoints.map(({ name }) => name)]);
  for (const tier of TIERS) {
    tiers[tier]?.forEach((route, index) => {
      if (known.has(route.endpoint)) return;
      problems.inFile(
        ['models', 'tiers', tier, index, 'endpoint'],
        `must be one of ${[...known].join(', ')}`,
      );
    });
  }
  const anyModel = ['MILLWRIGHT_MODEL', ...TIERS.map((tier) => `MILLWRIGHT_MODEL_${tier.toUpperCase()}`)];
  if (
    sections !== undefined &&
    Object.keys(tiers).length === 0 &&
    anyModel.every((name) => given(name) === undefined) &&
    endpoints.some(({ baseUrl }) => new URL(baseUrl).host !== new URL(OPENAI_URL).host)
  ) {
    problems.inFile(['models', 'tiers'], 'is missing: name a model for one tier at least');
  }
  const standIn = (tier: Tier): readonly ModelRoute[] | undefined =>
    tiers[tier] ?? STAND_INS[tier].map((other) => tiers[other]).find((routes) => routes !== undefined);
  return Object.fromEntries(
    TIERS.map((tier) => {
      const named =
        given(`MILLWRIGHT_MODEL_${tier.toUpperCase()}`) ??
        given('MILLWRIGHT_MODEL') ??
        (sections === undefined ? given('OPENAI_MODEL') : undefined);
      const routes = standIn(tier);
      const first = routes?.[0]?.endpoint ?? endpoints[0]?.name ?? '';
      if (named !== undefined) return [tier, [{ endpoint: first, model: named }]];
      return [tier, routes ?? [{ endpoint: first, model: modelFor(tier, given) }]];
    }),
  ) as unknown as Readonly<Record<Tier, readonly ModelRoute[]>>;
}

/** One model that is named for any tier serves the others too, before a default does. */
function modelFor(tier: Tier, given: Given): string {
  const other = STAND_INS[tier]
    .map((each) => given(`MILLWRIGHT_MODEL_${each.toUpperCase()}`))
    .find((model) => model !== undefined);
  return other ?? DEFAULT_MODELS[tier];
}

function checkOverrides(
  { overrides = [] }: ModelsSection,
  endpoints: readonly EndpointSettings[],
  problems: Problems,
): void {
  overrides.forEach(({ endpoint }, index) => {
    if (endpoint === undefined || endpoints.some(({ name }) => name === endpoint)) return;
    problems.inFile(['models', 'overrides', index, 'endpoint'], `is none of the endpoints of ${CONFIG_FILE}`);
  });
}
