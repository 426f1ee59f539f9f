import type { ModelSettings } from './models/settings.js';

/**
 * Takes the keys of models out of `environment`, once they have been read: what a worker starts from then on (npm, git, a
 * sandbox) has no use for them. Those that no endpoint reads are none of its concern, but for the usual one.
 */
export function forgetKeys(
  { endpoints }: Pick<ModelSettings, 'endpoints'>,
  environment: NodeJS.ProcessEnv,
): void {
  const names = Object.values(endpoints).flatMap(({ keyFrom }) => keyFrom ?? []);
  for (const name of ['OPENAI_API_KEY', ...names]) Reflect.deleteProperty(environment, name);
}
