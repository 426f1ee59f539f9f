import { describe, expect, it } from '@jest/globals';
import { readNeeds } from '../../../src/authors/model/draft/read-needs.js';
import { rulesPrompt } from '../../../src/authors/model/prompts/load-prompt.js';
import type { FileSpec } from '../../../src/protocol/plan.js';

const ASKER: FileSpec = {
  action: 'create',
  path: 'src/a.ts',
  role: 'backend',
  priority: 'normal',
  phase: 'implementation',
  purpose: 'a',
  dependencies: [],
  contract: { imports: [], exports: [] },
  requirements: [],
};
const PACKAGE = { kind: 'package', name: 'zod', why: 'Bodies are parsed.' };

describe('what a draft came back for', () => {
  it('is read', () => {
    expect(readNeeds([JSON.stringify([PACKAGE])], ASKER)).toMatchObject({
      outcome: 'read',
      value: [{ kind: 'package', name: 'zod' }],
    });
  });

  it('is read as the rules show it, a new file with what its declarations import', () => {
    const shown = [...rulesPrompt('needs').matchAll(/`(\{"kind"[^`]+\})`/g)].map(([, json = '']) => json);
    expect(readNeeds([`[${shown.join()}]`], ASKER)).toMatchObject({
      outcome: 'read',
      value: [
        { kind: 'package' },
        { kind: 'export' },
        { kind: 'file', spec: { contract: { imports: ["import type { T } from './t.js';"] } } },
      ],
    });
  });

  it('is all that is asked for, in a block each', () => {
    const blocks = [[PACKAGE], [{ ...PACKAGE, name: 'express', version: '5.1.0' }]].map((needs) =>
      JSON.stringify(needs),
    );
    expect(readNeeds(blocks, ASKER)).toMatchObject({
      outcome: 'read',
      value: [{ name: 'zod' }, { name: 'express' }],
    });
    expect(readNeeds([...blocks, '[{}]'], ASKER)).toMatchObject({ outcome: 'unreadable' });
  });

  it('is refused when it is longer than histories can carry, and so is what was wrong with it', () => {
    const longer = [{ ...PACKAGE, why: 'because '.repeat(10_000) }];
    expect(readNeeds([JSON.stringify(longer)], ASKER)).toEqual({
      outcome: 'unreadable',
      problem: expect.stringContaining('80'),
    });
    const wrong = Array.from({ length: 500 }, () => ({ kind: 'export', path: '../out', name: 'f' }));
    const read = readNeeds([JSON.stringify(wrong)], ASKER);
    expect(read.outcome === 'unreadable' && read.problem.length).toBeLessThan(2_000);
  });
});
