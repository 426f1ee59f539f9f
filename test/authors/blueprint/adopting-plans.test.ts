import { beforeAll, describe, expect, it } from '@jest/globals';
import { createBlueprintAuthor } from '../../../src/authors/blueprint/blueprint-author.js';
import { givenPlanSchema, type GivenPlan } from '../../../src/protocol/given-plan.js';
import { digestAnalysis, digestPlan } from '../../../src/protocol/digest.js';
import { MillwrightError } from '../../../src/protocol/errors.js';
import type { PlanProblem } from '../../../src/protocol/plan-problem.js';
import { findPlanProblems } from '../../../src/workflows/policy/plan-proof.js';
import { LIBRARY } from './briefs.js';

const author = createBlueprintAuthor();
const { signal } = new AbortController();

let proposed: GivenPlan;
beforeAll(async () => {
  const analysis = await author.analyze({ brief: LIBRARY, name: undefined, kind: undefined, signal });
  const plan = await author.plan({ analysis, answers: {}, attempt: 1, problems: [], signal });
  proposed = { version: 1, analysis, plan };
});

/** A copy of the author's own plan, changed as a person would. */
function edited(change: (given: GivenPlan) => void): GivenPlan {
  const copy = givenPlanSchema.parse(JSON.parse(JSON.stringify(proposed)));
  change(copy);
  return copy;
}

async function adopted(change: (given: GivenPlan) => void): Promise<GivenPlan> {
  const adoption = await author.adopt({ brief: LIBRARY, given: edited(change), signal });
  if (adoption.outcome === 'refused') {
    throw new Error(adoption.problems.map(({ diagnostic }) => diagnostic.message).join('\n'));
  }
  return adoption.given;
}

async function refused(change: (given: GivenPlan) => void): Promise<readonly PlanProblem[]> {
  const adoption = await author.adopt({ brief: LIBRARY, given: edited(change), signal });
  return adoption.outcome === 'refused' ? adoption.problems : [];
}

function firstTested(
  analysis: GivenPlan['analysis'],
): GivenPlan['analysis']['requirements'][number] | undefined {
  return analysis.requirements.find(({ proof }) => proof.kind === 'test');
}

function fileAt({ plan }: GivenPlan, path: string): GivenPlan['plan']['files'][number] {
  const file = plan.files.find((each) => each.path === path);
  if (file === undefined) throw new Error(`the plan has no ${path}`);
  return file;
}

describe('the blueprint author takes over', () => {
  it('its own plan, unchanged', async () => {
    expect(await adopted(() => undefined)).toEqual(proposed);
  });

  it('a plan without files of low priority, in other phases, with other priorities and versions', async () => {
    const given = await adopted(({ plan }) => {
      plan.files = plan.files.filter(({ path }) => path !== 'Dockerfile' && path !== '.dockerignore');
      plan.phases.push({ id: 'last', title: 'At the very end', critical: false });
      for (const file of plan.files) if (file.path === 'README.md') file.phase = 'last';
      for (const file of plan.files) if (file.priority === 'normal') file.priority = 'low';
      for (const known of plan.packages) if (known.name === 'zod') known.version = '4.6.6';
      plan.packages.push({ name: 'pino', version: '10.0.0', dev: false, why: 'logs' });
    });
    expect(given.plan.files.map(({ path }) => path)).not.toContain('Dockerfile');
    expect(findPlanProblems(digestPlan(given.plan), digestAnalysis(given.analysis))).toEqual([]);
  });

  it('another name, title and description, and hands them to its templates', async () => {
    const given = await adopted(({ plan, analysis }) => {
      plan.name = analysis.name = 'branch-library';
      plan.title = analysis.title = 'Branch library';
      plan.description = 'Lends books in one branch.';
    });
    const readme = await author.draft({
      ...given,
      path: 'README.md',
      draft: 1,
      read: () => Promise.resolve(undefined),
      repair: null,
      signal,
    });
    expect(readme.outcome === 'draft' && readme.content).toContain('# Branch library');
  });

  it('another name of a library, and imports it by that name where it is shown to work', async () => {
    const brief = 'Recipes are kept. A recipe has a title.';
    const analysis = await author.analyze({ brief, name: undefined, kind: 'library', signal });
    const plan = await author.plan({ analysis, answers: {}, attempt: 1, problems: [], signal });
    const given = { version: 1, analysis, plan: { ...plan, name: 'cook-box' } } as const;
    const adoption = await author.adopt({ brief, given, signal });
    const recipe = adoption.outcome === 'adopted' ? adoption.given.plan.proofRecipe : undefined;
    expect(JSON.stringify(plan.proofRecipe)).toContain(`from '${plan.name}'`);
    expect(JSON.stringify(recipe)).toContain("from 'cook-box'");
    expect(JSON.stringify(recipe)).not.toContain(`'${plan.name}'`);
  });

  it('a requirement in other punctuation as it was', async () => {
    const given = await adopted(({ analysis }) => {
      const first = firstTested(analysis);
      if (first !== undefined) first.statement = ` ${first.statement.toUpperCase()}!`;
    });
    expect(firstTested(given.analysis)?.statement).toContain('!');
  });

  it.each<[string, (given: GivenPlan) => void]>([
    [
      'in other words',
      ({ analysis }) => {
        const rule = analysis.requirements.find(({ statement }) => statement.includes('at most 5'));
        if (rule !== undefined) rule.statement = rule.statement.replace('5', '6');
      },
    ],
    [
      'with other examples',
      ({ analysis }) => {
        const rule = analysis.requirements.find(({ statement }) => statement.includes('at most 5'));
        rule?.examples.splice(1);
      },
    ],
  ])('a requirement %s, which stays open: its tests show what was read', async (_, change) => {
    const given = await adopted(change);
    const before = new Map(proposed.analysis.requirements.map(({ id, proof }) => [id, proof]));
    const moved = given.analysis.requirements.filter(({ id, proof }) => proof.kind !== before.get(id)?.kind);
    expect(moved).toHaveLength(1);
    expect(moved[0]?.proof).toMatchObject({ kind: 'none', reason: expect.stringContaining('tested') });
  });

  it('a requirement more that nothing has to show', async () => {
    const given = await adopted(({ analysis }) => {
      analysis.requirements.push({
        id: 'R99',
        statement: 'It is pretty.',
        source: 'has books',
        examples: [],
        proof: { kind: 'none', reason: 'taste' },
      });
    });
    expect(given.analysis.requirements.at(-1)?.id).toBe('R99');
  });
});

