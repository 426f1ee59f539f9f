import { isAlias, isMap, isScalar, isSeq, type Document, type LineCounter, type Node, type Pair } from 'yaml';
import type { PlanPointer } from '../../protocol/plan-problem.js';

/** A place in a text; both count from 1. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

export interface Positions {
  /** Of the value at `pointer`, or of the closest thing around it that is there. */
  of(pointer: PlanPointer): Position;
  /** Of the last key of `pointer` itself. */
  ofKey(pointer: PlanPointer): Position;
}

export function positionsIn(document: Document, lines: LineCounter): Positions {
  const at = (offset: number): Position => {
    const { line, col } = lines.linePos(offset);
    return { line: Math.max(line, 1), column: Math.max(col, 1) };
  };
  const start = document.contents?.range?.[0] ?? 0;
  const walk = (pointer: PlanPointer): { readonly value: number; readonly key: number } => {
    let place = { value: start, key: start };
    let node = resolved(document, document.contents);
    for (const step of pointer) {
      const next = child(node, step);
      if (next === undefined) break;
      const key = offsetOf(next.key) ?? place.value;
      place = { key, value: offsetOf(next.value) ?? key };
      node = resolved(document, next.value);
    }
    return place;
  };
  return { of: (pointer) => at(walk(pointer).value), ofKey: (pointer) => at(walk(pointer).key) };
}

interface Child {
  readonly key: unknown;
  readonly value: unknown;
}

function child(node: unknown, step: string | number): Child | undefined {
  if (isSeq(node)) {
    const value: unknown = typeof step === 'number' ? node.items[step] : undefined;
    return value === undefined ? undefined : { key: value, value };
  }
  if (!isMap(node)) return undefined;
  return node.items.find((pair: Pair) => isScalar(pair.key) && String(pair.key.value) === String(step));
}

function resolved(document: Document, node: unknown): unknown {
  return isAlias(node) ? node.resolve(document) : node;
}

function offsetOf(node: unknown): number | undefined {
  return (node as Node | null | undefined)?.range?.[0];
}
