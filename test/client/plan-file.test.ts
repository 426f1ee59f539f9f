import { beforeAll, describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { createBlueprintAuthor } from '../../src/authors/blueprint/blueprint-author.js';
import { planFileSchema } from '../../src/client/plan-file/plan-file.js';
import { readPlanFile, type PlanReading } from '../../src/client/plan-file/read-plan-file.js';
import { writePlanFile } from '../../src/client/plan-file/write-plan-file.js';
import { createPlanning } from '../../src/plan-ahead.js';
import { freeEstimate } from '../../src/protocol/estimate.js';
import type { GivenPlan } from '../../src/protocol/given-plan.js';
import { EVERY_BRIEF } from '../authors/blueprint/briefs.js';
import { loadReference } from '../doubles/model-server/reference.js';

const planning = createPlanning();
const { signal } = new AbortController();

function read(text: string): Promise<PlanReading> {
  return readPlanFile(text, { name: 'p.yaml', planning, signal });
}

describe('a plan file', () => {
  it.each(Object.entries(EVERY_BRIEF))('of the brief %s is read as it was written', async (_, brief) => {
    const given = await planning.propose({ brief, name: undefined, signal });
    const reading = await read(writePlanFile(brief, given, { path: 'p.yaml' }));
    expect(reading).toEqual({ kind: 'plan', brief, given });
  });

  it.each(['cli', 'library'] as const)('of a %s is read as it was written', async (kind) => {
    const author = createBlueprintAuthor();
    const brief = EVERY_BRIEF.LIBRARY;
    const analysis = await author.analyze({ brief, name: undefined, kind, signal });
    const plan = await author.plan({ analysis, answers: {}, attempt: 1, problems: [], signal });
    const given = { version: 1, analysis, plan } as const;
    expect(plan.kind).toBe(kind);
    expect(await read(writePlanFile(brief, given, { path: 'p.yaml' }))).toEqual({
      kind: 'plan',
      brief,
      given,
    });
  });

  it('keeps every character of a brief', async () => {
    const brief = `# An API: "books" & 'more'\n\n\tBooks have a title.  \r\n- {a: b} # no comment\n\n  Members have a name. ✓\n\n\n`;
    const given = await planning.propose({ brief, name: undefined, signal });
    const reading = await read(writePlanFile(brief, given, { path: 'p.yaml' }));
    expect(reading.kind === 'plan' ? reading.brief : reading).toBe(brief);
  });

  it('of a model needs one', async () => {
    const given = await planning.propose({ brief: EVERY_BRIEF.TODO, name: undefined, signal });
    const text = writePlanFile(EVERY_BRIEF.TODO, given, { path: 'p.yaml' }).replace(
      'author: blueprint',
      'author: model',
    );
    expect(await read(text)).toMatchObject({
      kind: 'problems',
      problems: [{ code: 'plan/needs-model', line: 8, column: 9 }],
    });
  });
});

describe('the plan file of a model', () => {
  const byModel = createPlanning({ hasModels: true });
  let brief: string;
  let given: GivenPlan;
  let text: string;
  beforeAll(async () => {
    const reference = await loadReference('box-office');
    ({ brief } = reference);
    given = { version: 1, analysis: { ...reference.analysis, questions: [] }, plan: reference.plan };
    const cost = { ...freeEstimate(12), costUsd: 0.4321, planningUsd: 0.1, modelCalls: 17 };
    text = writePlanFile(brief, given, { path: 'p.yaml', cost });
  });

  const readByModel = (edited: string): Promise<PlanReading> =>
    readPlanFile(edited, { name: 'p.yaml', planning: byModel, signal });

  it.each(['box-office', 'tool-shed', 'community-centre'])(
    'is read as it was written, contracts, bindings, packages, roles and examples included: %s',
    async (name) => {
      const { analysis, plan, ...reference } = await loadReference(name);
      const whole: GivenPlan = { version: 1, analysis: { ...analysis, questions: [] }, plan };
      const written = writePlanFile(reference.brief, whole, { path: 'p.yaml' });
      expect(await readByModel(written)).toEqual({ kind: 'plan', brief: reference.brief, given: whole });
    },
  );

  it('says what it costs, what was paid for it, and that all of it may be changed', () => {
    const { estimate } = planFileSchema.parse(parse(text));
    expect(estimate).toEqual({
      files: 12,
      seconds: null,
      costUsd: 0.3321,
      modelCalls: 17,
      paidForPlanUsd: 0.1,
    });
    expect(text).toMatch(/^# All of it is yours to change: files, roles/m);
    expect(text).not.toContain('template');
  });

  it('says that the cost is unknown, and never 0, where a price is', () => {
    const cost = { ...freeEstimate(12), costUsd: null, withoutPrice: ['own-model at local'] };
    const { estimate } = planFileSchema.parse(parse(writePlanFile(brief, given, { path: 'p.yaml', cost })));
    expect(estimate).toMatchObject({ costUsd: 'unknown', withoutPrice: ['own-model at local'] });
  });

  it('takes what a person changed: a file more, another contract, a reworded requirement', async () => {
    const spec = given.plan.files[0];
    const wording = given.analysis.requirements[0];
    if (spec === undefined || wording === undefined) throw new Error('the reference is empty');
    const more = {
      ...given,
      analysis: {
        ...given.analysis,
        requirements: [{ ...wording, statement: 'Other words.' }, ...given.analysis.requirements.slice(1)],
      },
      plan: {
        ...given.plan,
        files: [...given.plan.files, { ...spec, path: 'src/more.ts', requirements: [] }],
      },
    };
    const edited = writePlanFile(brief, more, { path: 'p.yaml' });
    expect(await readByModel(edited)).toEqual({ kind: 'plan', brief, given: more });
  });

  it.each<[string, string | RegExp, string, string, string]>([
    [
      'words that the brief does not have',
      /source: .*(?:\n {6}.*)*/,
      'source: nobody said so',
      'plan/source',
      'nobody said so',
    ],
    ['a key that is none', 'purpose:', 'porpose:', 'plan/unknown-key', 'porpose:'],
    ['a role that is none', 'role: database', 'role: cook', 'plan/value', 'cook'],
    ['a declaration that is no text', /declaration: .*/, 'declaration: [odd]', 'plan/type', '[odd]'],
    [
      'a file that nobody plans',
      'src/storage.ts, on',
      'src/gone.ts, on',
      'plan/unknown-dependency',
      'src/gone.ts, on',
    ],
  ])('is checked, with line and column, for %s', async (_, search, by, code, at) => {
    const edited = text.replace(search, by);
    expect(edited).not.toBe(text);
    const reading = await readByModel(edited);
    const before = edited.slice(0, edited.indexOf(at)).split('\n');
    expect(reading.kind === 'problems' ? reading.problems : reading).toContainEqual(
      expect.objectContaining({
        code,
        path: 'p.yaml',
        line: before.length,
        column: (before.at(-1) ?? '').length + 1,
      }),
    );
  });
});
