import type { Diagnostic } from '../../../protocol/diagnostic.js';
import type { Ground } from './grounds.js';

interface Remembered {
  readonly grounds: readonly Ground[];
  readonly found: readonly Diagnostic[];
}

/** What checks found, for as long as the files that decide it are the same ones. */
export class RememberedFindings {
  readonly #known = new Map<string, Remembered>();

  /** What was found under `key` on equal `grounds`, or what `find` finds now. @throws what `find` throws, and remembers nothing. */
  recall(key: string, grounds: readonly Ground[], find: () => readonly Diagnostic[]): readonly Diagnostic[] {
    const known = this.#known.get(key);
    if (known !== undefined && areSame(known.grounds, grounds)) return known.found;
    const found = find();
    this.#known.set(key, { grounds, found });
    return found;
  }
}

function areSame(one: readonly Ground[], other: readonly Ground[]): boolean {
  return one.length === other.length && one.every((file, index) => file === other[index]);
}
