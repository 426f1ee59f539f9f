import type { Activities } from '../../../src/protocol/activities.js';
import type { BuildFileInput } from '../../../src/protocol/build-activities.js';

/** The activities of a product that can only mend: where it would begin a file once more from nothing, it mends what there is. */
export function neverAfresh(activities: Activities): Activities {
  const repairs = new Map<string, NonNullable<BuildFileInput['repair']>>();
  return {
    ...activities,
    buildFile: (input) => {
      if (input.repair !== null) repairs.set(input.path, input.repair);
      return activities.buildFile({ ...input, repair: repairs.get(input.path) ?? null });
    },
  };
}
