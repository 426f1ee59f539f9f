import { describe, expect, it } from '@jest/globals';
import { boundRequirements, requirementIdsIn } from '../../src/protocol/evidence.js';

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
    ['[R5] stores in bucket R2', ['R5']],
    ['loans R5: stores in bucket R2', ['R5']],
    ['R1 and R2: both', ['R1', 'R2']],
    ['R5: moves the file to a bucket (R2)', ['R5']],
    ['[R5] puts it into R2: the bucket', ['R5']],
    ['R3 refuses a sixth loan', ['R3']],
    ['[slow] R3 refuses a sixth loan', ['R3']],
  ])('%j: %j', (title, ids) => {
    expect(requirementIdsIn(title)).toEqual(ids);
  });
});

it('a bare word that looks like an id binds no test of a suite that names its requirement', () => {
  const name = 'stores in bucket R2';
  expect(boundRequirements({ name, title: `[R5] buckets ${name}` })).toEqual(['R5']);
  expect(boundRequirements({ name, title: `buckets ${name}` })).toEqual(['R2']);
  const own = 'R3 refuses an overdraft';
  expect(boundRequirements({ name: own, title: `[R1] deposits ${own}` })).toEqual(['R3']);
});
