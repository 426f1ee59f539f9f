/** Values by name, up to a size in all; the one that was used longest ago makes room for a new one. */
export class RecentlyUsed<Value> {
  // A Map iterates in insertion order: re-inserting on each use keeps the least recently used one first.
  readonly #kept = new Map<string, Value>();
  #size = 0;

  /** @param most size of all together, in the unit of `sizeOf`; without that each value counts as one. */
  constructor(
    private readonly most: number,
    private readonly sizeOf: (value: Value) => number = () => 1,
  ) {}

  get(name: string): Value | undefined {
    const value = this.#kept.get(name);
    if (value === undefined) return undefined;
    this.#kept.delete(name);
    this.#kept.set(name, value);
    return value;
  }

  /** Keeps a value; where one has the name already, that one stays. */
  add(name: string, value: Value): void {
    // Of two who miss it at once the first keeps it: counted twice, its size would be missing for good.
    if (this.#kept.has(name)) return;
    this.#kept.set(name, value);
    this.#size += this.sizeOf(value);
    for (const [oldest, old] of this.#kept) {
      if (this.#size <= this.most) break;
      this.#kept.delete(oldest);
      this.#size -= this.sizeOf(old);
    }
  }
}
