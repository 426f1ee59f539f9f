import { describe, expect, it } from '@jest/globals';
import type { Draft } from '../../../src/authors/author.js';
import { readDraft } from '../../../src/authors/model/draft/read-draft.js';
import { createModelAuthor } from '../../../src/authors/model/model-author.js';
import { syntaxErrors } from '../../../src/languages/typescript/checks/parse-file.js';
import type { FileSpec } from '../../../src/protocol/plan.js';
import { draftRequest } from '../../doubles/draft-request.js';
import { measuring } from '../../doubles/prompt-measure.js';
import { scriptedCaller, type Scripted } from '../../doubles/scripted-caller.js';
import { BRIEFS, contentOf, foundationOf, whole, type RecordedDraft } from './recorded.js';

const foundations = new Map(BRIEFS.map((brief) => [brief as string, foundationOf(brief)]));

function specOf({ brief, path }: RecordedDraft): FileSpec | undefined {
  return foundations.get(brief)?.plan.files.find((file) => file.path === path);
}

/** Recorded drafts of code, and some of each run: to play every one takes seconds. */
const code = whole.filter((draft) => /\.[jt]s$/.test(draft.path) && specOf(draft) !== undefined);
const some = code.filter((_, index) => index % 8 === 0);

interface Played {
  readonly drafted: Draft;
  readonly calls: number;
  /** What the last call showed as begun. */
  readonly begun: string | undefined;
}

/** The file of a recorded draft, asked of an author whose models answer so. */
async function play({ brief, path }: RecordedDraft, ...script: readonly Scripted[]): Promise<Played> {
  const foundation = foundations.get(brief);
  if (foundation === undefined) throw new Error(`Nobody recorded ${brief}.`);
  const caller = scriptedCaller(...script);
  const drafted = await createModelAuthor({ caller, measure: measuring() }).draft(
    draftRequest(path, { run: { id: 'run', workflowId: brief }, ...foundation }),
  );
  const last = caller.asked.at(-1)?.request.messages ?? [];
  return {
    drafted,
    calls: caller.asked.length,
    begun: last.findLast(({ role }) => role === 'assistant')?.content,
  };
}

const cutOff = (text: string): Scripted => ({ finish: 'length', text });
/** What a model says that goes on from the last whole line. */
const fromLine = (reply: string, cut: number): string => reply.slice(reply.lastIndexOf('\n', cut - 1) + 1);

describe('a recorded reply that is cut off', () => {
  it.each([
    ['plainly', (rest: string) => rest],
    ['in a block that it opens again', (rest: string) => `\`\`\`ts\n${rest}`],
  ])('and gone on with %s is the same file', async (_how, goOn) => {
    expect(new Set(some.map(({ brief }) => brief))).toEqual(new Set(BRIEFS));
    for (const [index, draft] of some.entries()) {
      const { reply } = draft;
      // A different place in each: in its code, and nearly always in the middle of a line.
      const cut = Math.floor(reply.length * (0.3 + (index % 5) * 0.1));
      const { drafted, calls, begun } = await play(draft, cutOff(reply.slice(0, cut)), {
        text: goOn(fromLine(reply, cut)),
      });
      expect(drafted).toMatchObject({ outcome: 'draft', content: contentOf(draft) });
      expect(calls).toBe(2);
      expect(reply.startsWith(begun ?? '?')).toBe(true);
    }
  });

  it('twice is the same file, and its calls are paid together', async () => {
    for (const draft of some) {
      const { reply } = draft;
      const [first, second] = [Math.floor(reply.length * 0.4), Math.floor(reply.length * 0.75)];
      const { drafted } = await play(
        draft,
        cutOff(reply.slice(0, first)),
        cutOff(reply.slice(reply.lastIndexOf('\n', first - 1) + 1, second)),
        { text: fromLine(reply, second) },
      );
      expect(drafted).toMatchObject({ outcome: 'draft', content: contentOf(draft) });
      expect(drafted).toHaveProperty('costUsd', expect.closeTo(0.03));
    }
  });

  it('is no file when going on is declined', async () => {
    for (const draft of some) {
      const cut = cutOff(draft.reply.slice(0, Math.floor(draft.reply.length / 2)));
      const { drafted } = await play(draft, cut, { finish: 'refusal', text: 'I cannot go on with this.' });
      expect(drafted).toMatchObject({ outcome: 'unreadable', reason: expect.stringContaining('refused') });
    }
  });
});

