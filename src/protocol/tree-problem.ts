import { projectPathKey, projectPathProblem } from './project-path.js';

/**
 * Why files at `paths` cannot stand together in one project on every file system, or undefined: a path that is not
 * safe, two that are one file where case is folded, or a file where another path has a folder.
 */
export function treeProblem(paths: Iterable<string>): string | undefined {
  const files = new Map<string, string>();
  for (const path of paths) {
    const problem = projectPathProblem(path);
    if (problem !== undefined) return `path ${JSON.stringify(path)}: ${problem}`;
    const twin = files.get(projectPathKey(path));
    if (twin !== undefined)
      return `paths ${JSON.stringify(twin)} and ${JSON.stringify(path)} name one file where case is folded`;
    files.set(projectPathKey(path), path);
  }
  for (const [key, path] of files) {
    for (let end = key.indexOf('/'); end !== -1; end = key.indexOf('/', end + 1)) {
      const file = files.get(key.slice(0, end));
      if (file !== undefined)
        return `path ${JSON.stringify(file)} is a file, and ${JSON.stringify(path)} needs a folder there`;
    }
  }
  return undefined;
}
