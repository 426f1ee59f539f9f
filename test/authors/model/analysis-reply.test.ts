import { describe, expect, it } from '@jest/globals';
import {
  analysisProblems,
  analysisReplySchema,
  toAnalysis,
  type AnalysisReply,
} from '../../../src/authors/model/analysis/analysis-reply.js';
import { analysisSchema } from '../../../src/protocol/analysis.js';

const BRIEF = 'An API for **tasks**.\nA task has a title of at most\n80 characters, and it is pretty.';

const LIMIT: AnalysisReply['requirements'][number] = {
  statement: 'A title has at most 80 characters.',
  source: 'a title of at most 80 characters',
  examples: [
    { given: 'nothing', when: 'a task with a title of 80 characters is created', then: 'it is kept' },
    { given: 'nothing', when: 'one of 81 characters is created', then: 'it is refused' },
  ],
  proof: 'test',
  reason: null,
};
const TASTE: typeof LIMIT = {
  statement: 'It is pretty.',
  source: 'it is pretty',
  examples: [],
  proof: 'none',
  reason: 'taste',
};
const QUESTION = { text: 'Who may read?', options: ['all', 'some'], default: 'all' };

const REPLY: AnalysisReply = {
  name: 'Task List!',
  title: 'Tasks',
  kind: 'api',
  framework: 'fastify',
  understood: ['Tasks are kept.', ' '],
  requirements: [LIMIT, TASTE],
  questions: [QUESTION],
  assumptions: [],
  survey: {
    features: [],
    users: [],
    dataModel: [],
    interfaces: [],
    authentication: [],
    integrations: [],
    nonFunctional: [],
    deployment: [],
    risks: [],
  },
};

function withLimit(change: Partial<typeof LIMIT>): Partial<AnalysisReply> {
  return { requirements: [{ ...LIMIT, ...change }] };
}

function problems(change: Partial<AnalysisReply>): readonly string[] {
  return analysisProblems(analysisReplySchema.parse({ ...REPLY, ...change }), BRIEF);
}

describe('an analysis as a model writes it', () => {
  it('becomes one of ours: ids by order, a name that can be a folder’s, no empty lines', () => {
    const analysis = analysisSchema.parse(toAnalysis(REPLY, { name: undefined, kind: undefined }));
    expect(analysis).toMatchObject({ author: 'model', name: 'task-list', kind: 'api' });
    expect(analysis.requirements.map(({ id, proof }) => [id, proof.kind])).toEqual([
      ['R1', 'test'],
      ['R2', 'none'],
    ]);
    expect(analysis.questions).toEqual([{ id: 'Q1', ...QUESTION }]);
    expect(analysis.understood).toEqual(['Tasks are kept.']);
  });

  it('takes name and kind from who asked', () => {
    expect(toAnalysis(REPLY, { name: 'todo', kind: 'cli' })).toMatchObject({ name: 'todo', kind: 'cli' });
  });

  it.each(['', '!!!', '123', 'Ünïcode Ärger', `${'long '.repeat(40)}name`])(
    'has a name whatever the model called it: %j',
    (name) => {
      const analysis = toAnalysis({ ...REPLY, name, title: '' }, { name: undefined, kind: undefined });
      expect(analysisSchema.safeParse(analysis).success).toBe(true);
    },
  );

  it.each([
    ['build: it compiles', 'api', { kind: 'check', check: 'build: it compiles', step: 'build' }],
    ['`health` answers 200', 'api', { kind: 'check', check: '`health` answers 200', step: 'health' }],
    ['Help names the commands', 'cli', { kind: 'check', check: 'Help names the commands', step: 'help' }],
    ['help names the commands', 'api', { kind: 'none' }],
    [
      'docker build succeeds',
      'api',
      { kind: 'none', reason: expect.stringMatching(/no step .*docker build/) },
    ],
    ['build: it compiles', 'frontend', { kind: 'none' }],
  ] as const)(
    'has a check by the step that shows it, or is open: %j of a project of kind %s',
    (reason, kind, proof) => {
      const reply: AnalysisReply = { ...REPLY, requirements: [{ ...TASTE, proof: 'check', reason }] };
      const analysis = analysisSchema.parse(toAnalysis(reply, { name: undefined, kind }));
      expect(analysis.requirements[0]?.proof).toMatchObject(proof);
    },
  );

  it('may quote the brief across its lines and marks', () => {
    expect(problems({})).toEqual([]);
  });

  it.each<[string, Partial<AnalysisReply>, string]>([
    ['words that the brief does not have', withLimit({ source: 'at most 90' }), 'do not stand in'],
    ['no words between marks', withLimit({ source: '**' }), 'do not stand in'],
    ['no words between quotes', withLimit({ source: ' "" ' }), 'do not stand in'],
    ['no requirement', { requirements: [] }, 'no requirements'],
    ['a test without an example', withLimit({ examples: [] }), 'no example'],
    [
      'an example that shows nothing',
      withLimit({ examples: [{ given: '', when: 'x', then: ' ' }] }),
      '"then"',
    ],
    ['no reason for what is open', { requirements: [{ ...TASTE, reason: null }] }, 'no reason'],
    ['a default that is no option', { questions: [{ ...QUESTION, default: 'none' }] }, 'none of its options'],
  ])('is refused with %s', (_what, change, words) => {
    expect(problems(change).join(' ')).toContain(words);
  });
});
