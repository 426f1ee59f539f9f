import type { Delivery, Report, RunRecord } from '../../src/protocol/report.js';

const SHA = (digit: string): { sha256: string; bytes: number } => ({ sha256: digit.repeat(64), bytes: 10 });

/** A library with one requirement tested and one left open, delivered in 61 s. */
export function reportOf(change: Partial<Report> = {}): Report {
  return {
    version: 1,
    millwright: '0.1.0',
    run: {
      id: '0192f3aa-0000-7000-8000-000000000001',
      workflowId: 'library-3f2a1b',
      startedAt: '2026-03-01T10:00:00.000Z',
      endedAt: '2026-03-01T10:01:01.000Z',
    },
    outcome: 'delivered-with-flags',
    error: null,
    brief: 'An API for books. Readers get a friendly letter.',
    name: 'library',
    title: 'Library',
    kind: 'api',
    author: 'blueprint',
    models: [],
    statement: 'No language model was called.',
    costUsd: 0,
    understood: ['Books are kept.'],
    assumptions: ['A title has at most 200 characters.'],
    requirements: [
      { id: 'R1', statement: 'Books are kept.', source: 'books', examples: [], proof: { kind: 'test' } },
      {
        id: 'R2',
        statement: 'Readers get a friendly letter.',
        source: 'a friendly letter',
        examples: [],
        proof: { kind: 'none', reason: 'no blueprint writes letters' },
      },
    ],
    evidence: [
      { requirement: 'R1', level: 'tested', because: 'its test passes', tests: [], mutants: [] },
      { requirement: 'R2', level: 'open', because: 'no blueprint writes letters', tests: [], mutants: [] },
    ],
    proof: [
      { step: 'build', outcome: 'passed', detail: '' },
      { step: 'health', outcome: 'unproven', detail: 'no sandbox' },
    ],
    sandbox: 'bubblewrap',
    files: [
      {
        path: 'src/app.ts',
        content: SHA('c'),
        outcome: 'accepted',
        priority: 'critical',
        attempts: 2,
        author: 'blueprint',
      },
      {
        path: 'package.json',
        content: SHA('d'),
        outcome: 'prepared',
        priority: null,
        attempts: 0,
        author: null,
      },
    ],
    packages: [],
    findings: [],
    amendments: [],
    flags: deliveryOf().flags,
    tree: SHA('a'),
    phases: [],
    ...change,
  };
}

export function deliveryOf(change: Partial<Delivery> = {}): Delivery {
  return {
    outcome: 'delivered-with-flags',
    name: 'library',
    kind: 'api',
    tree: SHA('a'),
    report: SHA('b'),
    bundle: null,
    flags: [{ code: 'requirement-open', about: 'R2', message: 'Readers get a friendly letter.' }],
    requirements: { proven: 0, tested: 1, open: 1, disputed: 0 },
    files: 2,
    costUsd: 0,
    ...change,
  };
}

export function recordOf(change: Partial<RunRecord> = {}): RunRecord {
  return {
    key: '0192f3aa-0000-7000-8000-000000000001',
    workflowId: 'library-3f2a1b',
    name: 'library',
    kind: 'api',
    brief: 'An API for books. Readers get a friendly letter.',
    input: {},
    outcome: 'delivered-with-flags',
    error: null,
    delivery: deliveryOf(),
    tree: SHA('a'),
    report: SHA('b'),
    costUsd: 0,
    flags: 1,
    startedAt: '2026-03-01T10:00:00.000Z',
    endedAt: '2026-03-01T10:01:01.000Z',
    ...change,
  };
}
