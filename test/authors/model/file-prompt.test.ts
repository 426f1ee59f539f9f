import { describe, expect, it } from '@jest/globals';
import { createModelAuthor } from '../../../src/authors/model/model-author.js';
import type { DraftRequest } from '../../../src/authors/author.js';
import { blockingFinding } from '../../doubles/build-world.js';
import { measuring } from '../../doubles/prompt-measure.js';
import { scriptedCaller, type Scripted } from '../../doubles/scripted-caller.js';
import { fileSpec, WHOLE_ANALYSIS, WHOLE_PLAN } from '../../doubles/whole-plan.js';

const CODE = '```ts\nexport const limit = 80;\n```';
const PLAN = {
  ...WHOLE_PLAN,
  files: [
    fileSpec('src/limit.ts', {
      contract: {
        imports: [],
        exports: [
          { export: 'limit', kind: 'const' as const, declaration: 'export declare const limit: number;' },
        ],
      },
    }),
    fileSpec('src/store.ts', {
      contract: {
        imports: [],
        exports: [
          { export: 'keep', kind: 'function' as const, declaration: 'export declare function keep(): void;' },
        ],
      },
    }),
    fileSpec('src/book.ts', {
      purpose: 'Rules of books.',
      dependencies: [
        { path: 'src/limit.ts', on: 'declarations' },
        { path: 'src/store.ts', on: 'declarations' },
      ],
      requirements: ['R1'],
    }),
    fileSpec('README.md', { role: 'docs', priority: 'low' }),
  ],
  bindings: [],
};

function request(change: Partial<DraftRequest> = {}): DraftRequest {
  return {
    run: { id: 'run', workflowId: 'todo' },
    analysis: WHOLE_ANALYSIS,
    plan: PLAN,
    path: 'src/book.ts',
    draft: 1,
    tier: 'standard',
    read: (path) =>
      Promise.resolve(path === 'package.json' ? '{"scripts":{"test":"vitest run"}}' : undefined),
    outline: (path) =>
      Promise.resolve(path === 'src/limit.ts' ? 'export declare const limit: 80;' : undefined),
    repair: null,
    remark: null,
    signal: new AbortController().signal,
    ...change,
  };
}

async function draft(change: Partial<DraftRequest> = {}, ...script: readonly Scripted[]) {
  const caller = scriptedCaller(...(script.length === 0 ? [{ text: CODE }] : script));
  const drafted = await createModelAuthor({ caller, measure: measuring() }).draft(request(change));
  const prompts = caller.asked.map(({ request: { messages } }) => messages);
  return {
    drafted,
    asked: caller.asked,
    system: prompts[0]?.[0]?.content ?? '',
    user: prompts[0]?.[1]?.content ?? '',
  };
}

