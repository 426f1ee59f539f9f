import { describe, expect, it } from '@jest/globals';
import type { DraftRequest } from '../../../src/authors/author.js';
import { createModelAuthor } from '../../../src/authors/model/model-author.js';
import type { ContractExport, FileSpec, Plan } from '../../../src/protocol/plan.js';
import { draftRequest } from '../../doubles/draft-request.js';
import { measuring } from '../../doubles/prompt-measure.js';
import { scriptedCaller } from '../../doubles/scripted-caller.js';
import { fileSpec, WHOLE_ANALYSIS, WHOLE_PLAN } from '../../doubles/whole-plan.js';

function promising(
  path: string,
  exports: readonly (readonly [name: string, kind: ContractExport['kind'], declaration: string])[],
  change: Partial<Omit<FileSpec, 'action' | 'contract'>> & { readonly imports?: string[] } = {},
): FileSpec {
  const { imports = [], ...rest } = change;
  return fileSpec(path, {
    contract: {
      imports,
      exports: exports.map(([name, kind, declaration]) => ({ export: name, kind, declaration })),
    },
    ...rest,
  });
}

const ON_INDEX = [{ path: 'src/index.ts', on: 'implementation' as const }];
/** A library whose entry declares nothing itself. */
const FILES: readonly FileSpec[] = [
  promising('src/date.ts', [['Day', 'interface', 'export interface Day { readonly count: number }']]),
  promising(
    'src/limits.ts',
    [
      [
        'ListLimits',
        'interface',
        'export interface ListLimits { readonly end?: Day; readonly count?: number }',
      ],
    ],
    {
      imports: ["import type { Day } from './date.js';"],
      purpose: 'How far a list goes: whichever limit comes first.',
    },
  ),
  promising('src/rule.ts', [
    ['Rule', 'interface', 'export interface Rule { readonly pattern: Pattern }'],
    ['Pattern', 'type', "export type Pattern = 'daily' | 'weekly';"],
    ['Unrelated', 'interface', 'export interface Unrelated { readonly nothing: true }'],
  ]),
  promising(
    'src/list.ts',
    [['list', 'function', 'export declare function list(rule: Rule, limits: ListLimits): string[];']],
    {
      imports: ["import type { Rule } from './rule.js';", "import type { ListLimits } from './limits.js';"],
      purpose: 'Lists the days of a rule.',
    },
  ),
  promising('src/index.ts', [
    ['list', 'function', "export { list } from './list.js';"],
    ['ListLimits', 'type', "export type ListLimits = import('./limits.js').ListLimits;"],
  ]),
  fileSpec('test/list.test.ts', { role: 'tester', dependencies: ON_INDEX }),
  fileSpec('README.md', { role: 'docs', priority: 'low', dependencies: [] }),
];
const PLAN: Plan = {
  ...WHOLE_PLAN,
  kind: 'library',
  files: [...FILES],
  bindings: [
    {
      requirement: 'R1',
      files: ['src/list.ts'],
      symbol: { path: 'src/list.ts', export: 'list' },
      test: 'test/list.test.ts',
    },
  ],
  criticalParts: [
    { part: 'entry', path: 'src/index.ts' },
    { part: 'tests', path: 'test/list.test.ts' },
  ],
};
const EXAMPLE = { given: 'a rule', when: 'it is listed', then: 'there are days' };
const ANALYSIS = {
  ...WHOLE_ANALYSIS,
  requirements: WHOLE_ANALYSIS.requirements.map((each) => ({ ...each, examples: [EXAMPLE] })),
};

async function prompt(path: string, plan: Plan = PLAN, change: Partial<DraftRequest> = {}): Promise<string> {
  const caller = scriptedCaller({ text: '```ts\nexport {};\n```' });
  await createModelAuthor({ caller, measure: measuring() }).draft(
    draftRequest(path, { run: { id: 'run', workflowId: 'dates' }, analysis: ANALYSIS, plan, ...change }),
  );
  return caller.asked[0]?.request.messages[1]?.content ?? '';
}

describe('declarations of a file that passes on what others declare', () => {
  it('bring those behind them, and the types that these are made of, one file further', async () => {
    const shown = await prompt('test/list.test.ts');
    expect(shown).toContain('export declare function list(rule: Rule, limits: ListLimits): string[];');
    expect(shown).toContain('export interface ListLimits { readonly end?: Day;');
    expect(shown).toContain('export interface Rule { readonly pattern: Pattern }');
    expect(shown).toContain("export type Pattern = 'daily' | 'weekly';");
    expect(shown).not.toContain('Unrelated');
    expect(shown).toContain('### src/limits.ts\nWhat the above pass on or are made of:\n```ts');
  });

  it('bring them as they became, but for a tester, and follow `export *` and other names', async () => {
    const files = [
      fileSpec('src/app.ts', { dependencies: [{ path: 'src/index.ts', on: 'declarations' }] }),
      fileSpec('src/index.ts'),
      fileSpec('src/list.ts'),
      fileSpec('src/rule.ts'),
      fileSpec('test/list.test.ts', { role: 'tester', dependencies: ON_INDEX }),
    ];
    const written = new Map([
      [
        'src/index.ts',
        "export { list as listDays } from './list.js';\nexport * from './rule.js';\nexport { join } from 'node:path';\n",
      ],
      ['src/list.ts', 'export declare function list(): string[];\nexport declare function hidden(): void;\n'],
      ['src/rule.ts', 'export interface Rule {\n  readonly text: string;\n}\n'],
    ]);
    const outline = (path: string): Promise<string | undefined> => Promise.resolve(written.get(path));
    const shown = await prompt('src/app.ts', { ...PLAN, files }, { outline });
    expect(shown).toContain('export declare function list(): string[];');
    expect(shown).toContain('readonly text: string;');
    expect(shown).not.toContain('hidden');
    expect(await prompt('test/list.test.ts', { ...PLAN, files }, { outline })).not.toContain('readonly text');
  });

  it('end where files pass on to each other in a circle', async () => {
    const files = [
      promising('src/a.ts', [['x', 'const', "export { x } from './b.js';"]]),
      promising('src/b.ts', [['x', 'const', "export { x } from './a.js';"]]),
      fileSpec('src/c.ts', { dependencies: [{ path: 'src/a.ts', on: 'declarations' }] }),
    ];
    expect(await prompt('src/c.ts', { ...PLAN, files })).toContain("export { x } from './b.js';");
  });
});

