/** Tests and what they share, told from the path: they may use development packages and are not shipped. */
export function isTestPath(path: string): boolean {
  return /(^|\/)(tests?|__tests__)\//.test(path) || isTestFile(path);
}

/** What a test runner runs; what tests share is none. */
export function isTestFile(path: string): boolean {
  return /\.(test|spec)\.[cm]?[jt]sx?$/.test(path);
}
