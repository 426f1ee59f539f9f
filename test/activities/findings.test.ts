import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { toFindings } from '../../src/activities/findings.js';
import { getJson } from '../../src/artifacts/json-artifact.js';
import { diagnosticSchema, type Diagnostic } from '../../src/protocol/diagnostic.js';
import { DIAGNOSTICS_IN_HISTORY } from '../../src/protocol/diagnostics.js';
import { scriptedParts, type ScriptedParts } from '../doubles/scripted-parts.js';

let scripted: ScriptedParts;
beforeAll(async () => {
  scripted = await scriptedParts();
});
afterAll(async () => {
  await scripted.remove();
});

function finding(index: number, blocking: boolean, message = `wrong ${index}`): Diagnostic {
  return { code: `T${index}`, severity: 'error', source: 'types', path: 'src/a.ts', message, blocking };
}

describe('findings', () => {
  it('travel blocking ones first and cut short, while the whole list is stored', async () => {
    const { store } = scripted.parts;
    const advice = Array.from({ length: 30 }, (_, index) => finding(index, false));
    const blocking = Array.from({ length: 5 }, (_, index) => finding(100 + index, true, 'x'.repeat(2_000)));
    const findings = await toFindings(store, [...advice, ...blocking]);
    expect(findings.blocking).toBe(5);
    expect(findings.diagnostics).toHaveLength(DIAGNOSTICS_IN_HISTORY);
    expect(findings.diagnostics.slice(0, 5).every((one) => one.blocking)).toBe(true);
    expect(findings.diagnostics[0]?.message.length).toBeLessThan(1_000);
    expect(JSON.stringify(findings).length).toBeLessThan(16_384);
    const all = findings.all === null ? [] : await getJson(store, findings.all, diagnosticSchema.array());
    expect(all).toEqual([...blocking, ...advice]);
  });

  it('of nothing are empty, store nothing and have no signature', async () => {
    expect(await toFindings(scripted.parts.store, [])).toEqual({
      diagnostics: [],
      blocking: 0,
      signature: '',
      all: null,
    });
  });

  it('that only advise have no signature, and alike failures have one', async () => {
    const { store } = scripted.parts;
    expect((await toFindings(store, [finding(1, false)])).signature).toBe('');
    const one = await toFindings(store, [finding(1, true), finding(2, true)]);
    const other = await toFindings(store, [
      { ...finding(2, true), line: 40 },
      finding(1, true),
      finding(3, false),
    ]);
    expect(other.signature).toBe(one.signature);
    expect(one.signature).toMatch(/^[0-9a-f]{64}$/);
  });
});