describe('a model that declines', () => {
  it.each<[string, (reply: string) => Scripted, RegExp]>([
    [
      'as the endpoint says, with its words',
      () => ({ finish: 'refusal', text: 'I cannot help with that.' }),
      /refused: I cannot/,
    ],
    [
      'as a filter does, in the middle of its reply',
      (reply) => ({ finish: 'refusal', text: reply.slice(0, 400) }),
      /refused/,
    ],
    ['though all of it is there', (reply) => ({ finish: 'refusal', text: reply }), /refused/],
    [
      'in words that look like an answer',
      () => ({ text: "I'm sorry, but I can't write this file." }),
      /no fenced code block/,
    ],
  ])('%s gives no file', async (_how, answer, reason) => {
    for (const draft of some) {
      const { drafted } = await play(draft, answer(draft.reply));
      expect(drafted).toMatchObject({ outcome: 'unreadable', reason: expect.stringMatching(reason) });
    }
  });
});

describe('a draft that comes back with needs', () => {
  /** An export of a file that this one uses, as the recorded plan promises it. */
  const wanted = code.flatMap((draft) => {
    const files = foundations.get(draft.brief)?.plan.files ?? [];
    const used = specOf(draft)?.dependencies[0]?.path;
    const [promised] = files.find(({ path }) => path === used)?.contract.exports ?? [];
    return used === undefined || promised === undefined ? [] : [{ draft, used, promised }];
  });
  const asking = ({ used, promised }: (typeof wanted)[number]): string => {
    const { export: name, kind: exportKind, declaration } = promised;
    const why = 'It is used here.';
    return `\`\`\`needs\n${JSON.stringify([{ kind: 'export', path: used, name, exportKind, declaration, why }])}\n\`\`\``;
  };

  it.each<[string, (needs: string, reply: string) => string]>([
    ['alone', (needs) => needs],
    ['after words', (needs) => `This cannot be written yet.\n\n${needs}\n`],
    ['beside code that was begun all the same', (needs, reply) => `${reply.trim()}\n\n${needs}`],
    ['with Windows line ends', (needs) => needs.replace(/\n/g, '\r\n')],
  ])('%s is read as these', async (_how, vary) => {
    const played = wanted.filter((_, index) => index % 6 === 0);
    expect(played.length).toBeGreaterThan(8);
    for (const each of played) {
      const { used, promised, draft } = each;
      const { drafted } = await play(draft, { text: vary(asking(each), draft.reply) });
      expect(drafted).toMatchObject({
        outcome: 'needs',
        needs: [{ kind: 'export', path: used, wanted: promised }],
      });
    }
  });
});

describe('recorded code with fences in its strings', () => {
  const FENCED = 'export const PAGE = `\n```sh\nnpm test\n```\n`;\n';
  const INLINE = "export const FENCE = '```';\nexport const OPENING = `\\`\\`\\`ts`;\n";
  const block = (fence: string, content: string): string => `${fence}ts\n${content}${fence}\n`;

  it.each([
    ['on lines of their own, in a longer fence', '````', FENCED],
    ['within lines', '```', INLINE],
  ])('%s is the same file', (_where, fence, strings) => {
    for (const draft of some) {
      const content = `${contentOf(draft)}${strings}`;
      expect(readDraft(block(fence, content), draft.path, null)).toEqual({ outcome: 'content', content });
    }
  });

  it('that end its own fence is never taken for whole', () => {
    for (const draft of some) {
      const content = `${FENCED}${contentOf(draft)}`;
      const read = readDraft(block('```', content), draft.path, null);
      const isRefused = read.outcome === 'unreadable' || syntaxErrors(draft.path, contentIn(read)).length > 0;
      expect([draft.path, isRefused]).toEqual([draft.path, true]);
    }
  });

  function contentIn(read: ReturnType<typeof readDraft>): string {
    return read.outcome === 'content' ? read.content : '';
  }
});
