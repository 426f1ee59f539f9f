import { describe, expect, it } from '@jest/globals';
import type { DraftRequest } from '../../../src/authors/author.js';
import { createModelAuthor } from '../../../src/authors/model/model-author.js';
import { blockingFinding } from '../../doubles/build-world.js';
import { draftRequest } from '../../doubles/draft-request.js';
import { measuring } from '../../doubles/prompt-measure.js';
import { scriptedCaller, type Scripted } from '../../doubles/scripted-caller.js';

const CODE = '```ts\nexport const limit = 80;\n```';

function request(change: Partial<DraftRequest> = {}): DraftRequest {
  return draftRequest('src/book.ts', change);
}

async function draft(change: Partial<DraftRequest>, ...script: readonly Scripted[]) {
  const caller = scriptedCaller(...script);
  const drafted = await createModelAuthor({ caller, measure: measuring() }).draft(request(change));
  return { drafted, asked: caller.asked };
}

describe('a draft', () => {
  it('that was cut off is continued after its last whole line, joined without a seam, and paid in full', async () => {
    const { drafted, asked } = await draft(
      {},
      { finish: 'length', text: '```ts\nexport const lim' },
      { text: 'export const limit = 80;\n```' },
    );
    expect(drafted).toEqual({ outcome: 'draft', content: 'export const limit = 80;\n', costUsd: 0.02 });
    expect(asked[1]).toMatchObject({ key: { draft: 1, turn: 2 }, purpose: 'continuation' });
    expect(asked[1]?.request.messages.at(-2)).toEqual({
      role: 'assistant',
      content: '```ts\n',
    });
    expect(asked[1]?.request.messages.at(-1)?.content).toContain('the line that follows the last one there');
  });

  it('that was cut off behind a comment has the statement of the next line still', async () => {
    const { drafted } = await draft(
      {},
      { finish: 'length', text: '```ts\nopen(); // checked' },
      { text: 'open(); // checked\nassertOwner();\n```' },
    );
    expect(drafted).toMatchObject({ content: 'open(); // checked\nassertOwner();\n' });
  });

  it('that was whole and is called cut off is whole still, whatever is said when it should go on', async () => {
    const { drafted } = await draft({}, { finish: 'length', text: CODE }, { text: 'The file is complete.' });
    expect(drafted).toMatchObject({ outcome: 'draft', content: 'export const limit = 80;\n' });
  });

  it('that came no further than one line has more room each time', async () => {
    const cut = { finish: 'length', text: '```ts\none();\nconst list = [' } as const;
    const { asked } = await draft(
      {},
      cut,
      { finish: 'length', text: 'const list = [1, 2' },
      { text: 'x\n```' },
    );
    expect(asked.map(({ request: { maxOutputTokens } }) => maxOutputTokens)).toEqual([8_000, 8_000, 16_000]);
  });

  it('is gone on with twice, though the block is opened again each time', async () => {
    const { drafted, asked } = await draft(
      {},
      { finish: 'length', text: '```ts\none();\ntw' },
      { finish: 'length', text: 'Here is the rest:\n\n```typescript\ntwo();\nthr' },
      { text: '```ts\nthree();\n```' },
    );
    expect(drafted).toMatchObject({ outcome: 'draft', content: 'one();\ntwo();\nthree();\n' });
    expect(asked[2]?.request.messages.at(-2)?.content).toBe('```ts\none();\ntwo();\n');
  });

  it('that is cut off twice more is asked for in one piece, with the most room that there is', async () => {
    const cut = { finish: 'length', text: '```ts\nexport const' } as const;
    const { drafted, asked } = await draft({}, cut, cut, cut, { text: CODE });
    expect(drafted).toEqual({ outcome: 'draft', content: 'export const limit = 80;\n', costUsd: 0.04 });
    expect(asked[3]).toMatchObject({
      key: { turn: 4 },
      purpose: 'reparse',
      request: { maxOutputTokens: 32_000, messages: asked[0]?.request.messages },
    });
  });

  it('that no reply holds comes back as the need for a file that takes over a part of it', async () => {
    const cut = { finish: 'length', text: '```ts\nexport const limit = 80;\n```' } as const;
    const need =
      '[{"kind":"file","path":"src/book-rules.ts","purpose":"Rules.","why":"too long","exports":[{"name":"rule","kind":"function","declaration":"export declare function rule(): void;"}]}]';
    const { drafted, asked } = await draft({}, cut, cut, cut, cut, {
      text: `\`\`\`needs\n${need}\n\`\`\``,
    });
    expect(drafted).toMatchObject({
      outcome: 'needs',
      needs: [{ kind: 'file', spec: { path: 'src/book-rules.ts' } }],
      costUsd: 0.05,
    });
    expect(asked.map(({ key }) => key.turn)).toEqual([1, 2, 3, 4, 5]);
    const last = asked.at(-1)?.request.messages.at(-1)?.content ?? '';
    expect(last).toContain('one `needs` block that asks for a new file');
    expect(last.split('\n').at(-1)).toBe('Task: write src/book.ts');
  });

  it('of a repair that no reply holds is asked for as edits alone', async () => {
    const cut = { finish: 'length', text: '```ts\nexport const' } as const;
    const edit =
      '```edit\n<<<<<<< SEARCH\nexport const limit = 8;\n=======\nexport const limit = 80;\n>>>>>>> REPLACE\n```';
    const repair = {
      previous: 'export const limit = 8;\n',
      diagnostics: [blockingFinding('src/book.ts')],
    };
    const { drafted, asked } = await draft({ draft: 2, repair }, cut, cut, cut, cut, { text: edit });
    expect(drafted).toMatchObject({ outcome: 'draft', content: 'export const limit = 80;\n' });
    expect(asked.at(-1)?.request.messages.at(-1)?.content).toContain('answer with edits');
  });

  it('that is cut off whatever is asked is unreadable: half a file is none', async () => {
    const cut = { finish: 'length', text: '```ts\nexport const limit = 80;\n```' } as const;
    expect((await draft({}, cut, cut, cut, cut, cut)).drafted).toMatchObject({
      outcome: 'unreadable',
      costUsd: 0.05,
    });
  });

  it('whose model thought until its room was used up is asked afresh, with twice the room', async () => {
    const { drafted, asked } = await draft({}, { finish: 'length', text: '' }, { text: CODE });
    expect(drafted).toMatchObject({ outcome: 'draft', content: 'export const limit = 80;\n' });
    const [first, second] = asked;
    expect(second).toMatchObject({ key: { turn: 2 }, purpose: 'reparse' });
    expect(second?.request.messages).toEqual(first?.request.messages);
    expect(second?.request.maxOutputTokens).toBe(2 * (first?.request.maxOutputTokens ?? 0));
  });

  it.each([
    [
      'was cut off',
      [1, 2, 3].map(() => ({ finish: 'length', text: '```ts\nexport const limit = 80;\n' }) as const),
    ],
    ['thought until its room was used up', [{ finish: 'length', text: '' } as const]],
  ])(
    'of a model that %s and gives no longer replies is not paid again, but asked for in part',
    async (_how, cut) => {
      const caller = scriptedCaller(...cut, { text: CODE });
      await createModelAuthor({ caller, measure: measuring(null, 8_000) }).draft(request());
      const last = caller.asked.at(-1);
      expect(last?.key.turn).toBe(cut.length + 1);
      expect(last?.request.messages.at(-1)?.content).toContain('one `needs` block that asks for a new file');
    },
  );

  it('whose room was used up by thoughts is asked for with all that its model gives', async () => {
    const caller = scriptedCaller({ finish: 'length', text: '' }, { text: CODE });
    await createModelAuthor({ caller, measure: measuring(null, 12_000) }).draft(request());
    expect(caller.asked.map(({ request: { maxOutputTokens } }) => maxOutputTokens)).toEqual([8_000, 12_000]);
  });

  it('that was done when it was asked to go on is whole', async () => {
    const { drafted } = await draft({}, { finish: 'length', text: CODE }, { finish: 'empty' });
    expect(drafted).toMatchObject({ outcome: 'draft', content: 'export const limit = 80;\n' });
  });
});
