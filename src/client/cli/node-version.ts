/**
 * The oldest Node that the packages of Millwright run on, as `engines` says. Whatever is imported here is loaded by older ones too,
 * which must get as far as saying so: nothing is.
 */
const OLDEST_NODE = { major: 20, minor: 20 } as const;

/** What to do about a Node of this version (`v18.19.1` or `18.19.1`); undefined when it is new enough. */
export function nodeRemedy(version: string): string | undefined {
  const [major = 0, minor = 0] = version.replace(/^v/, '').split('.').map(Number);
  const enough = major > OLDEST_NODE.major || (major === OLDEST_NODE.major && minor >= OLDEST_NODE.minor);
  return enough ? undefined : `Install Node ${OLDEST_NODE.major}.${OLDEST_NODE.minor} or newer.`;
}
