import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import {
  analysisProblems,
  analysisReplySchema,
  toAnalysis,
} from '../../../src/authors/model/analysis/analysis-reply.js';
import { readDraft } from '../../../src/authors/model/draft/read-draft.js';
import { fencedBlocks } from '../../../src/authors/model/replies/fenced-blocks.js';
import { readJson } from '../../../src/authors/model/replies/read-json.js';
import { scriptSource } from '../../../src/languages/typescript/checks/parse-file.js';
import {
  checkPlaceholders,
  checkTextPlaceholders,
} from '../../../src/languages/typescript/checks/placeholders/check-placeholders.js';
import { digestAnalysis, digestPlan } from '../../../src/protocol/digest.js';
import { planOfReply, planReplySchema } from '../../../src/authors/model/plan/plan-reply.js';
import { provePlan } from '../../../src/workflows/policy/plan-proof.js';

const FOLDER = fileURLToPath(new URL('../../recordings/', import.meta.url));
const BRIEFS = ['recurrence', 'weblog', 'shares'] as const;

const exchangeSchema = z.strictObject({
  number: z.int(),
  task: z.string(),
  model: z.string(),
  structure: z.string().nullable(),
  messages: z.array(z.strictObject({ role: z.string(), content: z.string() })),
  answer: z.string(),
});
type Exchange = z.infer<typeof exchangeSchema>;

async function exchangesOf(brief: string): Promise<readonly Exchange[]> {
  const names = (await readdir(join(FOLDER, brief))).filter((name) => name.endsWith('.json')).sort();
  return Promise.all(
    names.map(async (name) =>
      exchangeSchema.parse(JSON.parse(await readFile(join(FOLDER, brief, name), 'utf8'))),
    ),
  );
}

/** The content of the first block under a heading of the prompt. */
function shown({ messages }: Exchange, heading: string): string | null {
  const prompt = messages.at(-1)?.content ?? '';
  const section = prompt.split(/^## /m).find((part) => part.startsWith(`${heading}\n`));
  return section === undefined ? null : (fencedBlocks(section)[0]?.content ?? null);
}

interface Draft {
  readonly path: string;
  readonly previous: string | null;
  readonly reply: string;
}

const recorded = new Map(
  await Promise.all(BRIEFS.map(async (brief) => [brief, await exchangesOf(brief)] as const)),
);
const drafts: readonly Draft[] = [...recorded.values()].flat().flatMap((exchange) => {
  const [, kind, path = ''] = /^(write|repair) (.+)$/.exec(exchange.task) ?? [];
  if (kind === undefined) return [];
  const previous = kind === 'repair' ? shown(exchange, 'Current content') : null;
  return [{ path, previous, reply: exchange.answer }];
});
const whole = drafts.filter(({ previous }) => previous === null);

function contentOf({ reply, path, previous }: Draft): string {
  const read = readDraft(reply, path, previous);
  if (read.outcome !== 'content') throw new Error(`${path}: ${JSON.stringify(read)}`);
  return read.content;
}

describe.each(BRIEFS)('the recorded run of %s', (name) => {
  const exchanges = recorded.get(name) ?? [];

  it('has an analysis that is read and stands in its brief, and a plan that is proven in the end', async () => {
    const brief = await readFile(join(FOLDER, name, 'brief.md'), 'utf8');
    const analyzed = readJson(
      exchanges.find(({ task }) => task === 'analyze')?.answer ?? '',
      analysisReplySchema,
    );
    if (analyzed.outcome !== 'read') throw new Error(analyzed.problem);
    expect(analysisProblems(analyzed.value, brief)).toEqual([]);
    const analysis = toAnalysis(analyzed.value, { name: undefined, kind: undefined });
    const planned = readJson(
      exchanges.findLast(({ task }) => task === 'plan')?.answer ?? '',
      planReplySchema,
    );
    if (planned.outcome !== 'read') throw new Error(planned.problem);
    const plan = planOfReply(planned.value, analysis);
    if (plan.outcome !== 'plan') throw new Error(plan.problems.join('\n'));
    expect(provePlan(digestPlan(plan.plan), digestAnalysis(analysis))).toEqual([]);
  });

  it('has drafts that are read as files, edits among them', () => {
    const own = exchanges.filter(({ task }) => /^(?:write|repair) /.test(task));
    expect(own.length).toBeGreaterThan(20);
    for (const { task } of own) {
      const draft = drafts.find(({ path }) => task.endsWith(` ${path}`));
      expect(draft === undefined ? '' : contentOf(draft)).toMatch(/\S[\s\S]*\n$/);
    }
  });
});

describe('a recorded draft', () => {
  const variants: readonly (readonly [string, (draft: Draft) => string])[] = [
    ['with Windows line ends', ({ reply }) => reply.replace(/\n/g, '\r\n')],
    [
      'with chatter around it',
      ({ reply, path }) => `Here is \`${path}\`:\n\n${reply.trim()}\n\nTell me if it should change.`,
    ],
    ['without a language on its fence', ({ reply }) => reply.replace(/^(`{3,})\w+/m, '$1')],
    ['under another language', ({ reply }) => reply.replace(/^(`{3,})\w+/m, '$1text')],
    [
      'with a second block of another language',
      ({ reply }) => `${reply.trim()}\n\nRun it:\n\n\`\`\`sh\nnpm test\n\`\`\`\n`,
    ],
    ['in a JSON wrapper', (draft) => `\`\`\`json\n${JSON.stringify({ code: contentOf(draft) })}\n\`\`\``],
  ];

  it.each(variants)('%s is the same file', (_how, vary) => {
    // A page that shows fences, and JSON in JSON, are told apart by tests of their own.
    const plain = whole.filter(({ path }) => /\.[jt]s$/.test(path));
    expect(plain.length).toBeGreaterThan(60);
    for (const draft of plain) {
      expect(readDraft(vary(draft), draft.path, null)).toEqual({
        outcome: 'content',
        content: contentOf(draft),
      });
    }
  });

  it('leaves nothing out, and is not said to', () => {
    const found = whole.flatMap((draft) => {
      const { path } = draft;
      const content = contentOf(draft);
      return /\.[jt]s$/.test(path)
        ? checkPlaceholders(path, scriptSource(path, content), undefined)
        : checkTextPlaceholders(path, content);
    });
    expect(found).toEqual([]);
  });

  it.each([
    ['cut off in its middle', (reply: string) => reply.slice(0, reply.length / 2)],
    ['without its fence at the end', (reply: string) => reply.trimEnd().replace(/`{3,}$/, '')],
    ['without any fence', (reply: string) => reply.replace(/^`{3,}.*$/gm, '')],
    ['without anything', () => ''],
  ])('%s is never read as a file', (_how, vary) => {
    for (const { reply, path } of whole) {
      expect(readDraft(vary(reply), path, null)).toMatchObject({ outcome: 'unreadable' });
    }
  });

  it('of another file is never read as the one that was asked for, when it says whose it is', () => {
    for (const { reply, path } of whole.filter(({ path: each }) => each.endsWith('.ts'))) {
      const named = reply.replace(/^(`{3,}\w*)\n/m, `$1\n// ${path}\n`);
      expect(readDraft(named, 'src/something-else.ts', null)).toMatchObject({ outcome: 'unreadable' });
    }
  });
});
