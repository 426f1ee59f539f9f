import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { askStructured, type StructuredQuestion } from '../../../src/authors/model/ask-structured.js';
import { MillwrightError } from '../../../src/protocol/errors.js';
import { scriptedCaller, type Scripted } from '../../doubles/scripted-caller.js';

const schema = z.strictObject({ colour: z.string(), size: z.number() });
const good = { text: '{"colour":"red","size":3}' };

async function ask(
  script: readonly Scripted[],
  change: Partial<StructuredQuestion<typeof schema>> = {},
  replyTokens: number | null = null,
) {
  const caller = scriptedCaller(...script);
  const measure = { replyTokens: () => replyTokens };
  const answer = await askStructured(caller, measure, {
    key: { run: 'run', step: 'plan', draft: 1 },
    again: false,
    role: 'architect',
    system: 'You plan.',
    user: '## Brief\nA box.\n\nTask: plan',
    name: 'box',
    schema,
    problems: () => [],
    maxOutputTokens: 1_000,
    signal: new AbortController().signal,
    ...change,
  }).catch((error: unknown) => error);
  return { answer, asked: caller.asked };
}

describe('a structured answer', () => {
  it.each([
    ['plain', good.text],
    ['in a fence', `Sure:\n\`\`\`json\n${good.text}\n\`\`\``],
    ['with prose around it', `Here it is: ${good.text} as you asked.`],
    ['with a trailing comma', '{"colour":"red","size":3,}'],
    ['with a sentence behind it', `${good.text}\n\nLet me know if you need more.`],
    ['with a note in brackets before it', `[Note: as asked] ${good.text}`],
    [
      'after a draft of it',
      `First:\n\`\`\`json\n{"colour":"red"}\n\`\`\`\nCorrected:\n\`\`\`json\n${good.text}\n\`\`\``,
    ],
    ['with typographic quotes for JSON’s', '{“colour”: “red”, “size”: 3}'],
  ])('is read %s, in one call', async (_how, text) => {
    const { answer, asked } = await ask([{ text }]);
    expect(answer).toEqual({ colour: 'red', size: 3 });
    expect(asked).toHaveLength(1);
    expect(asked[0]).toMatchObject({
      key: { run: 'run', step: 'plan', draft: 1, turn: 1 },
      purpose: 'first',
      request: { tier: 'standard', structure: { name: 'box' }, maxOutputTokens: 1_000 },
    });
  });

  it.each([
    ['is no JSON', 'No.', 'not JSON'],
    ['lacks its end', '{"colour":"red","size":3', 'not JSON'],
    ['lacks its end, behind which it says more', '{"colour":"red","size":3\nThat is all.', 'not JSON'],
    [
      'is given twice, in two ways',
      `Either:\n\`\`\`json\n${good.text}\n\`\`\`\nOr:\n\`\`\`json\n{"colour":"blue","size":4}\n\`\`\``,
      '2 blocks',
    ],
    ['lacks a member', '{"colour":"red"}', 'size'],
    ['has a member too many', '{"colour":"red","size":3,"weight":1}', 'weight'],
  ])('that %s is asked for again with what was wrong, task line last', async (_how, text, wrong) => {
    const { answer, asked } = await ask([{ text }, good]);
    expect(answer).toEqual({ colour: 'red', size: 3 });
    const [, second] = asked;
    expect(second).toMatchObject({ key: { turn: 2 }, purpose: 'reparse' });
    expect(second?.request.messages.at(-2)).toEqual({ role: 'assistant', content: text });
    expect(second?.request.messages.at(-1)?.content).toContain(wrong);
    expect(second?.request.messages.at(-1)?.content.split('\n').at(-1)).toBe('Task: plan');
  });

  it('whose prompt does not fit is asked of the strong tier, and ends as what refused it', async () => {
    const tooLong = new MillwrightError('ModelUnavailable', 'It does not fit.', {
      reason: 'context-too-long',
    });
    const { answer, asked } = await ask([tooLong, tooLong, good]);
    expect(answer).toEqual({ colour: 'red', size: 3 });
    expect(asked.at(-1)).toMatchObject({ key: { turn: 3 }, request: { tier: 'strong' } });
    expect((await ask([tooLong, tooLong, tooLong, tooLong])).answer).toBe(tooLong);
  });

  it('is not shown again where it made the prompt too long', async () => {
    const tooLong = new MillwrightError('ModelUnavailable', 'It does not fit.', {
      reason: 'context-too-long',
    });
    const { answer, asked } = await ask([{ text: 'A long answer, and no JSON.' }, tooLong, good]);
    expect(answer).toEqual({ colour: 'red', size: 3 });
    expect(asked[1]?.request.messages.map(({ role }) => role)).toContain('assistant');
    expect(asked[2]?.request.messages.map(({ role }) => role)).not.toContain('assistant');
    expect(asked[2]?.request.messages.at(-1)?.content).toContain('not JSON');
  });

  it('with problems of its own is asked for again, then at the strong tier, there once more afresh, then given up', async () => {
    const { answer, asked } = await ask([good, good, good, good], {
      problems: ({ size }) => (size === 3 ? ['The size is 3, which no box has.'] : []),
    });
    expect(asked.map(({ request }) => request.tier)).toEqual(['standard', 'standard', 'strong', 'strong']);
    expect(asked.at(-1)?.request.messages).toEqual(asked[0]?.request.messages);
    expect(answer).toMatchObject({ type: 'GenerationError', details: { reason: 'unreadable' } });
    expect(String(answer)).toContain('which no box has');
  });

  it('to a question that is asked again is the strong tier’s from the start', async () => {
    const { asked } = await ask([{ text: 'No.' }, { text: 'No.' }, good], { again: true });
    expect(asked.map(({ request }) => request.tier)).toEqual(['strong', 'strong', 'strong']);
  });

  it('that was cut off is asked for with more room, and its half is neither read nor shown again', async () => {
    const { answer, asked } = await ask([{ finish: 'length', text: '{"colour":"red","size":3}' }, good]);
    expect(answer).toEqual({ colour: 'red', size: 3 });
    expect(asked[1]?.request.maxOutputTokens).toBe(2_000);
    expect(JSON.stringify(asked[1]?.request.messages)).not.toContain('red');
    // It had less room than it was asked with.
    expect(asked[1]?.request.messages.at(-1)?.content).toContain('at 1 tokens');
  });

  it('that is cut off whatever room it has gets twice the room at most, and never more than a model can give', async () => {
    const cut = { finish: 'length', text: '{' } as const;
    const rooms = async (replyTokens: number | null): Promise<readonly number[]> =>
      (await ask([cut, cut, cut, cut], {}, replyTokens)).asked.map(({ request }) => request.maxOutputTokens);
    expect(await rooms(null)).toEqual([1_000, 2_000, 2_000, 2_000]);
    expect(await rooms(1_500)).toEqual([1_000, 1_500, 1_500, 1_500]);
  });

  it('that is refused every time ends as ModelRefused', async () => {
    const no = { finish: 'refusal', text: 'I cannot help with that.' } as const;
    expect((await ask([no, no, no, no])).answer).toMatchObject({ type: 'ModelRefused' });
  });

  it('without room in the purse is to be tried again', async () => {
    expect((await ask(['no-room'])).answer).toMatchObject({
      type: 'ModelUnavailable',
      details: { transient: true },
    });
  });
});

it('says no more of what was wrong than histories can carry', async () => {
  const long = 'no '.repeat(100_000);
  const { answer } = await ask(
    [{ text: good.text }, { text: good.text }, { text: good.text }, { text: good.text }],
    {
      problems: () => [long],
    },
  );
  if (!(answer instanceof MillwrightError)) throw new Error('It was read.');
  expect(JSON.stringify([answer.message, answer.details]).length).toBeLessThan(10_000);
  const refused = await ask([1, 2, 3, 4].map(() => ({ finish: 'refusal' as const, text: long })));
  if (!(refused.answer instanceof MillwrightError)) throw new Error('It was read.');
  expect(refused.answer.message.length).toBeLessThan(5_000);
});
