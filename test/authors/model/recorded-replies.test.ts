import { describe, expect, it } from '@jest/globals';
import { analysisProblems, analysisReplySchema } from '../../../src/authors/model/analysis/analysis-reply.js';
import { readDraft } from '../../../src/authors/model/draft/read-draft.js';
import { readJson } from '../../../src/authors/model/replies/read-json.js';
import { scriptSource } from '../../../src/languages/typescript/checks/parse-file.js';
import {
  checkPlaceholders,
  checkTextPlaceholders,
} from '../../../src/languages/typescript/checks/placeholders/check-placeholders.js';
import { digestAnalysis, digestPlan } from '../../../src/protocol/digest.js';
import { provePlan } from '../../../src/workflows/policy/plan-proof.js';
import {
  BRIEFS,
  briefOf,
  contentOf,
  drafts,
  foundationOf,
  recorded,
  whole,
  type RecordedDraft,
} from './recorded.js';

describe.each(BRIEFS)('the recorded run of %s', (name) => {
  const exchanges = recorded.get(name) ?? [];

  it('has an analysis that is read and stands in its brief, and a plan that is proven in the end', async () => {
    const analyzed = readJson(
      exchanges.find(({ task }) => task === 'analyze')?.answer ?? '',
      analysisReplySchema,
    );
    if (analyzed.outcome !== 'read') throw new Error(analyzed.problem);
    expect(analysisProblems(analyzed.value, await briefOf(name))).toEqual([]);
    const { analysis, plan } = foundationOf(name);
    expect(provePlan(digestPlan(plan), digestAnalysis(analysis))).toEqual([]);
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
  const variants: readonly (readonly [string, (draft: RecordedDraft) => string])[] = [
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
