import type { BenchEngine } from '../engine/bench-engine.js';
import type { Figure } from '../figures/figure.js';

/** What parts share. */
export interface BenchContext {
  /** The server and workers with stubbed activities, started when first asked for. */
  engine(): Promise<BenchEngine>;
  /** One line for a person who waits. */
  say(line: string): void;
}

/** A group of figures that can be run by itself. */
export interface BenchPart<Context = BenchContext> {
  readonly name: string;
  /** Yields each figure as soon as it is known. */
  run(context: Context): AsyncIterable<Figure>;
}
