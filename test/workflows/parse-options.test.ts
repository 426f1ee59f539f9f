import { describe, expect, it } from '@jest/globals';
import { parseOptions } from '../../src/workflows/parse-options.js';

describe('the input of a run', () => {
  const fork = { brief: 'A library with books.', from: { run: 'before', phase: 'plan' } };

  it('has every default filled in', () => {
    expect(parseOptions({ brief: 'A library with books.' })).toMatchObject({
      author: 'auto',
      concurrency: 8,
    });
  });

  it('that names a run to go on from is refused: it would start one anew, at its full price', () => {
    expect(() => parseOptions(fork)).toThrow(
      expect.objectContaining({
        type: 'InvalidBrief',
        message: expect.stringContaining('from cannot be followed yet'),
      }),
    );
  });

  it('of a run that goes on in a new one was taken by the one before', () => {
    expect(parseOptions(fork, true)).toMatchObject(fork);
  });
});
