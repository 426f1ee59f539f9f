import { Graph, alg } from '@dagrejs/graphlib';
import type { PlannedFile } from '../../protocol/digest.js';

/** The plan's files and what each waits for: an edge runs from a file to the one whose implementation it needs. */
function implementationGraph(files: readonly PlannedFile[]): Graph {
  const graph = new Graph({ directed: true });
  for (const file of files) graph.setNode(file.path);
  for (const file of files) {
    for (const dependency of file.dependencies) {
      if (dependency.on === 'implementation') graph.setEdge(file.path, dependency.path);
    }
  }
  return graph;
}

/** Groups of files that wait for one another's implementation; each would wait for ever. Members in plan order. */
export function implementationCycles(files: readonly PlannedFile[]): readonly (readonly string[])[] {
  const order = new Map(files.map((file, index) => [file.path, index]));
  const place = (path: string): number => order.get(path) ?? Number.MAX_SAFE_INTEGER;
  return alg
    .findCycles(implementationGraph(files))
    .map((members) => [...members].sort((a, b) => place(a) - place(b)));
}

/**
 * How far each file is from the end: its own weight plus the longest chain of files that wait for it. The file with the
 * largest value is started first, so that the critical path never waits. `weight` is any unit of work, 1 by default.
 * The graph must have no implementation cycle.
 */
export function distanceToEnd(
  files: readonly PlannedFile[],
  weight: (file: PlannedFile) => number = () => 1,
): ReadonlyMap<string, number> {
  const byPath = new Map(files.map((file) => [file.path, file]));
  const dependants = new Map<string, PlannedFile[]>();
  for (const file of files) {
    for (const dependency of file.dependencies) {
      if (dependency.on !== 'implementation' || !byPath.has(dependency.path)) continue;
      const list = dependants.get(dependency.path);
      if (list === undefined) dependants.set(dependency.path, [file]);
      else list.push(file);
    }
  }
  const distances = new Map<string, number>();
  // Dependants come before what they depend on, so that each file's longest chain is known when it is reached.
  for (const path of alg.topsort(implementationGraph(files))) {
    const file = byPath.get(path);
    if (file === undefined) continue;
    const after = (dependants.get(path) ?? []).map((dependant) => distances.get(dependant.path) ?? 0);
    distances.set(path, weight(file) + Math.max(0, ...after));
  }
  return distances;
}

/** `roots` and every file whose implementation one of them needs, directly or through others. */
export function implementationsUnder(
  files: readonly PlannedFile[],
  roots: readonly string[],
): ReadonlySet<string> {
  const byPath = new Map(files.map((file) => [file.path, file]));
  // A set is walked in the order of insertion, what is added on the way included.
  const under = new Set(roots);
  for (const path of under) {
    for (const dependency of byPath.get(path)?.dependencies ?? []) {
      if (dependency.on === 'implementation') under.add(dependency.path);
    }
  }
  return under;
}
