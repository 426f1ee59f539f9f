import { describe, expect, it } from '@jest/globals';
import { renderOpenRun } from '../../src/client/cli/render/open-run.js';
import { progressChanges } from '../../src/client/cli/render/progress-changes.js';
import { spendNote } from '../../src/client/cli/render/spend-note.js';
import { styleOf } from '../../src/client/cli/render/style.js';
import { withLiveSpend } from '../../src/client/runs/live-progress.js';
import { freeEstimate } from '../../src/protocol/estimate.js';
import type { RunCosts } from '../../src/protocol/model-ledger.js';
import { NOW, progressOf } from './progress-of.js';

const COSTS: RunCosts = {
  limitUsd: 2,
  settledUsd: 0.3,
  claimedUsd: 0.2,
  unknownUsd: 0.1,
  unknownCalls: 1,
  reusedCalls: 0,
  byModel: [],
  byPurpose: [
    { purpose: 'first', calls: 3, costUsd: 0.2 },
    { purpose: 'repair', calls: 1, costUsd: 0.1 },
  ],
};
const estimate = { ...freeEstimate(4), costUsd: 0.5 };
const style = styleOf({ columns: 100 }, { NO_COLOR: '1' });

describe('what a run spends, while it does', () => {
  it('is what the ledger knows, where that is more than the run has heard of', async () => {
    const live = (costUsd: number, settledUsd: number): Promise<number> =>
      withLiveSpend(progressOf({ costUsd }), () => Promise.resolve({ ...COSTS, settledUsd })).then(
        (progress) => progress.costUsd,
      );
    expect(await live(0.25, 0.3)).toBeCloseTo(0.4);
    expect(await live(0.75, 0.3)).toBe(0.75);
    const progress = progressOf({ costUsd: 0.25 });
    expect(await withLiveSpend(progress, () => Promise.reject(new Error('locked')))).toBe(progress);
  });

  it.each([
    [{ costUsd: 0 }, '$0.00'],
    [{ costUsd: 0.12, limitUsd: 0.7, estimate }, '$0.12 of at most $0.70, estimated $0.50'],
    [{ costUsd: 0.12, limitUsd: null, estimate: { ...estimate, costUsd: null } }, '$0.12, estimated unknown'],
  ])('is said in a note: %j', (change, note) => {
    expect(spendNote(change)).toBe(note);
  });

  it('is a line of a log when it is estimated, when the limit moves and when a phase ends, and not for each call', () => {
    const before = progressOf({ costUsd: 0.1, limitUsd: 2 });
    const estimated = progressOf({ costUsd: 0.1, limitUsd: 1, estimate });
    const spent = (from: typeof before | undefined, to: typeof before): readonly string[] =>
      progressChanges(from, to).filter((line) => line.startsWith('spent: '));
    expect(spent(before, estimated)).toEqual(['spent: $0.10 of at most $1.00, estimated $0.50']);
    expect(spent(estimated, { ...estimated, costUsd: 0.2 })).toEqual([]);
    expect(spent(estimated, { ...estimated, limitUsd: 5 })).toHaveLength(1);
    const phases = estimated.phases.map((phase) => ({ ...phase, endedAt: phase.startedAt }));
    expect(spent(estimated, { ...estimated, phases })).toHaveLength(1);
    expect(spent(undefined, progressOf())).toEqual([]);
  });

  it('is told to be unknown, once, with the model and what to set', () => {
    const unknown = { ...estimate, costUsd: null, withoutPrice: ['own-model at local'] };
    const after = progressOf({ costUsd: 0.1, limitUsd: 2, estimate: unknown });
    const told = (before: typeof after | undefined): readonly string[] =>
      progressChanges(before, after).filter((line) => line.startsWith('cost unknown: '));
    expect(told(progressOf())).toEqual([
      expect.stringMatching(
        /No price is known for own-model at local: no limit in dollars .* Set its price in/,
      ),
    ]);
    expect(told(after)).toEqual([]);
    const lines = renderOpenRun({ progress: after, costs: COSTS, requests: [], webUi: null }, style, NOW);
    expect(lines.join(' ')).toContain('No price is known for own-model at local');
  });

  it('is shown of an open run with repairs, what is set aside, and what may have been charged twice', () => {
    const progress = progressOf({ costUsd: 0.4, limitUsd: 2, estimate });
    const lines = renderOpenRun({ progress, costs: COSTS, requests: [], webUi: null }, style, NOW);
    const from = lines.indexOf('Spent on models');
    expect(lines.slice(from + 1, from + 5)).toEqual([
      '  - $0.40 of at most $2.00, estimated $0.50',
      '  - of which repairs: $0.10',
      '  - set aside for calls under way: $0.20',
      '  - possibly charged without a reply: $0.10 (1 call)',
    ]);
  });
});
