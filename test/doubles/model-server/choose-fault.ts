import type { Tier } from '../../../src/protocol/tier.js';
import { draw } from './draw.js';
import type { FaultKind, FaultRates } from './faults/fault-kinds.js';
import type { Reply } from './faults/reply.js';
import type { Prompt } from './prompt.js';

/** Who is asked what, as far as chance is concerned: equal ones are equally lucky. */
export interface Chance {
  readonly seed: string;
  readonly rates: FaultRates;
  readonly model: string;
  readonly tier: Tier;
  readonly prompt: Prompt;
}

/** The ways in which one answer could go wrong; undefined where it offers no such mistake. */
export type Mistakes = ReadonlyMap<FaultKind, (drawn: number) => Reply | undefined>;

export interface Fault {
  readonly kind: FaultKind;
  readonly reply: Reply;
  readonly sticky: boolean;
}

/** A number from 0 to below 1 for this request: the model and the messages that the reply is a reply to. */
export function drawFor({ seed, model, prompt }: Chance, what: string): number {
  return draw(seed, model, JSON.stringify(prompt.asked), what);
}

/** A number for this model and this task, however it is worded. */
function drawForTask({ seed, model, prompt: { task } }: Chance, what: string): number {
  return draw(seed, model, task.kind === 'repair' ? 'write' : task.kind, task.subject, what);
}

/**
 * What goes wrong with an answer; undefined when it is good. Of the faults a share is sticky: the model makes it whenever it is
 * asked for that file, however it is asked, until the prompt says what was wrong.
 */
export function chooseFault(chance: Chance, mistakes: Mistakes): Fault | undefined {
  const { rates, tier, prompt } = chance;
  const isSticky = drawForTask(chance, 'sticky') < rates.faulty[tier] * rates.sticky;
  if (prompt.namesAFault) {
    if (drawFor(chance, 'mended') < rates.mended[tier]) return undefined;
  } else if (!isSticky && drawFor(chance, 'faulty') >= plainShare(rates, tier)) return undefined;
  const drawn = (what: string): number => (isSticky ? drawForTask(chance, what) : drawFor(chance, what));
  return firstThatApplies(rates.kinds, mistakes, drawn('kind'), drawn('place'), isSticky);
}

/** So that sticky and other faults together make up the rate. */
function plainShare({ faulty, sticky }: FaultRates, tier: Tier): number {
  const share = faulty[tier];
  return share * sticky === 1 ? 1 : (share * (1 - sticky)) / (1 - share * sticky);
}

/** Every kind that applies is as likely as any other. */
function firstThatApplies(
  kinds: readonly FaultKind[],
  mistakes: Mistakes,
  drawnKind: number,
  drawnPlace: number,
  sticky: boolean,
): Fault | undefined {
  const order = kinds
    .map((kind) => ({ kind, rank: draw(drawnKind, kind) }))
    .sort((one, other) => one.rank - other.rank);
  for (const { kind } of order) {
    const reply = mistakes.get(kind)?.(drawnPlace);
    if (reply !== undefined) return { kind, reply, sticky };
  }
  return undefined;
}
