import { describe, expect, it } from '@jest/globals';
import { createBlueprintAuthor } from '../../src/authors/blueprint/blueprint-author.js';
import { readPlanFile, type PlanReading } from '../../src/client/plan-file/read-plan-file.js';
import { writePlanFile } from '../../src/client/plan-file/write-plan-file.js';
import { createPlanning } from '../../src/plan-ahead.js';
import { EVERY_BRIEF } from '../authors/blueprint/briefs.js';

const planning = createPlanning();
const { signal } = new AbortController();

function read(text: string): Promise<PlanReading> {
  return readPlanFile(text, { name: 'p.yaml', planning, signal });
}

describe('a plan file', () => {
  it.each(Object.entries(EVERY_BRIEF))('of the brief %s is read as it was written', async (_, brief) => {
    const given = await planning.propose({ brief, name: undefined, signal });
    const reading = await read(writePlanFile(brief, given, 'p.yaml'));
    expect(reading).toEqual({ kind: 'plan', brief, given });
  });

  it.each(['cli', 'library'] as const)('of a %s is read as it was written', async (kind) => {
    const author = createBlueprintAuthor();
    const brief = EVERY_BRIEF.LIBRARY;
    const analysis = await author.analyze({ brief, name: undefined, kind, signal });
    const plan = await author.plan({ analysis, answers: {}, attempt: 1, problems: [], signal });
    const given = { version: 1, analysis, plan } as const;
    expect(plan.kind).toBe(kind);
    expect(await read(writePlanFile(brief, given, 'p.yaml'))).toEqual({ kind: 'plan', brief, given });
  });

  it('keeps every character of a brief', async () => {
    const brief = `# An API: "books" & 'more'\n\n\tBooks have a title.  \r\n- {a: b} # no comment\n\n  Members have a name. ✓\n\n\n`;
    const given = await planning.propose({ brief, name: undefined, signal });
    const reading = await read(writePlanFile(brief, given, 'p.yaml'));
    expect(reading.kind === 'plan' ? reading.brief : reading).toBe(brief);
  });

  it('of another author needs a model', async () => {
    const given = await planning.propose({ brief: EVERY_BRIEF.TODO, name: undefined, signal });
    const text = writePlanFile(EVERY_BRIEF.TODO, given, 'p.yaml').replace(
      'author: blueprint',
      'author: model',
    );
    expect(await read(text)).toMatchObject({
      kind: 'problems',
      problems: [{ code: 'plan/needs-model', line: 8, column: 9 }],
    });
  });
});
