import { describe, expect, it } from '@jest/globals';
import { createModelAuthor } from '../../../src/authors/model/model-author.js';
import type { PlannedPackage } from '../../../src/protocol/plan.js';
import { measuring } from '../../doubles/prompt-measure.js';
import { scriptedCaller } from '../../doubles/scripted-caller.js';
import { WHOLE_ANALYSIS, WHOLE_PLAN } from '../../doubles/whole-plan.js';

/** What an architect is told of a package that the registry does not have. */
async function told(planned: Omit<PlannedPackage, 'version' | 'dev'>, code = 'packages/missing') {
  const caller = scriptedCaller(new Error('asked'));
  const wanted = { ...planned, version: '1.0.0', dev: false };
  await createModelAuthor({ caller, measure: measuring() })
    .plan({
      run: { id: 'run', workflowId: 'todo' },
      analysis: WHOLE_ANALYSIS,
      answers: {},
      attempt: 2,
      problems: [
        {
          code,
          severity: 'error',
          source: 'packages',
          message: `The registry has no ${planned.name}@1.0.0 (E404).`,
          hint: 'Plan a package and a version that exist, or do without it.',
          blocking: true,
        },
      ],
      previous: { ...WHOLE_PLAN, packages: [wanted] },
      signal: new AbortController().signal,
    })
    .catch(() => undefined);
  const prompt = caller.asked[0]?.request.messages[1]?.content ?? '';
  return prompt.slice(prompt.indexOf('## Diagnostics'));
}

describe('a package that does not exist', () => {
  it.each([
    ['fast-http-serve', 'HTTP server for the routes', 'fastify 5.12.8'],
    ['sqlite-lite', 'keeps the records in SQLite', 'libsql 0.5.29'],
    ['zod-validator', 'validates request bodies', 'zod 4.6.7'],
  ])('%s, planned as “%s”, is answered with what is at hand for that', async (name, why, known) => {
    expect(await told({ name, why })).toContain(`At hand for that: ${known}.`);
  });

  it('is answered with no name that merely looks like it', async () => {
    for (const name of ['fastifyy', 'zodd', 'libsqll'])
      expect(await told({ name, why: 'colours for the terminal' })).not.toContain('At hand');
  });

  it('is answered with nothing for another kind of project', async () => {
    expect(await told({ name: 'cmdr', why: 'command-line arguments' })).not.toContain('commander');
  });

  it('is not what a version is that does not exist', async () => {
    expect(await told({ name: 'koaa', why: 'HTTP server' }, 'packages/version')).not.toContain('At hand');
  });
});
