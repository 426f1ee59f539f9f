import type { EffortReport } from '../../src/protocol/effort.js';
import type { Report } from '../../src/protocol/report.js';

/** Three files, one of which took much. */
export const EFFORT: EffortReport = {
  drafts: 8,
  repairs: 5,
  repairsPerFile: 5 / 3,
  sideBySide: 1,
  unreadable: 0,
  hallucinated: 2,
  errors: 1,
  errorsAllowed: 5,
  escalations: [
    { path: 'src/app.ts', to: 'strong', why: 'same-again' },
    { path: 'src/app.ts', to: 'blueprint', why: 'used-up' },
  ],
};

const ref = { sha256: 'cd'.repeat(32), bytes: 9 };

/** A report of a small run with something in every part. */
export function reportOf(changes: Partial<Report>): Report {
  return {
    version: 1,
    millwright: '0.1.0',
    run: {
      id: '0197-run',
      workflowId: 'library',
      startedAt: '2026-03-01T10:00:00.000Z',
      endedAt: '2026-03-01T10:01:00.000Z',
    },
    outcome: 'delivered-with-flags',
    error: null,
    brief: 'A REST API for a library.\nAt most five open loans. Cover images glow.',
    name: 'library',
    title: 'Library',
    kind: 'api',
    author: 'blueprint',
    models: [],
    statement: 'No model was called: the blueprint author wrote every file.',
    costUsd: 0,
    understood: ['An API that keeps books and loans.'],
    assumptions: ['A title is at most 200 characters.'],
    requirements: [
      {
        id: 'R1',
        statement: 'A member has at most five open loans.',
        source: 'At most five open loans.',
        examples: [{ given: 'five open loans', when: 'a sixth is made', then: 'it is refused with 409' }],
        proof: { kind: 'test' },
      },
      {
        id: 'R2',
        statement: 'Cover images glow.',
        source: 'Cover images glow.',
        examples: [],
        proof: { kind: 'none', reason: 'An API shows no images.' },
      },
    ],
    evidence: [
      {
        requirement: 'R1',
        level: 'tested',
        because: 'Its bound test passes.',
        tests: [{ path: 'test/loans.test.ts', title: 'loans [R1] refuses a sixth', outcome: 'passed' }],
        mutants: [],
      },
    ],
    proof: [
      { step: 'build', outcome: 'passed', detail: 'npm run build' },
      { step: 'image', outcome: 'unproven', detail: 'no container engine here' },
    ],
    sandbox: 'bubblewrap',
    files: [
      {
        path: 'src/app.ts',
        content: ref,
        outcome: 'accepted',
        priority: 'critical',
        attempts: 1,
        author: 'blueprint',
      },
      {
        path: 'package.json',
        content: ref,
        outcome: 'prepared',
        priority: null,
        attempts: 0,
        author: null,
      },
      {
        path: 'src/extra.ts',
        content: null,
        outcome: 'failed',
        priority: 'normal',
        attempts: 4,
        author: 'blueprint',
      },
    ],
    packages: [{ name: 'fastify', version: '5.0.0', dev: false, why: 'serves HTTP' }],
    findings: [
      {
        code: 'style/long-file',
        severity: 'warning',
        source: 'style',
        path: 'src/app.ts',
        line: 3,
        message: 'is long',
        blocking: false,
      },
    ],
    amendments: ['Added src/extra.ts.'],
    flags: [{ code: 'requirement-open', about: 'R2', message: 'Nothing shows R2.' }],
    tree: ref,
    phases: [{ phase: 'analyze', seconds: 0.5 }],
    ...changes,
  };
}
