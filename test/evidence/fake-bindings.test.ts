import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { getJson, putJson } from '../../src/artifacts/json-artifact.js';
import type { Language } from '../../src/languages/language.js';
import { createTypeScriptLanguage } from '../../src/languages/typescript/typescript-language.js';
import type { Diagnostic } from '../../src/protocol/diagnostic.js';
import { evidenceSchema, type Evidence } from '../../src/protocol/evidence.js';
import { encodeManifest } from '../../src/protocol/tree.js';
import { probeSandbox } from '../../src/sandbox/probe-sandbox.js';
import { scriptedParts, type ScriptedParts } from '../doubles/scripted-parts.js';
import { served } from '../doubles/served-activities.js';
import { fileSpec, WHOLE_ANALYSIS, WHOLE_PLAN } from '../doubles/whole-plan.js';
import { installedEnvironment } from '../languages/typescript/installed-environment.js';
import { FAKES, HONEST, KINDS, numbered, requirementOf, SEATS, testFiles } from './fake-bindings.js';

const cases = numbered([...HONEST, ...FAKES]);

let scripted: ScriptedParts;
let language: Language;
let evidence: ReadonlyMap<string, Evidence>;
let weak: readonly Diagnostic[];

/** One project with all bindings in it, through the activities as a run calls them: tests, mutants, judgement. */
beforeAll(async () => {
  scripted = await scriptedParts();
  const environment = await installedEnvironment(undefined, { vitest: '4.1.12' });
  language = createTypeScriptLanguage({
    toolchain: {
      resolve: () => Promise.reject(new Error('nothing is resolved')),
      install: () => Promise.resolve(environment),
    },
    threads: 1,
  });
  const { store } = scripted.parts;
  const activities = served({
    ...scripted.parts,
    languages: { typescript: language },
    probeSandbox: (choice) => probeSandbox({ choice }),
  });
  const tests = testFiles(cases);
  const plan = await putJson(store, {
    ...WHOLE_PLAN,
    files: [
      fileSpec('src/seats.ts'),
      ...Object.keys(tests).map((path) => fileSpec(path, { role: 'tester' })),
    ],
    bindings: cases.map(({ id, kind }) => ({
      requirement: id,
      files: ['src/seats.ts'],
      symbol: { path: 'src/seats.ts', export: KINDS[kind].symbol },
      test: 'test/bindings.test.ts',
    })),
  });
  const analysis = await putJson(store, { ...WHOLE_ANALYSIS, requirements: cases.map(requirementOf) });
  const own = Object.fromEntries(environment.files.map(({ path, content }) => [path, content]));
  const tree = await scripted.tree({ ...own, 'src/seats.ts': SEATS, ...tests });
  const files = await Promise.all(
    environment.files.map(async ({ path, content }) => ({ path, content: await store.put(content) })),
  );
  const run = { id: 'fakefake-run', workflowId: 'fakes' };
  const step = {
    run,
    analysis,
    plan,
    tree,
    environment: await store.put(encodeManifest(files)),
    sandbox: 'auto' as const,
  };
  const tested = await activities.test(step);
  const { mutations, unproven, weak: found } = await activities.mutate({ ...step, tests: tested.results });
  weak = found;
  expect(unproven).toBeNull();
  const judged = await activities.judge({ run, analysis, plan, tests: tested.results, proof: [], mutations });
  const all = await getJson(store, judged.evidence, evidenceSchema.array());
  evidence = new Map(all.map((one) => [one.requirement, one]));
});
afterAll(async () => {
  await language.close();
  await scripted.remove();
});

describe('an honest binding', () => {
  it.each(cases.slice(0, HONEST.length).map(({ what, id }) => [what, id]))('is proven: %s', (_what, id) => {
    const { level, because, mutants = [] } = evidence.get(id) ?? {};
    expect({ level, because }).toEqual({ level: 'proven', because: expect.stringContaining('killed') });
    const killers = mutants.filter(({ outcome }) => outcome === 'killed').map(({ killedBy }) => killedBy);
    expect(killers.length).toBeGreaterThan(0);
    for (const killer of killers) expect(killer).toContain(`[${id}]`);
  });
});

describe('a fake binding', () => {
  it('is one of more than twenty', () => {
    expect(new Set(FAKES.map(({ what }) => what)).size).toBeGreaterThanOrEqual(20);
  });

  it.each(['endless', 'growing'])('keeps no others from being settled by its %s mutant', (wanted) => {
    const { id = '' } = cases.find(({ kind }) => kind === wanted) ?? {};
    expect(evidence.get(id)?.mutants.map(({ outcome }) => outcome)).toContain('unfinished');
    for (const one of evidence.values())
      expect(one.because).not.toMatch(/could not be run|were not run|could not be loaded/);
  });

  it('is no weak test where a test of another requirement notices, and says so', () => {
    expect(weak.map(({ message }) => message)).toEqual([
      expect.stringContaining('`days`'),
      expect.stringContaining('`priciest`'),
    ]);
    const { id = '' } = cases.find(({ what }) => what === 'only the happy side of a limit') ?? {};
    const covered = evidence.get(id)?.mutants.find(({ outcome }) => outcome === 'covered');
    expect(covered?.killedBy).toMatch(/^\[R[23]\]/);
  });

  it.each(cases.slice(HONEST.length).map(({ what, id }) => [what, id]))('is not proven: %s', (_what, id) => {
    const { level, because } = evidence.get(id) ?? {};
    expect({ level, because }).toEqual({
      level: expect.stringMatching(/^(?:tested|open|disputed)$/),
      because: expect.stringMatching(/./),
    });
  });
});
