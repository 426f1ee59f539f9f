import { describe, expect, it } from '@jest/globals';
import { keepOutlines } from '../../src/activities/kept-outlines.js';
import type { ProjectFile } from '../../src/languages/language.js';

/** Outlines that are kept, and what was outlined for them. */
function keeping(most?: number) {
  const made: string[] = [];
  const language = {
    name: 'typescript',
    outline: ({ path, content }: ProjectFile): string => {
      made.push(path);
      return `${path} of ${content}`;
    },
  } as const;
  const outlineOf = keepOutlines(most);
  return { made, outline: (path: string, content: string) => outlineOf(language, { path, content }) };
}

describe('outlines', () => {
  it('are made once for a content, whoever asks', () => {
    const { made, outline } = keeping();
    const asked = Array.from({ length: 5 }, () => outline('a.ts', 'one'));
    expect(new Set(asked)).toEqual(new Set(['a.ts of one']));
    expect(made).toEqual(['a.ts']);
  });

  it('are made anew for another content, and for the same content at another path', () => {
    const { made, outline } = keeping();
    expect([outline('a.ts', 'one'), outline('a.ts', 'two'), outline('b.ts', 'two')]).toEqual([
      'a.ts of one',
      'a.ts of two',
      'b.ts of two',
    ]);
    expect(made).toEqual(['a.ts', 'a.ts', 'b.ts']);
  });

  it('make room for others, the one that was asked for longest ago first', () => {
    const { made, outline } = keeping(2);
    for (const path of ['a.ts', 'b.ts', 'a.ts', 'c.ts', 'a.ts', 'b.ts']) outline(path, 'one');
    expect(made).toEqual(['a.ts', 'b.ts', 'c.ts', 'b.ts']);
  });
});
