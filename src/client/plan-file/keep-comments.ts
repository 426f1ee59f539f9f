import { isMap, isNode, isScalar, isSeq, parseDocument, type Document, type Node } from 'yaml';

/** What tells the entries of a list apart, whatever their order. */
const NAMES = ['path', 'id', 'name', 'requirement', 'part', 'export'] as const;

/**
 * Puts the comments that a person wrote into `before`, an earlier plan file, where they belong in `document`: at the same
 * key, and at the entry of a list that has the same path, id or name. What stood at something that is gone is lost.
 */
export function keepComments(before: string, document: Document): void {
  const earlier = parseDocument(before);
  if (earlier.errors.length > 0) return;
  const own = new Set(commentLines(String(document)));
  copyWithin(earlier.contents, document.contents, own);
}

function copyWithin(from: unknown, to: unknown, own: ReadonlySet<string>): void {
  if (!isNode(from) || !isNode(to)) return;
  copy(from, to, own);
  if (isMap(from) && isMap(to)) {
    for (const { key, value } of to.items) {
      const earlier = from.items.find((pair) => nameOf(pair.key) === nameOf(key));
      if (earlier === undefined) continue;
      copyWithin(earlier.key, key, own);
      copyWithin(earlier.value, value, own);
    }
  }
  if (isSeq(from) && isSeq(to)) {
    for (const item of to.items) {
      const name = nameOf(item);
      const earlier = from.items.find((each) => name !== undefined && nameOf(each) === name);
      copyWithin(earlier, item, own);
    }
  }
}

function copy(from: Node, to: Node, own: ReadonlySet<string>): void {
  const theirs = personal(from.commentBefore, own);
  if (theirs !== undefined) {
    to.commentBefore = [theirs, ...(to.commentBefore == null ? [] : [to.commentBefore])].join('\n');
  }
  const beside = personal(from.comment, own);
  if (beside !== undefined) to.comment = beside;
}

/** The lines of a comment that are not Millwright's own. */
function personal(comment: string | null | undefined, own: ReadonlySet<string>): string | undefined {
  const lines = (comment ?? '').split('\n').filter((line) => line.trim() !== '' && !own.has(generic(line)));
  return lines.length === 0 ? undefined : lines.join('\n');
}

function commentLines(text: string): readonly string[] {
  return text.split('\n').flatMap((line) => (line.startsWith('#') ? [generic(line.slice(1))] : []));
}

/** Millwright's own comments count things: the same line with another number is still its own. */
function generic(line: string): string {
  return line.trim().replace(/\d+/g, '0').replace('none is open', '0 of 0 are open');
}

function nameOf(node: unknown): string | undefined {
  if (isScalar(node)) return String(node.value);
  if (!isMap(node)) return undefined;
  const name = NAMES.find((key) => node.has(key));
  return name === undefined ? undefined : String(node.get(name));
}
