import type { Activities } from '../../../src/protocol/activities.js';
import { isVerdict, type VerdictKeys } from './verdict-key.js';
import type { VerdictCache } from './verdict-cache.js';

type Called = (input: never) => Promise<unknown>;

/** The activities, those that check and run what was written answered once for the same work. */
export function cachedActivities(activities: Activities, cache: VerdictCache, keys: VerdictKeys): Activities {
  const cached = Object.entries<Called>({ ...activities }).map(([name, activity]): [string, Called] => [
    name,
    isVerdict(name)
      ? async (input) => cache.of(name, await keys.of(name, input), async () => activity(input))
      : activity,
  ]);
  return Object.fromEntries(cached) as unknown as Activities;
}