describe('the blueprint author refuses', () => {
  it.each<[string, (given: GivenPlan) => void, readonly (string | number)[], string]>([
    [
      'a file that it has no template for',
      ({ plan }) => {
        plan.files.unshift({ ...fileAt(proposed, 'README.md'), path: 'docs/manual.md' });
      },
      ['files', 0, 'path'],
      'There is no template for docs/manual.md.',
    ],
    [
      'another contract',
      ({ plan }) => {
        const index = plan.files.findIndex(({ contract }) => contract.exports.length > 0);
        plan.files[index]?.contract.exports.splice(0, 1);
      },
      ['files', expect.any(Number) as unknown as number, 'contract'],
      'is not what its template exports',
    ],
    [
      'a file that another imports, left out',
      ({ plan }) => {
        plan.files = plan.files.filter(({ path }) => path !== 'test/support/samples.ts');
      },
      ['files', expect.any(Number) as unknown as number, 'dependencies'],
      'imports test/support/samples.ts, which the plan leaves out',
    ],
    [
      'an import that is no dependency any more',
      (given) => {
        fileAt(given, 'src/server.ts').dependencies = [];
      },
      ['files', expect.any(Number) as unknown as number, 'dependencies'],
      'which is no dependency of it here',
    ],
    [
      'a file to change',
      ({ plan }) => {
        const [first] = plan.files;
        if (first !== undefined) plan.files[0] = { ...first, action: 'change', baseSha: 'a'.repeat(64) };
      },
      ['files', 0, 'action'],
      'it cannot change it',
    ],
    [
      'a package that its templates use, left out',
      ({ plan }) => {
        plan.packages = plan.packages.filter(({ name }) => name !== 'fastify');
      },
      ['packages'],
      'use the package fastify, which the plan leaves out',
    ],
    [
      'the lint script without its settings',
      ({ plan }) => {
        plan.files = plan.files.filter(({ path }) => path !== 'eslint.config.js');
      },
      ['files'],
      'The lint script runs by eslint.config.js',
    ],
    [
      'a requirement more that a test is to show',
      ({ analysis }) => {
        analysis.requirements.push({
          id: 'R99',
          statement: 'Books have covers.',
          source: 'has books',
          examples: [],
          proof: { kind: 'test' },
        });
      },
      ['requirements', expect.any(Number) as unknown as number, 'proof'],
      'R99 is not among what the templates can show',
    ],
    [
      'a requirement shown by a check of the person’s own',
      ({ analysis }) => {
        const [first] = analysis.requirements;
        if (first !== undefined) first.proof = { kind: 'check', check: 'it looks right' };
      },
      ['requirements', 0, 'proof'],
      'No template shows R1 by the check "it looks right"',
    ],
  ])('%s: a model is needed for that', async (_, change, at, message) => {
    const problems = await refused(change);
    expect(problems.map(({ diagnostic }) => diagnostic.code)).toContain('plan/needs-model');
    expect(problems).toContainEqual({
      at,
      diagnostic: expect.objectContaining({ blocking: true, message: expect.stringContaining(message) }),
    });
    for (const { diagnostic } of problems) expect(diagnostic.hint).toContain('configure a model');
  });

  it('words that the brief does not have', async () => {
    const [problem] = await refused(({ analysis }) => {
      const [first] = analysis.requirements;
      if (first !== undefined) first.source = 'books with golden covers';
    });
    expect(problem).toMatchObject({
      at: ['requirements', 0, 'source'],
      diagnostic: { code: 'plan/source' },
    });
  });

  it('a subject that is not what it reads from the brief', async () => {
    const [problem] = await refused(({ analysis }) => {
      analysis.subject = JSON.parse(
        JSON.stringify(analysis.subject).replace('"limit":5', '"limit":6'),
      ) as GivenPlan['analysis']['subject'];
    });
    expect(problem).toMatchObject({ at: ['subject'], diagnostic: { code: 'plan/subject' } });
  });

  it('a plan with another brief', async () => {
    const adoption = await author.adopt({
      brief: LIBRARY.replace('at most five', 'at most six'),
      given: proposed,
      signal,
    });
    expect(adoption).toMatchObject({ outcome: 'refused', problems: [{ at: ['subject'] }] });
  });

  it('a brief beyond its field, as it does without a plan', async () => {
    const adoption = author.adopt({ brief: 'Write me a poem about rivers.', given: proposed, signal });
    await expect(adoption).rejects.toBeInstanceOf(MillwrightError);
  });

  it('everything at once', async () => {
    const problems = await refused(({ plan, analysis }) => {
      plan.packages = [];
      analysis.requirements.forEach((requirement) => (requirement.source = 'nowhere'));
    });
    expect(problems.length).toBeGreaterThan(analysisCount());
  });
});

function analysisCount(): number {
  return proposed.analysis.requirements.length;
}
