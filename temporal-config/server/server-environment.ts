/** Names that say that a secret is in the variable: of models, registries, clouds or another Temporal. */
const SECRET = /(?:^|_)(?:API_?KEY|KEY|TOKEN|SECRET|PASSWORD|CREDENTIALS)(?:_|$)/i;

/**
 * What the environment of a local Temporal server lacks of this process' own: whatever is named as a secret, as undefined. It talks to nobody but
 * this machine, and has no use for any.
 */
export function serverEnvironment(
  environment: Readonly<Record<string, string | undefined>>,
): Readonly<Record<string, undefined>> {
  const secrets = Object.keys(environment).filter((name) => SECRET.test(name));
  return Object.fromEntries(secrets.map((name) => [name, undefined]));
}
