import type { RunRecord } from '../../src/protocol/report.js';

const ref = { sha256: 'ab'.repeat(32), bytes: 7 };

/** A record with something in every field. */
export function recordOf(changes: Partial<RunRecord>): RunRecord {
  return {
    key: 'run-1',
    workflowId: 'library',
    name: 'library',
    kind: 'api',
    brief: 'A REST API for a library; "quotes", Grüße and \u2028 too.',
    input: { brief: 'A REST API', limits: { costUsd: null }, list: [1, 'two', null] },
    outcome: 'delivered-with-flags',
    error: null,
    delivery: {
      outcome: 'delivered-with-flags',
      name: 'library',
      kind: 'api',
      tree: ref,
      report: ref,
      bundle: null,
      flags: [{ code: 'requirement-open', about: 'R2', message: 'Nothing shows it.' }],
      requirements: { proven: 0, tested: 3, open: 1, disputed: 0 },
      files: 12,
      costUsd: 0.25,
    },
    tree: ref,
    report: ref,
    costUsd: 0.25,
    flags: 1,
    startedAt: '2026-03-01T10:00:00.000Z',
    endedAt: '2026-03-01T10:01:00.000Z',
    ...changes,
  };
}
