import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { briefText } from '../../src/activities/brief-text.js';
import { scriptedParts, type ScriptedParts } from '../doubles/scripted-parts.js';

let scripted: ScriptedParts;
beforeAll(async () => {
  scripted = await scriptedParts();
});
afterAll(async () => {
  await scripted.remove();
});

async function stored(content: string | Uint8Array): Promise<string> {
  const { store } = scripted.parts;
  return briefText(store, { brief: undefined, briefRef: await store.put(content) });
}

describe('the text of a brief', () => {
  it('is what travels in the input, or what was stored', async () => {
    expect(await briefText(scripted.parts.store, { brief: 'An API.', briefRef: undefined })).toBe('An API.');
    expect(await stored('Eine Schnittstelle für Bücher.')).toBe('Eine Schnittstelle für Bücher.');
  });

  it.each<[string, string | Uint8Array, RegExp]>([
    ['is not UTF-8', new Uint8Array([0xff, 0xfe, 0x41]), /not UTF-8 text\. Save it as UTF-8/],
    ['has control characters', 'An API\u0000.', /^The brief is not text/],
    ['is empty', ' \n', /^The brief is empty/],
    ['has no words', '1 2 3', /^The brief has no words/],
  ])('is refused when it %s', async (_what, content, message) => {
    await expect(stored(content)).rejects.toMatchObject({
      type: 'InvalidBrief',
      message: expect.stringMatching(message),
    });
  });

  it('is refused when there is none, and missing when it was never stored', async () => {
    const { store } = scripted.parts;
    await expect(briefText(store, { brief: undefined, briefRef: undefined })).rejects.toMatchObject({
      type: 'InvalidBrief',
    });
    const briefRef = { sha256: 'a'.repeat(64), bytes: 3 };
    await expect(briefText(store, { brief: undefined, briefRef })).rejects.toMatchObject({
      type: 'ArtifactMissing',
    });
  });
});
