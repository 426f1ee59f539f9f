/**
 * How much of a run's key is printed: its last eight digits. They are random; the first ones are the time at which the server
 * started the run, and are those of every run of the same minute.
 */
const SHORT_KEY_DIGITS = 8;
const KEY_END = /^[0-9a-f-]*[0-9a-f]{8}$/;
/** Up to the millisecond. */
const KEY_FRONT = /^[0-9a-f]{8}-[0-9a-f]{4}[0-9a-f-]*$/;

/** A run's key as a person reads and types it. */
export function shortKey(key: string): string {
  return key.slice(-SHORT_KEY_DIGITS);
}

/** May `name` be a run's key, or enough of one? */
export function mayNameKey(name: string): boolean {
  return KEY_END.test(name) || KEY_FRONT.test(name);
}

/** Does `name` stand for the run of this key: by its last eight digits or more, or by its first twelve or more? */
export function namesKey(name: string, key: string): boolean {
  return (KEY_END.test(name) && key.endsWith(name)) || (KEY_FRONT.test(name) && key.startsWith(name));
}
