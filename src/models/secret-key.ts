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

/** `text` without `key`, and without what looks like one: endpoints quote keys in their errors. */
export function withoutKeys(text: string, key: SecretKey | null): string {
  const value = key?.reveal() ?? '';
  return (value === '' ? text : text.split(value).join(SHOWN)).replace(KEY_LIKE, SHOWN);
}
