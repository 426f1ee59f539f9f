import { describe, expect, it } from '@jest/globals';
import type { Diagnostic } from '../../../src/protocol/diagnostic.js';
import type { VerifyProjectResult } from '../../../src/protocol/children.js';
import type { FileProgress } from '../../../src/workflows/loops/build-state.js';
import {
  flagFiles,
  flagRequirements,
  flagRun,
  flagVerification,
} from '../../../src/workflows/policy/flags.js';
import { analysisOf } from '../../doubles/plans.js';

const wrong: Diagnostic = {
  code: 'TS2345',
  severity: 'error',
  source: 'types',
  path: 'src/a.ts',
  line: 3,
  message: 'No.',
  blocking: true,
};

function file(change: Partial<FileProgress>): FileProgress {
  return {
    path: 'src/a.ts',
    standing: 'accepted',
    drafts: 1,
    round: 0,
    content: null,
    author: 'blueprint',
    lowConfidence: false,
    exhausted: false,
    diagnostics: [],
    ...change,
  };
}

const none = { diagnostics: [], blocking: 0, signature: '', all: null };
const clean: VerifyProjectResult = {
  tree: { sha256: 'a'.repeat(64), bytes: 1 },
  rounds: 0,
  types: [],
  lint: { findings: none, unproven: null },
  tests: {
    passed: 1,
    failed: 0,
    skipped: 0,
    findings: none,
    atTests: [],
    results: null,
    unproven: null,
    sandbox: 'bubblewrap',
  },
  proof: [{ step: 'build', outcome: 'passed', detail: '' }],
  readme: [],
  mutations: null,
  repaired: [],
  costUsd: 0,
};

describe('flags on files', () => {
  it('are not raised for what was accepted as planned', () => {
    expect(flagFiles([file({})])).toEqual([]);
  });

  it('say of a file that could not be mended that the project has it', () => {
    const [flag] = flagFiles([
      file({ standing: 'failed', content: { sha256: 'a'.repeat(64), bytes: 1 }, diagnostics: [wrong] }),
    ]);
    expect(flag?.code).toBe('file-failed');
    expect(flag?.message).toMatch(/was sent back, and is delivered as it was accepted before: /);
  });

  it('say why a file is missing, whether it failed or was never built', () => {
    expect(
      flagFiles([file({ standing: 'failed', diagnostics: [wrong] }), file({ standing: 'not-built' })]),
    ).toEqual([
      { code: 'file-failed', about: 'src/a.ts', message: 'src/a.ts is missing: src/a.ts:3 error TS2345 No.' },
      { code: 'file-failed', about: 'src/a.ts', message: 'src/a.ts is missing: no draft was accepted' },
    ]);
  });

  it('name what a blueprint wrote after a model could not', () => {
    expect(flagFiles([file({ lowConfidence: true })])).toMatchObject([
      { code: 'low-confidence', about: 'src/a.ts' },
    ]);
  });
});

describe('flags on requirements', () => {
  it('are raised for the open and the disputed, with the reason that is known', () => {
    const analysis = analysisOf({
      requirements: [
        { id: 'R1', proof: 'test' },
        { id: 'R2', proof: 'test' },
        { id: 'R3', proof: 'test' },
        { id: 'R4', proof: 'none', reason: 'taste cannot be tested' },
        { id: 'R5', proof: 'test' },
      ],
    });
    expect(flagRequirements(analysis, { R1: 'proven', R2: 'tested', R3: 'disputed', R4: 'open' })).toEqual([
      { code: 'requirement-disputed', about: 'R3', message: 'R3 is disputed: a test bound to it fails.' },
      { code: 'requirement-open', about: 'R4', message: 'R4 is open: taste cannot be tested.' },
      { code: 'requirement-open', about: 'R5', message: 'R5 is open: nothing shows that it holds.' },
    ]);
  });
});

describe('flags on verification', () => {
  it('are not raised when everything holds', () => {
    expect(flagVerification(clean)).toEqual([]);
  });

  it('tell that repairs ended because the run had too many errors', () => {
    expect(flagVerification({ ...clean, errors: 6, guardrail: true })).toMatchObject([
      { code: 'guardrail-tripped', about: 'verify', message: expect.stringContaining('6 errors') },
    ]);
  });

  it('tell what is wrong from what could not be shown', () => {
    const flags = flagVerification({
      ...clean,
      types: [wrong, { ...wrong, blocking: false }],
      lint: { findings: none, unproven: 'no sandbox works here' },
      tests: { ...clean.tests, findings: { ...none, diagnostics: [{ ...wrong, source: 'test' }] } },
      proof: [
        { step: 'health', outcome: 'failed', detail: 'it answered 500' },
        { step: 'stop', outcome: 'unproven', detail: 'an earlier step failed' },
      ],
    });
    expect(flags.map(({ code, about }) => `${code} ${about}`)).toEqual([
      'finding-blocking src/a.ts',
      'tests-failed src/a.ts',
      'unproven lint',
      'unproven health',
      'unproven stop',
    ]);
    expect(flags[3]?.message).toBe('The proof step "health" failed: it answered 500');
    expect(flags[4]?.message).toContain('could not be run');
  });
});

describe('flags on a run', () => {
  const judged = { levels: { R1: 'proven' as const }, evidence: clean.tree };
  const delivered = {
    insteadOf: undefined,
    analysis: analysisOf({ requirements: [{ id: 'R1', proof: 'test' }] }),
    files: [file({})],
    reviewed: { verified: { result: clean, judged }, checks: [none], advice: [] },
  };

  it('are not raised when nothing is', () => {
    expect(flagRun(delivered)).toEqual([]);
  });

  it('are those on how it was read, its files, its requirements, its verification and its review', () => {
    const flags = flagRun({
      ...delivered,
      insteadOf: 'none could be read',
      files: [file({ path: 'src/lost.ts', standing: 'failed' })],
      reviewed: {
        verified: {
          result: { ...clean, types: [{ ...wrong, path: 'src/types.ts' }] },
          judged: { ...judged, levels: { R1: 'disputed' } },
        },
        checks: [{ ...none, diagnostics: [{ ...wrong, path: 'src/checked.ts' }] }],
        advice: [
          { ...wrong, path: 'src/confirmed.ts' },
          { ...wrong, path: 'src/advice.ts', blocking: false },
        ],
      },
    });
    expect(flags.map(({ code, about }) => `${code} ${about}`)).toEqual([
      'assumption-analysis analyze',
      'file-failed src/lost.ts',
      'requirement-disputed R1',
      'finding-blocking src/types.ts',
      'finding-blocking src/checked.ts',
      'finding-blocking src/confirmed.ts',
    ]);
  });
});
