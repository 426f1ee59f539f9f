import type { ProduceFileResult } from '../../protocol/children.js';
import type { Effort } from '../../protocol/effort.js';

type Count = 'hallucinated' | 'unreadable' | 'sideBySide' | 'byBlueprint';

/** A count as it travels: nothing is left out. */
function counted(name: Count, count: number): Effort {
  return count === 0 ? {} : { [name]: count };
}

/** What two rounds of a file took together; undefined: nothing beyond a first draft. */
export function addEffort(one: Effort | undefined, other: Effort | undefined): Effort | undefined {
  if (one === undefined || other === undefined) return one ?? other;
  const sum = (name: Count): number => (one[name] ?? 0) + (other[name] ?? 0);
  return effortOf({
    escalations: [...(one.escalations ?? []), ...(other.escalations ?? [])],
    hallucinated: sum('hallucinated'),
    unreadable: sum('unreadable'),
    sideBySide: sum('sideBySide'),
    byBlueprint: sum('byBlueprint'),
  });
}

/** An effort as it travels; undefined when it says nothing. */
export function effortOf({ escalations, ...counts }: Required<Effort>): Effort | undefined {
  const effort: Effort = {
    ...(escalations.length === 0 ? {} : { escalations }),
    ...counted('hallucinated', counts.hallucinated),
    ...counted('unreadable', counts.unreadable),
    ...counted('sideBySide', counts.sideBySide),
    ...counted('byBlueprint', counts.byBlueprint),
  };
  return Object.keys(effort).length === 0 ? undefined : effort;
}

/** Did the model use up its attempts, though the blueprint author had something? That is an error of the run all the same. */
export function usedUp(effort: Effort | undefined): boolean {
  return effort?.escalations?.some(({ to }) => to === 'blueprint') ?? false;
}

/** Is what came of a file that was sent back an error of the run? Giving it back as it was says that the fault is elsewhere, and is none. */
export function isError(result: ProduceFileResult): boolean {
  return (result.outcome === 'failed' && result.unchanged !== true) || usedUp(result.effort);
}
