import type { PlanDigest } from '../../src/protocol/digest.js';
import { buildGraph, type BuildNode } from './build-graph.js';

/** Bounds that no schedule of a plan can beat, in milliseconds. */
export interface LowerBound {
  /** The longest chain of files and gates. */
  readonly criticalPath: number;
  /** The work of all files ÷ concurrency. */
  readonly work: number;
  /** Both at once, and so no smaller than either: see `lowerBound`. */
  readonly combined: number;
}

/** How much must pass before a node can start, and how much must come after its end. */
interface Placed {
  readonly duration: number;
  readonly head: number;
  readonly tail: number;
}

/**
 * Critical path and work ÷ concurrency say nothing of hands that must stand idle while a narrow foundation is laid, or at
 * the end of a phase that a gate closes. The combined bound does: all that has at least `head` before it and at least
 * `tail` after it takes no less than head + its work ÷ concurrency + tail; the bound is the largest such sum (the "heads
 * and tails" bound of scheduling theory, Carlier 1987). A gate opens no sooner than that bound over what it waits for, and
 * has after it no less than that bound over what waits for it.
 *
 * @param duration in milliseconds, by path
 */
export function lowerBound(
  plan: PlanDigest,
  duration: (path: string) => number,
  concurrency: number,
): LowerBound {
  const nodes = buildGraph(plan, duration);
  const backwards = [...nodes].reverse();
  const heads = distances(nodes, (node) => node.before, concurrency);
  const tails = distances(backwards, (node) => node.after, concurrency);
  return {
    criticalPath: Math.max(
      ...[...longestWays(nodes, (node) => node.before)].map(([node, way]) => way + node.duration),
    ),
    work: nodes.reduce((sum, node) => sum + node.duration, 0) / concurrency,
    combined: headsAndTails(
      nodes.map((node) => placed(node, heads, tails)),
      concurrency,
    ),
  };
}

type Neighbours = (node: BuildNode) => readonly BuildNode[];

/** The least time between the beginning of `nodes` and each of them, where a gate waits for all the work before it. */
function distances(
  nodes: readonly BuildNode[],
  towards: Neighbours,
  concurrency: number,
): ReadonlyMap<BuildNode, number> {
  const known = new Map<BuildNode, number>();
  for (const node of nodes) {
    const chain = Math.max(0, ...towards(node).map((other) => (known.get(other) ?? 0) + other.duration));
    if (!node.isGate) {
      known.set(node, chain);
      continue;
    }
    const waitedFor = reachable(node, towards);
    const toGate = waysTo(node, waitedFor, towards);
    known.set(
      node,
      headsAndTails(
        waitedFor.map((other) => placed(other, known, toGate)),
        concurrency,
      ),
    );
  }
  return known;
}

function placed(
  node: BuildNode,
  heads: ReadonlyMap<BuildNode, number>,
  tails: ReadonlyMap<BuildNode, number>,
): Placed {
  return { duration: node.duration, head: heads.get(node) ?? 0, tail: tails.get(node) ?? 0 };
}

function headsAndTails(nodes: readonly Placed[], concurrency: number): number {
  const byTail = [...nodes].sort((a, b) => b.tail - a.tail);
  let bound = Math.max(0, ...nodes.map(({ head, duration, tail }) => head + duration + tail));
  for (const from of new Set(nodes.map(({ head }) => head))) {
    let work = 0;
    const durations: number[] = [];
    for (const { head, duration, tail } of byTail) {
      if (head < from || duration === 0) continue;
      work += duration;
      durations.push(duration);
      bound = Math.max(
        bound,
        from + Math.max(work / concurrency, busiestHand(durations, concurrency)) + tail,
      );
    }
  }
  return bound;
}

/** One of the hands takes on at least its even share of the files, and takes no less than the shortest of them do. */
function busiestHand(durations: readonly number[], concurrency: number): number {
  const share = Math.ceil(durations.length / concurrency);
  return [...durations]
    .sort((a, b) => a - b)
    .slice(0, share)
    .reduce((sum, duration) => sum + duration, 0);
}

/** The longest way from the beginning of `nodes` to the start of each, in an order that `towards` looks back on. */
function longestWays(nodes: readonly BuildNode[], towards: Neighbours): ReadonlyMap<BuildNode, number> {
  const ways = new Map<BuildNode, number>();
  for (const node of nodes) {
    ways.set(node, Math.max(0, ...towards(node).map((other) => (ways.get(other) ?? 0) + other.duration)));
  }
  return ways;
}

/** The longest way from the end of each of `nodes` to `goal`. */
function waysTo(
  goal: BuildNode,
  nodes: readonly BuildNode[],
  towards: Neighbours,
): ReadonlyMap<BuildNode, number> {
  const ways = new Map<BuildNode, number>([[goal, 0]]);
  for (const node of [goal, ...nodes]) {
    const way = (ways.get(node) ?? 0) + node.duration;
    for (const other of towards(node)) ways.set(other, Math.max(ways.get(other) ?? 0, way));
  }
  return ways;
}

/** All that `node` waits for by `towards`, nearest first: nothing comes before what waits for it. */
function reachable(node: BuildNode, towards: Neighbours): readonly BuildNode[] {
  const found: BuildNode[] = [];
  const seen = new Set<BuildNode>();
  const visit = (current: BuildNode): void => {
    for (const other of towards(current)) {
      if (seen.has(other)) continue;
      seen.add(other);
      visit(other);
      found.push(other);
    }
  };
  visit(node);
  return found.reverse();
}