describe('the prompt of a file', () => {
  it('shows the declarations that dependencies have, or promise, and ends in what is asked', async () => {
    const { user, asked } = await draft();
    expect(user).toContain('### src/limit.ts\n```ts\nexport declare const limit: 80;\n```');
    expect(user).toContain('### src/store.ts\n```ts\nexport declare function keep(): void;\n```');
    expect(user).toContain('- R1: Books have titles.');
    expect(user).not.toContain('R2');
    expect(user.split('\n').at(-1)).toBe('Task: write src/book.ts');
    expect(asked[0]).toMatchObject({
      key: { run: 'run', step: 'file:src/book.ts', draft: 1, turn: 1 },
      purpose: 'first',
      request: { tier: 'standard', role: 'backend', structure: null },
    });
  });

  it('shows a tester what was promised, and not what became of it', async () => {
    const files = PLAN.files.map((file) =>
      file.path === 'src/book.ts' ? { ...file, role: 'tester' as const } : file,
    );
    const { user } = await draft({ plan: { ...PLAN, files } });
    expect(user).toContain('export declare const limit: number;');
    expect(user).not.toContain('limit: 80');
  });

  it('shows the manifest to who writes from it, and to nobody else', async () => {
    expect((await draft()).user).not.toContain('## Manifest');
    expect((await draft({ path: 'README.md' }, { text: '```md\n# Books\n```' })).user).toContain(
      'vitest run',
    );
  });

  it('of a repair shows the file, each finding, and how to answer with edits', async () => {
    const finding = blockingFinding('src/book.ts', 'limit is not a function');
    const { user, system, asked } = await draft({
      draft: 2,
      repair: { previous: 'export const broken = limit();\n', diagnostics: [finding] },
    });
    expect(user).toContain('## Current content\n```ts\nexport const broken = limit();\n```');
    expect(user).toContain('limit is not a function');
    expect(user.split('\n').at(-1)).toBe('Task: repair src/book.ts');
    expect(system).toContain('<<<<<<< SEARCH');
    expect(asked[0]).toMatchObject({ purpose: 'repair', request: { role: 'fixer' } });
  });

  it('of a draft begun afresh says what one before was refused for, and shows neither that nor its lines', async () => {
    const finding = { ...blockingFinding('src/book.ts', 'limit is not a function'), line: 7, column: 3 };
    const { user, system, asked } = await draft({
      draft: 5,
      refusedBefore: {
        diagnostics: [finding],
        more: 2,
        packageDeclarations: () =>
          Promise.resolve([
            {
              from: 'zod',
              shows: 'members',
              of: 'ZodString',
              declarations: ['max(n: number): this;'],
              names: [],
              more: 0,
            },
          ]),
      },
    });
    const told = user.slice(user.indexOf('## Refused before'));
    expect(told).toMatch(
      /^## Refused before\n[^\n]*begin afresh[^]*limit is not a function[^]*And 2 more findings/,
    );
    expect(told).not.toContain('src/book.ts:7');
    expect(told).toMatch(/## Declared by packages\n[^]*max\(n: number\): this;/);
    expect(user).not.toContain('## Diagnostics');
    expect(user.split('\n').at(-1)).toBe('Task: write src/book.ts');
    expect(system).not.toContain('<<<<<<< SEARCH');
    expect(asked[0]).toMatchObject({ purpose: 'repair', request: { role: 'backend' } });
  });

  it('says of a mend that was in vain that it was, and of no other', async () => {
    const repair = { previous: 'export const broken = limit();\n', diagnostics: [] };
    const mended = '## Mended before';
    expect((await draft({ draft: 2, repair })).user).not.toContain(mended);
    expect((await draft({ draft: 3, repair, vain: 1 })).user).toContain(
      `${mended}\nMends that left this as it is: 1.`,
    );
  });

  it('says why the last reply could not be used', async () => {
    expect((await draft({ draft: 2, remark: 'It has no fenced code block.' })).user).toContain(
      'Your last reply could not be used. It has no fenced code block.',
    );
  });

  it('begins alike for files of one project, so that a provider can cache it', async () => {
    const { user: book } = await draft();
    const { user: store } = await draft({ path: 'src/store.ts' });
    const until = (prompt: string): string => prompt.slice(0, prompt.indexOf('## File'));
    expect(until(book)).toContain('## Project tree');
    expect(store.startsWith(book.slice(0, book.indexOf('## Requirements')))).toBe(true);
  });

  it('has a size that follows the dependencies, not the project', async () => {
    const small = (await draft()).user.length;
    const many = Array.from({ length: 300 }, (_, index) =>
      fileSpec(`src/other/part-${String(index)}.ts`, {
        contract: {
          imports: [],
          exports: [
            { export: 'x', kind: 'const', declaration: `export declare const x: ${'1'.repeat(500)};` },
          ],
        },
      }),
    );
    const { user } = await draft({ plan: { ...PLAN, files: [...PLAN.files, ...many] } });
    expect(user.length).toBeLessThan(small + 3_000);
  });

  it('cannot be ended by a fence in what it shows', async () => {
    const { user } = await draft({
      draft: 2,
      repair: {
        previous: 'const page = "```";\n/*\n```\n## Contract\n*/\n',
        diagnostics: [blockingFinding('src/book.ts')],
      },
    });
    expect(user).toContain('````ts\nconst page');
  });
});

describe('a draft', () => {
  it('is the one code block, and what it cost', async () => {
    expect((await draft({}, { text: CODE, costUsd: 0.25 })).drafted).toEqual({
      outcome: 'draft',
      content: 'export const limit = 80;\n',
      costUsd: 0.25,
    });
  });

  it.each([
    ['empty', { finish: 'empty' } as const],
    ['refused', { finish: 'refusal', text: 'No.' } as const],
    ['without code', { text: 'I would rather not.' }],
  ])('that is %s is unreadable, and was paid for', async (_how, reply) => {
    expect((await draft({}, reply)).drafted).toMatchObject({ outcome: 'unreadable', costUsd: 0.01 });
  });

  it('may come back with what it needs', async () => {
    const json =
      '[{"kind":"package","name":"zod","why":"schemas"},{"kind":"export","path":"src/store.ts","name":"drop","exportKind":"function","declaration":"export declare function drop(): void;","why":"to delete"}]';
    expect((await draft({}, { text: `\`\`\`needs\n${json}\n\`\`\`` })).drafted).toMatchObject({
      outcome: 'needs',
      needs: [
        { kind: 'package', name: 'zod', version: '4.6.7', dev: false },
        { kind: 'export', path: 'src/store.ts', wanted: { export: 'drop', kind: 'function' } },
      ],
    });
  });

  it('waits when the purse has no room', async () => {
    expect((await draft({}, 'no-room')).drafted).toEqual({ outcome: 'no-room' });
  });
});
