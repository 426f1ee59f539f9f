import { LRUCache } from 'lru-cache';

/** Words that one function remembers: more than any brief has. */
const MOST = 5_000;

/** The same pure function of a text, which is worked out once for a text that it is asked about again and again. */
export function remembered<Value>(find: (text: string) => Value): (text: string) => Value {
  const known = new LRUCache<string, { readonly value: Value }>({ max: MOST });
  return (text) => {
    let found = known.get(text);
    if (found === undefined) {
      found = { value: find(text) };
      known.set(text, found);
    }
    return found.value;
  };
}
