import { inspect } from 'node:util';

const SHOWN = '[key]';

/** What providers' keys look like, whole or half hidden by whoever quotes them. */
const KEY_LIKE = /\b(?:sk|pk|gsk|xai|hf|AIza|Bearer)[-_ ][\w.*…-]{6,}|\bAIza[\w-]{10,}/g;

/** A key that can be sent and cannot be printed: every way of showing it says `[key]`. */
export class SecretKey {
  readonly #value: string;

  constructor(value: string) {
    this.#value = value;
  }

  /** For the header of a request, and nothing else. */
  reveal(): string {
    return this.#value;
  }

  toString(): string {
    return SHOWN;
  }

  toJSON(): string {
    return SHOWN;
  }

  [inspect.custom](): string {
    return SHOWN;
  }
}

/** A shorter key is a word that a server of one's own was given ("x", "none"), and may be part of any other. */
const LEAST_KEY_CHARACTERS = 8;

/**
 * `text` without `key`, and without what looks like one: endpoints quote keys in their errors. A short key is taken out where it stands by
 * itself only: what the endpoint says has to stay what it says.
 */
export function withoutKeys(text: string, key: SecretKey | null): string {
  const value = key?.reveal() ?? '';
  return (value === '' ? text : text.replace(patternOf(value), SHOWN)).replace(KEY_LIKE, SHOWN);
}

function patternOf(key: string): RegExp {
  const escaped = key.replace(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
  return new RegExp(
    key.length < LEAST_KEY_CHARACTERS ? String.raw`(?<![\w-])${escaped}(?![\w-])` : escaped,
    'g',
  );
}
