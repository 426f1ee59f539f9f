/** Of `paths` the one most like `target`, when it is like enough to be what was meant; file endings do not count. */
export function closestPath(target: string, paths: readonly string[]): string | undefined {
  const wanted = stem(target);
  let best: { readonly path: string; readonly distance: number } | undefined;
  for (const path of paths) {
    const candidate = stem(path);
    // The right file in the wrong folder is the usual slip.
    const distance = name(candidate) === name(wanted) ? 1 : editDistance(wanted, candidate);
    if (best === undefined || distance < best.distance) best = { path, distance };
  }
  return best !== undefined && best.distance <= Math.max(3, wanted.length / 3) ? best.path : undefined;
}

function stem(path: string): string {
  return path.replace(/(\.d)?\.[cm]?[jt]sx?$/, '');
}

function name(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** Levenshtein distance: insertions, deletions and replacements of one character. */
export function editDistance(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, column) => column);
  for (let line = 1; line <= from.length; line += 1) {
    const next = [line];
    for (let column = 1; column <= to.length; column += 1) {
      const replaced = (row[column - 1] ?? 0) + (from[line - 1] === to[column - 1] ? 0 : 1);
      next.push(Math.min(replaced, (row[column] ?? 0) + 1, (next[column - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[to.length] ?? 0;
}
