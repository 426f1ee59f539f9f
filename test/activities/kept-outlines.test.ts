import { describe, expect, it } from '@jest/globals';
import { keepOutlines } from '../../src/activities/kept-outlines.js';
import type { ProjectFile } from '../../src/languages/language.js';
import { refOf } from '../doubles/artifacts.js';

/** Outlines kept of files whose content is their own name, and what was outlined. */
function keeping(most?: number) {
  const made: string[] = [];
  const language = {
    name: 'typescript',
    outline: ({ path, content }: ProjectFile): string => {
      made.push(path);
      return `${path} of ${content}`;
    },
  } as const;
  const names = new Map<string, string>();
  const outlineOf = keepOutlines(({ sha256 }) => Promise.resolve(names.get(sha256) ?? ''), most);
  return {
    made,
    outline: (path: string, content: string) => {
      const ref = refOf(content);
      names.set(ref.sha256, content);
      return outlineOf(language, { path, content: ref });
    },
  };
}

describe('outlines', () => {
  it('are made once for a content, whoever asks, also at the same time', async () => {
    const { made, outline } = keeping();
    const asked = await Promise.all(Array.from({ length: 5 }, () => outline('a.ts', 'one')));
    expect(new Set([...asked, await outline('a.ts', 'one')])).toEqual(new Set(['a.ts of one']));
    expect(made).toEqual(['a.ts']);
  });

  it('are made anew for another content, and for the same content at another path', async () => {
    const { made, outline } = keeping();
    expect([
      await outline('a.ts', 'one'),
      await outline('a.ts', 'two'),
      await outline('b.ts', 'two'),
    ]).toEqual(['a.ts of one', 'a.ts of two', 'b.ts of two']);
    expect(made).toEqual(['a.ts', 'a.ts', 'b.ts']);
  });

  it('make room for others, the one that was asked for longest ago first', async () => {
    const { made, outline } = keeping(2);
    for (const path of ['a.ts', 'b.ts', 'a.ts', 'c.ts', 'a.ts', 'b.ts']) await outline(path, 'one');
    expect(made).toEqual(['a.ts', 'b.ts', 'c.ts', 'b.ts']);
  });
});
