import type { PlayedSeed, SeedOrder } from '../playing/play-seed.js';
import type { ModelsEngine } from '../engine/models-engine.js';
import type { Stage } from '../playing/stage.js';

export const REFERENCES = [
  { name: 'box-office', files: 12 },
  { name: 'tool-shed', files: 25 },
  { name: 'community-centre', files: 60 },
] as const;
export type ReferenceName = (typeof REFERENCES)[number]['name'];

/** What the parts of this bench share. */
export interface ModelsContext {
  /** Seeds at the standard fault rate, over all references. */
  readonly seeds: number;
  stage(): Promise<Stage>;
  engine(): Promise<ModelsEngine>;
  /** Plays a seed, once however often it is asked for; some at a time. */
  play(order: SeedOrder): Promise<PlayedSeed>;
  /** One line for a person who waits. */
  say(line: string): void;
}

/** Far above what a run needs: what a limit does is measured apart. In US dollars. */
export const AMPLE_LIMIT_USD = 40;

/** One seed in so many is played by an endpoint that understands the least. */
const PLAIN_EVERY = 5;

/** The seeds of one reference at the standard fault rate. */
export function standardSeeds(context: ModelsContext, reference: ReferenceName): readonly SeedOrder[] {
  const each = Math.ceil(context.seeds / REFERENCES.length);
  return Array.from({ length: each }, (_, index) => {
    const seed = index + 1;
    return {
      reference,
      seed,
      faults: 'standard',
      limitUsd: AMPLE_LIMIT_USD,
      ...(seed % PLAIN_EVERY === 0 && { dialect: 'plain' }),
    };
  });
}

/** Plays the orders, and says how far it is. */
export async function playAll(
  context: ModelsContext,
  what: string,
  orders: readonly SeedOrder[],
): Promise<readonly PlayedSeed[]> {
  let done = 0;
  return Promise.all(
    orders.map(async (order) => {
      const played = await context.play(order);
      done += 1;
      const { run, error } = played;
      const end =
        error === null ? (isWhole(played) ? 'whole' : flagsOf(played)) : `${error.type}: ${error.message}`;
      const drafts = [...(run?.drafts.values() ?? [])].reduce((sum, count) => sum + count, 0);
      const dialect = order.dialect === 'plain' ? ', plain dialect' : '';
      context.say(
        `${what}, seed ${order.seed}${dialect} (${done} of ${orders.length}): ${played.calls.length} calls, ${drafts} drafts, ${played.spentUsd.toFixed(2)} USD, ${end}`,
      );
      return played;
    }),
  );
}

function flagsOf({ run }: PlayedSeed): string {
  const levels = Object.entries(run?.levels ?? {}).filter(([, level]) => level !== 'proven');
  return [
    ...(run?.flags ?? []).map(({ code, about }) => `${code} ${about}`),
    ...levels.map(([id, level]) => `${id} ${level}`),
  ].join(', ');
}

/** What a run spent, in shares of what it might. */
export function shareOfLimit({ spentUsd, order: { limitUsd } }: PlayedSeed): number {
  return limitUsd === null ? 0 : spentUsd / limitUsd;
}

/** Delivered, every requirement proven, no flag. */
export function isWhole({ run }: PlayedSeed): boolean {
  return run?.flags.length === 0 && Object.values(run.levels).every((level) => level === 'proven');
}
