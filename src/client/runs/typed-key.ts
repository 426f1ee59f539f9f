/** The last eight digits, as `shortKey` gives them, or more. */
const KEY_END = /^[0-9a-f-]*[0-9a-f]{8}$/;
/** Up to the millisecond. */
const KEY_FRONT = /^[0-9a-f]{8}-[0-9a-f]{4}[0-9a-f-]*$/;

/** May `name` be a run's key, or enough of one? */
export function mayNameKey(name: string): boolean {
  return KEY_END.test(name) || KEY_FRONT.test(name);
}

/** Does `name` stand for the run of this key: by its last eight digits or more, or by its first twelve or more? */
export function namesKey(name: string, key: string): boolean {
  return (KEY_END.test(name) && key.endsWith(name)) || (KEY_FRONT.test(name) && key.startsWith(name));
}
