import { Graph, alg } from '@dagrejs/graphlib';
import type { PlanDigest, PlannedFile } from './digest.js';

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
 * How far each file is from the end of the build: its own weight plus the longest way through what waits for it, which
 * are the files that need its implementation and, in a critical phase, every file behind the phase's gate. The file with
 * the largest value is started first, so that neither the critical path nor a gate waits for less. `weight` is any unit
 * of work, 1 by default. The plan must have no implementation cycle, and nothing in it may need a later phase.
 */
export function distanceToEnd(
  plan: Pick<PlanDigest, 'files' | 'phases'>,
  weight: (file: PlannedFile) => number = () => 1,
): ReadonlyMap<string, number> {
  const graph = implementationGraph(plan.files);
  let closed: string | undefined;
  for (const phase of plan.phases) {
    const own = plan.files.filter((file) => file.phase === phase.id).map(({ path }) => path);
    if (closed !== undefined) for (const path of own) graph.setEdge(path, closed);
    if (!phase.critical) continue;
    const gate = gateNode(phase.id);
    graph.setNode(gate);
    for (const path of own) graph.setEdge(gate, path);
    if (closed !== undefined) graph.setEdge(gate, closed);
    closed = gate;
  }
  const byPath = new Map(plan.files.map((file) => [file.path, file]));
  const ways = new Map<string, number>();
  // What waits comes before what it waits for, so that each file's longest way is known when it is reached.
  for (const node of alg.topsort(graph)) {
    const file = byPath.get(node);
    const after = (graph.predecessors(node) ?? []).map((other) => ways.get(other) ?? 0);
    ways.set(node, (file === undefined ? 0 : weight(file)) + Math.max(0, ...after));
  }
  return new Map(plan.files.map(({ path }) => [path, ways.get(path) ?? 0]));
}

/** No path of a project has a line break in it. */
function gateNode(phase: string): string {
  return `gate\n${phase}`;
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
