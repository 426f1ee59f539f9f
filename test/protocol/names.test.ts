import { describe, expect, it } from '@jest/globals';
import { childIds } from '../../src/protocol/names.js';

/** Keys as the server makes them: what comes first is the time. */
const ONE = { workflowId: 'library', id: '019a1b2c-3d4e-7f01-8a2b-1c2d3e4f5a6b' };
const NEXT = { workflowId: 'library', id: '019a1b2c-3d9f-7a52-9b3c-6f5e4d3c2b1a' };

describe('the ids of children', () => {
  it('are others in a second run under the same id, started within the minute', () => {
    const idsOf = (run: typeof ONE) => [
      childIds.file(run, 'src/book.ts', 0),
      childIds.file(run, 'src/book.ts', 1),
      childIds.review(run, 'src/book.ts'),
      childIds.verify(run),
    ];
    expect(idsOf(ONE)).toEqual([
      'library/3e4f5a6b/src/book.ts',
      'library/3e4f5a6b/src/book.ts#1',
      'library/3e4f5a6b/src/book.ts#review',
      'library/3e4f5a6b/verify',
    ]);
    expect(new Set([...idsOf(ONE), ...idsOf(NEXT)]).size).toBe(8);
  });
});
