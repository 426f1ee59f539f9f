import { describe, expect, it } from '@jest/globals';
import type { Diagnostic } from '../../../src/protocol/diagnostic.js';
import { decideGate, type GateEvidence } from '../../../src/workflows/policy/gate.js';

function finding(path: string | undefined, blocking = true): Diagnostic {
  const place = path === undefined ? {} : { path };
  return { code: 'TS2345', severity: 'error', source: 'types', message: 'No.', blocking, ...place };
}

const good = { path: 'src/good.ts', critical: true, accepted: true, diagnostics: [] };
const lost = { path: 'src/lost.ts', critical: true, accepted: false, diagnostics: [finding('src/lost.ts')] };
const minor = {
  path: 'src/minor.ts',
  critical: false,
  accepted: false,
  diagnostics: [finding('src/minor.ts')],
};

function decide(change: Partial<GateEvidence>) {
  return decideGate({
    phase: 'core',
    files: [good],
    tree: [],
    retriesUsed: 0,
    retriesAllowed: 3,
    mode: 'autonomous',
    ...change,
  });
}

describe('a gate', () => {
  it('passes when every critical file is accepted and the tree type-checks', () => {
    expect(decide({})).toEqual({ decision: 'pass' });
  });

  it('passes without files that are not critical, and over findings that do not block', () => {
    expect(decide({ files: [good, minor], tree: [finding('src/good.ts', false)] })).toEqual({
      decision: 'pass',
    });
  });

  it('sends a critical file back that was not accepted, with what was found in it', () => {
    expect(decide({ files: [good, lost, minor] })).toEqual({
      decision: 'retry',
      files: [{ path: lost.path, diagnostics: lost.diagnostics, missing: true }],
    });
  });

  it('sends an accepted file back in which the tree does not type-check, critical or not', () => {
    const files = [good, { ...minor, accepted: true, diagnostics: [] }];
    expect(decide({ files, tree: [finding(good.path), finding(minor.path)] })).toEqual({
      decision: 'retry',
      files: [
        { path: good.path, diagnostics: [finding(good.path)] },
        { path: minor.path, diagnostics: [finding(minor.path)] },
      ],
    });
  });

  it('stops an autonomous run and asks in a guided one once its retries are used up', () => {
    const outcome = {
      files: [{ path: lost.path, diagnostics: lost.diagnostics, missing: true }],
      diagnostics: lost.diagnostics,
    };
    expect(decide({ files: [lost], retriesUsed: 3 })).toEqual({ decision: 'stop', ...outcome });
    expect(decide({ files: [lost], retriesUsed: 3, mode: 'guided' })).toEqual({
      decision: 'ask',
      ...outcome,
    });
    expect(decide({ files: [lost], retriesUsed: 0, retriesAllowed: 0 })).toMatchObject({ decision: 'stop' });
  });

  it.each([undefined, 'package.json'])(
    'does not retry over a finding that none of its files can mend (in %s)',
    (path) => {
      expect(decide({ tree: [finding(path)] })).toMatchObject({
        decision: 'stop',
        diagnostics: [finding(path)],
      });
    },
  );

  it('retries what it can, even when something else is wrong too', () => {
    expect(decide({ files: [lost], tree: [finding(undefined)] })).toMatchObject({
      decision: 'retry',
      files: [{ path: lost.path }],
    });
  });
});
