/** Longest path of a project file, in characters: leaves room for a user's own folder under the usual limits. */
const LONGEST_PATH = 200;

/** What a generated project may not bring with it: another repository's state, or installed code. */
const RESERVED_SEGMENTS = new Set(['.git', 'node_modules']);

/** Names that Windows cannot create, whatever their ending. */
const WINDOWS_DEVICES = /^(con|prn|aux|nul|com\d|lpt\d)(\..*)?$/i;

/** Why `path` cannot name a file inside a project, or undefined. A good one is relative, POSIX, and stays inside. */
export function projectPathProblem(path: string): string | undefined {
  if (path === '') return 'it is empty';
  if (path.length > LONGEST_PATH) return `it is longer than ${String(LONGEST_PATH)} characters`;
  if (path.startsWith('/') || /^[a-zA-Z]:/.test(path))
    return 'it is absolute; write it relative to the project';
  if (path.includes('\\')) return 'it has a backslash; separate folders with "/"';
  if (/[\u0000-\u001f\u007f<>:"|?*]/.test(path)) return 'it has a character that not every file system takes';
  if (path !== path.normalize('NFC')) return 'it is not in Unicode normal form C';
  for (const segment of path.split('/')) {
    if (segment === '') return 'it has an empty folder name';
    if (segment === '..' || segment === '.') return 'it leaves the project or points at itself';
    if (/[. ]$/.test(segment)) return `"${segment}" ends with a dot or a space`;
    if (RESERVED_SEGMENTS.has(segment.toLowerCase())) return `"${segment}" is reserved`;
    if (WINDOWS_DEVICES.test(segment)) return `"${segment}" is a device name on Windows`;
  }
  return undefined;
}

/** Beside a delivered project, and in it: Millwright's reports, and its notes. */
const OWN = new Set(['millwright.md', 'millwright-report.html', 'millwright-report.json', '.millwright']);

/** Why no file may be planned at `path`, or undefined: it cannot name one, or Millwright writes there itself. */
export function plannedPathProblem(path: string): string | undefined {
  const [first = ''] = path.split('/');
  return (
    projectPathProblem(path) ?? (OWN.has(first.toLowerCase()) ? 'Millwright writes there itself' : undefined)
  );
}

/** Two paths with one key are the same file on a file system that folds case. */
export function projectPathKey(path: string): string {
  return path.normalize('NFC').toLowerCase();
}
