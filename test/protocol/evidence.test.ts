import { describe, expect, it } from '@jest/globals';
import { requirementIdsIn } from '../../src/protocol/evidence.js';

describe('the requirement ids in a test title', () => {
  it.each<[string, readonly string[]]>([
    ['books [R3] refuses a sixth loan', ['R3']],
    ['R12: answers 404', ['R12']],
    ['[R1] [R2] both', ['R1', 'R2']],
    ['[R1, R2]', ['R1', 'R2']],
    ['(R7)', ['R7']],
    ['nothing', []],
    ['R0 is none', []],
    ['R01 is none', []],
    ['r1 is none', []],
    ['HR1 and R1b and 2R3', []],
    ['R2D2', []],
    ['ISBN-R1', ['R1']],
  ])('%j: %j', (title, ids) => {
    expect(requirementIdsIn(title)).toEqual(ids);
  });
});
