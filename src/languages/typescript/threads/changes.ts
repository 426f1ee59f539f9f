import { isDeepStrictEqual } from 'node:util';
import type { Changes } from './thread-messages.js';

/** What leads from `before` to `after`. */
export function changesBetween<Value>(
  before: ReadonlyMap<string, Value>,
  after: ReadonlyMap<string, Value>,
): Changes<Value> {
  const changes: (readonly [string, Value | null])[] = [];
  for (const [path, value] of after) {
    if (!before.has(path) || !isDeepStrictEqual(before.get(path), value)) changes.push([path, value]);
  }
  for (const path of before.keys()) {
    if (!after.has(path)) changes.push([path, null]);
  }
  return changes;
}
