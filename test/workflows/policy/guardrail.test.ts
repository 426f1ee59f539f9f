import { describe, expect, it } from '@jest/globals';
import type { Diagnostic } from '../../../src/protocol/diagnostic.js';
import {
  errorsAllowed,
  guard,
  GUARDRAILS,
  hallucinationRate,
  type Escalations,
  type Guardrail,
  type GuardrailAction,
} from '../../../src/workflows/policy/guardrail.js';
import { isHallucination } from '../../../src/workflows/policy/hallucination.js';

const GUIDED: Escalations = { mode: 'guided' };
const TIER: Escalations = { tier: true };

describe('the guardrails', () => {
  const rows: readonly [Guardrail, number, number | null, Escalations, GuardrailAction][] = [
    ['file-retries', 0, 3, {}, 'retry'],
    ['file-retries', 3, 3, {}, 'retry'],
    ['file-retries', 4, 3, {}, 'abort'],
    ['file-retries', 4, 3, GUIDED, 'abort'],
    ['same-again', 0, 0, TIER, 'retry'],
    ['same-again', 1, 0, TIER, 'stronger-tier'],
    ['same-again', 1, 0, {}, 'abort'],
    ['gate-retries', 3, 3, {}, 'retry'],
    ['gate-retries', 4, 3, {}, 'abort'],
    ['gate-retries', 4, 3, GUIDED, 'person'],
    ['errors', 5, 5, {}, 'continue'],
    ['errors', 6, 5, {}, 'abort'],
    ['errors', 6, 5, GUIDED, 'person'],
    ['task-cost', 0.5, 0.5, {}, 'continue'],
    ['task-cost', 0.51, 0.5, {}, 'abort'],
    ['task-cost', 0.51, 0.5, GUIDED, 'person'],
    ['task-cost', 1000, null, {}, 'continue'],
    ['hallucination-rate', 0.3, 0.3, TIER, 'continue'],
    ['hallucination-rate', 0.31, 0.3, TIER, 'stronger-tier'],
    ['hallucination-rate', 0.31, 0.3, { ...TIER, ...GUIDED }, 'stronger-tier'],
    ['hallucination-rate', 0.31, 0.3, GUIDED, 'person'],
    ['hallucination-rate', 0.31, 0.3, {}, 'abort'],
    ['hallucination-rate', 1, 1, {}, 'continue'],
  ];

  it.each(rows)('%s at %p of %p (%j): %s', (guardrail, measured, limit, escalations, action) => {
    expect(guard(guardrail, measured, limit, escalations)).toBe(action);
  });

  it('are all in the table above, within their limit and past it', () => {
    for (const guardrail of Object.keys(GUARDRAILS)) {
      const actions = rows.filter(([name]) => name === guardrail).map(([, , , , action]) => action);
      expect(actions).toContain('abort');
      expect(actions.some((action) => action === 'retry' || action === 'continue')).toBe(true);
    }
  });
});

describe('the guardrail on errors', () => {
  it.each([
    [5, 10, 5],
    [5, 59, 5],
    [5, 60, 6],
    [5, 300, 30],
    [0, 9, 0],
    [40, 300, 40],
  ])('with a limit of %i, a run of %i files may have %i errors', (limit, files, allowed) => {
    expect(errorsAllowed(limit, files)).toBe(allowed);
  });
});

describe('the hallucination rate', () => {
  it.each([
    [0, 0, 0],
    [9, 9, 0],
    [10, 3, 0.3],
    [10, 4, 0.4],
    [40, 1, 0.025],
  ])('of %i drafts, %i refused for it, is %p', (drafts, refused, rate) => {
    expect(hallucinationRate({ drafts, refused })).toBe(rate);
  });

  const finding = (code: string, blocking = true): Diagnostic => ({
    code,
    severity: 'error',
    source: 'imports',
    message: 'No.',
    blocking,
  });
  it.each([
    ['a missing file', ['MW3001'], true],
    ['a package that is not planned', ['TS2345', 'MW3101'], true],
    ['a member that a module does not export', ['TS2305'], true],
    ['a misspelt one', ['TS2724'], true],
    ['a planned file that is no dependency', ['MW3003'], false],
    ['a development package in shipped code', ['MW3103'], false],
    ['a property that a value lacks', ['TS2339'], false],
    ['nothing', [], false],
  ])('counts a draft with %s: %j → %p', (_what, codes, counted) => {
    expect(isHallucination(codes.map((code) => finding(code)))).toBe(counted);
    expect(isHallucination(codes.map((code) => finding(code, false)))).toBe(false);
  });
});
