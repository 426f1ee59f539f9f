import type { Code, RootContent } from 'mdast';
import { fromMarkdown } from 'mdast-util-from-markdown';

export interface FencedBlock {
  /** The marks that open it: "```", and more of them where fences stand inside. */
  readonly fence: string;
  /** In lower case; empty when the fence names none. */
  readonly language: string;
  /** What stands behind the language on the fence. */
  readonly meta: string;
  readonly content: string;
  /** The fence at its end is there; without it, nobody knows whether the content is. */
  readonly closed: boolean;
}

/** The fenced code blocks of a reply, in order. Indented code is prose here, and a fence inside a longer one is content. */
export function fencedBlocks(reply: string): readonly FencedBlock[] {
  const text = reply.replace(/\r\n?/g, '\n');
  return fromMarkdown(text)
    .children.flatMap((node): readonly RootContent[] =>
      node.type === 'list' ? node.children.flatMap(({ children }) => children) : [node],
    )
    .filter((node): node is Code => node.type === 'code')
    .filter(({ position }) => /^\s*(?:`{3}|~{3})/.test(text.slice(position?.start.offset ?? 0)))
    .map(({ lang, meta, value, position }) => {
      const block = text.slice(position?.start.offset ?? 0, position?.end.offset ?? 0);
      const [, fence = ''] = /^\s*(`{3,}|~{3,})/.exec(block) ?? [];
      return {
        fence,
        language: (lang ?? '').toLowerCase(),
        meta: meta ?? '',
        content: value,
        closed: isClosed(block, fence),
      };
    });
}

/** A fence closes a block that no longer one has opened; a shorter one is content. */
function isClosed(block: string, fence: string): boolean {
  const [, closing = ''] = /\n[ >]*(`{3,}|~{3,})\s*$/.exec(block) ?? [];
  return closing.startsWith(fence);
}
