import { describe, expect, it } from '@jest/globals';
import { goneOn, wholeLines } from '../../../src/authors/model/replies/go-on.js';

const OPEN = '```ts\none();\n';

describe('a reply that was cut off', () => {
  it.each([
    ['in the middle of a line', '```ts\none();\ntwo', OPEN],
    ['at the end of a line', OPEN, OPEN],
    ['in its first line', '```ts', ''],
    ['behind the fence that closes it', `${OPEN}\`\`\``, `${OPEN}\`\`\`\n`],
    ['behind a fence inside of a longer one', '````md\n```sh\nnpm i\n```', '````md\n```sh\nnpm i\n'],
  ])('%s is gone on from its last whole line', (_where, cut, begun) => {
    expect(wholeLines(cut)).toBe(begun);
  });

  it.each([
    ['with the next line', OPEN, '  two();\n```', `${OPEN}  two();\n\`\`\``],
    ['with the end of the block', OPEN, '```', `${OPEN}\`\`\``],
    [
      'with its end and another block',
      OPEN,
      '```\n\n```edit\na\n```',
      `${OPEN}\`\`\`\n\n\`\`\`edit\na\n\`\`\``,
    ],
    ['in a block of its own', OPEN, '```ts\ntwo();\n```', `${OPEN}two();\n\`\`\``],
    ['in a block of its own without a language', OPEN, '```\ntwo();\n```', `${OPEN}two();\n\`\`\``],
    [
      'with its end, words and another block without a language',
      OPEN,
      '```\n\nRun:\n\n```\nnpm i\n```',
      `${OPEN}\`\`\`\n\nRun:\n\n\`\`\`\nnpm i\n\`\`\``,
    ],
    ['in a block that is announced', OPEN, 'Going on:\n\n```ts\ntwo();\n```', `${OPEN}two();\n\`\`\``],
    [
      'with a shorter fence inside of a longer one',
      '````ts\n',
      '```ts\nx\n```\n````',
      '````ts\n```ts\nx\n```\n````',
    ],
    ['with code in a page', '````md\n# Use\n', '````sh\nnpm i\n', '````md\n# Use\n````sh\nnpm i\n'],
    ['in a page of its own', '````md\n# Use\n', '````markdown\nMore.\n````', '````md\n# Use\nMore.\n````'],
    [
      'with the block itself, after words',
      'Here it is.\n',
      '```ts\none();\n```',
      'Here it is.\n```ts\none();\n```',
    ],
  ])('goes on %s', (_how, begun, more, whole) => {
    expect(goneOn(begun, more, false)).toBe(whole);
  });

  it('whose continuation is cut off behind a bare fence has opened the block again', () => {
    expect(goneOn(OPEN, '```\ntwo();\nthr', true)).toBe(`${OPEN}two();\nthr`);
  });
});
