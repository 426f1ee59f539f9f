import { describe, expect, it } from '@jest/globals';
import { adoptPlan } from '../../../src/authors/model/plan/adopt-plan.js';
import type { GivenPlan } from '../../../src/protocol/given-plan.js';
import { loadReference } from '../../doubles/model-server/reference.js';

async function givenOf(name: string): Promise<{ readonly brief: string; readonly given: GivenPlan }> {
  const { brief, analysis, plan } = await loadReference(name);
  return { brief, given: { version: 1, analysis, plan } };
}

describe('a plan that was made by a model and left as it is, or edited', () => {
  it.each(['box-office', 'tool-shed', 'community-centre'])('is adopted as it is: %s', async (name) => {
    const { brief, given } = await givenOf(name);
    expect(adoptPlan({ brief, given })).toEqual({ outcome: 'adopted', given });
  });

  it('names everything that keeps it from being written, and where', async () => {
    const { brief, given } = await givenOf('box-office');
    const { analysis, plan } = given;
    const [first, second, ...rest] = analysis.requirements;
    if (first === undefined || second === undefined) throw new Error('the reference asks for too little');
    const edited: GivenPlan = {
      ...given,
      analysis: {
        ...analysis,
        requirements: [
          { ...first, source: 'words that nobody said' },
          { ...second, examples: [], proof: { kind: 'test' } },
          ...rest,
        ],
      },
      plan: { ...plan, language: 'python' },
    };
    expect(adoptPlan({ brief, given: edited })).toMatchObject({
      outcome: 'refused',
      problems: [
        { at: ['language'], diagnostic: { code: 'plan/language' } },
        { at: ['requirements', 0, 'source'], diagnostic: { code: 'plan/source' } },
        { at: ['requirements', 1, 'examples'], diagnostic: { code: 'plan/requirement' } },
      ],
    });
  });
});
