import { beforeEach, describe, expect, it, jest } from '@jest/globals';

const real = await import('@temporalio/workflow');

/** In this process there is no workflow: a run from before a change is one in which it is not patched. */
let isNew = true;
jest.unstable_mockModule('@temporalio/workflow', () => ({ ...real, patched: () => isNew }));
const { parseOptions } = await import('../../src/workflows/parse-options.js');

beforeEach(() => {
  isNew = true;
});

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

  it('of a run that began before is read as it was', () => {
    isNew = false;
    expect(parseOptions(fork)).toMatchObject(fork);
  });
});
