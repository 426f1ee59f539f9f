import { describe, expect, it } from '@jest/globals';
import { packFiles, unpackFiles } from '../../../src/workflows/carried-run.js';
import { summarizeFiles, type FileProgress } from '../../../src/workflows/loops/build-state.js';
import { refOf } from '../../doubles/artifacts.js';
import { planOf, plannedFile } from '../../doubles/plans.js';

const plan = planOf([plannedFile('easy.ts'), plannedFile('hard.ts')]);

const easy: FileProgress = {
  path: 'easy.ts',
  standing: 'accepted',
  drafts: 1,
  round: 0,
  content: refOf('easy'),
  author: 'model',
  lowConfidence: false,
  exhausted: false,
  diagnostics: [],
};
const hard: FileProgress = {
  ...easy,
  path: 'hard.ts',
  drafts: 4,
  round: 1,
  effort: { escalations: [{ to: 'strong', why: 'sent-back' }], hallucinated: 1 },
};

describe('the files of a build', () => {
  it('are the same after the run has continued as new', () => {
    const lost = { ...hard, standing: 'failed' as const, refusedDraft: refOf('refused') };
    const carried = JSON.parse(JSON.stringify(packFiles([easy, lost]))) as ReturnType<typeof packFiles>;
    expect(unpackFiles(plan, carried)).toEqual([easy, lost]);
  });

  it('are summed up with what the verification drafted of them', () => {
    const again = { path: 'hard.ts', drafts: 6, effort: { hallucinated: 2, sideBySide: 1 } };
    expect(summarizeFiles([easy, hard], [again])).toEqual([
      { path: 'easy.ts', outcome: 'accepted', attempts: 1, author: 'model' },
      {
        path: 'hard.ts',
        outcome: 'accepted',
        attempts: 6,
        author: 'model',
        effort: { escalations: [{ to: 'strong', why: 'sent-back' }], hallucinated: 3, sideBySide: 1 },
      },
    ]);
    expect(summarizeFiles([easy], [{ path: 'easy.ts', drafts: 2 }])).toMatchObject([{ attempts: 2 }]);
  });
});
