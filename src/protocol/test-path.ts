/**
 * Tests and what they share, told from the path: they may use development packages and are not shipped. Among sources a folder
 * named `tests` is as likely about tests of another kind (of a laboratory, of a school), and is shipped with them; one named `test`
 * is where frameworks keep what tests are set up by.
 */
export function isTestPath(path: string): boolean {
  return (
    /^(?:(?!src\/)[^/]+\/)*tests\//.test(path) ||
    /(?:^|\/)(?:test|__tests__)\//.test(path) ||
    isTestFile(path)
  );
}

/** What a test runner runs; what tests share is none. */
export function isTestFile(path: string): boolean {
  return /\.(test|spec)\.[cm]?[jt]sx?$/.test(path);
}
