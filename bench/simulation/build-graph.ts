import type { PlanDigest, PlannedFile } from '../../src/protocol/digest.js';

/** A file, or a gate between files, and what must be done before it. */
export interface BuildNode {
  /** Milliseconds; a gate takes none. */
  readonly duration: number;
  readonly isGate: boolean;
  readonly before: readonly BuildNode[];
  readonly after: BuildNode[];
}

/**
 * What waits for what in a plan, in an order in which nothing comes before what it waits for. A file waits for the
 * implementations it needs and for the last gate before its phase; a gate waits for every file of its phase and for the
 * gate before it. The plan must have no implementation cycle.
 *
 * @param duration in milliseconds, by path
 */
export function buildGraph(plan: PlanDigest, duration: (path: string) => number): readonly BuildNode[] {
  const files = new Map(plan.files.map((file) => [file.path, file]));
  const nodes = new Map<string, BuildNode>();
  const inOrder: BuildNode[] = [];
  let gate: readonly BuildNode[] = [];
  const add = (time: number, isGate: boolean, before: readonly BuildNode[]): BuildNode => {
    const node: BuildNode = { duration: time, isGate, before, after: [] };
    for (const earlier of before) earlier.after.push(node);
    inOrder.push(node);
    return node;
  };
  const nodeOf = (file: PlannedFile): BuildNode => {
    const known = nodes.get(file.path);
    if (known !== undefined) return known;
    const needed = file.dependencies.flatMap(({ path, on }) => {
      const other = on === 'implementation' ? files.get(path) : undefined;
      return other === undefined ? [] : [nodeOf(other)];
    });
    const node = add(duration(file.path), false, [...gate, ...needed]);
    nodes.set(file.path, node);
    return node;
  };
  for (const phase of plan.phases) {
    const own = plan.files.filter((file) => file.phase === phase.id).map(nodeOf);
    if (phase.critical) gate = [add(0, true, [...gate, ...own])];
  }
  return inOrder;
}