describe('what was decided where the brief is silent', () => {
  const decided = ['Whichever limit comes first ends a list.', 'Books are made of paper.'];

  it('is told to who writes code, tests and documentation, answers of a person included', async () => {
    for (const path of ['src/list.ts', 'test/list.test.ts', 'README.md'])
      expect(await prompt(path, { ...PLAN, decided })).toContain(`## Decided\n- ${decided.join('\n- ')}`);
  });

  it('is what the analysis assumes, and the defaults of its questions, in a plan that does not say', async () => {
    const questions = [{ id: 'Q1', text: 'Which calendar?', options: ['Gregorian'], default: 'Gregorian' }];
    const shown = await prompt('src/list.ts', PLAN, { analysis: { ...ANALYSIS, questions } });
    expect(shown).toContain('## Decided\n- One branch only.\n- Which calendar? Gregorian.');
  });

  it('is told as far as it is about the file, where much was decided, and in whole to who writes documentation', async () => {
    const many = [
      ...decided,
      ...Array.from({ length: 40 }, (_, index) => `Colour ${String(index)} is called ${'x'.repeat(80)}.`),
    ];
    const shown = await prompt('src/limits.ts', { ...PLAN, decided: many });
    expect(shown).toContain('Whichever limit comes first ends a list.');
    expect(shown).not.toContain('Colour 7');
    expect(await prompt('README.md', { ...PLAN, decided: many })).toContain('Colour 7');
  });
});

describe('the prompt of a README', () => {
  it('has every requirement in short, every purpose, and the declarations of the entry with what is behind', async () => {
    const shown = await prompt('README.md');
    expect(shown).toContain('## Requirements\n- R1: Books have titles.\n- R2: It is pretty.');
    expect(shown).not.toContain('Given a rule');
    expect(shown).toContain('- src/list.ts: Lists the days of a rule.');
    expect(shown).toContain('### src/index.ts');
    expect(shown).toContain('export declare function list(rule: Rule');
  });

  it.each<[string, Plan['proofRecipe'], string]>([
    [
      'commands of a command line',
      { kind: 'cli', build: 'build', commands: [{ arguments: ['add', 'two words'], prints: 'added' }] },
      '- library-api add "two words" prints, among others, "added".',
    ],
    [
      'program that uses a library',
      { kind: 'library', build: 'build', consumer: 'console.log(1);', prints: '1' },
      '```js\nconsole.log(1);\n```\nIt prints, among others, "1".',
    ],
    [
      'calls of a server',
      {
        kind: 'api',
        build: 'build',
        start: 'start',
        health: { method: 'GET', path: '/health', status: 200 },
        request: { method: 'POST', path: '/books', body: { title: 'Emma' }, status: 201 },
      },
      '- POST /books with {"title":"Emma"} answers 201.',
    ],
  ])('has the %s that is proven, which nobody else is shown', async (_what, proofRecipe, words) => {
    expect(await prompt('README.md', { ...PLAN, proofRecipe })).toContain(words);
    expect(await prompt('src/list.ts', { ...PLAN, proofRecipe })).not.toContain('## Shown to work');
  });
});

describe('what files are for', () => {
  it('is told of those that a file uses, and to a tester of those that its requirements are met in', async () => {
    const shown = await prompt('test/list.test.ts');
    expect(shown).toContain('It uses:\n- src/index.ts: The file src/index.ts.');
    expect(shown).toContain('Through them it reaches:\n- src/list.ts: Lists the days of a rule.');
  });

  it('is told, of the routes behind what they use, to tests and to what tests share', async () => {
    const files = [
      fileSpec('src/app.ts', {
        dependencies: [
          { path: 'src/routes.ts', on: 'declarations' },
          { path: 'src/rule.ts', on: 'declarations' },
        ],
      }),
      fileSpec('src/routes.ts', { role: 'api', purpose: 'POST /books answers 201.' }),
      fileSpec('src/rule.ts'),
      fileSpec('test/support.ts', {
        role: 'tester',
        dependencies: [{ path: 'src/app.ts', on: 'implementation' }],
      }),
    ];
    const shown = await prompt('test/support.ts', { ...PLAN, files, bindings: [] });
    expect(shown).toContain('Through them it reaches:\n- src/routes.ts: POST /books answers 201.\n\n');
  });

  it('of types alone comes with requirements in short: there is nothing to decide', async () => {
    const files = FILES.map((file) => ({ ...file, requirements: ['R1'] }));
    expect(await prompt('src/rule.ts', { ...PLAN, files })).not.toContain('Given a rule');
    expect(await prompt('src/list.ts', { ...PLAN, files })).toContain('Given a rule');
  });
});
