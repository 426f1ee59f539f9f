import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough, Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readBrief } from '../../src/client/cli/brief/read-brief.js';
import type { BriefSource } from '../../src/client/cli/arguments/invocation.js';
import { Interrupted } from '../../src/client/cli/command-error.js';
import { LONGEST_BRIEF_BYTES } from '../../src/protocol/generate-input.js';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'millwright-brief-'));
});
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

const { signal: interrupted } = new AbortController();
const read = (source: BriefSource, stdin: Readable = Readable.from([])): Promise<string> =>
  readBrief(source, { cwd: folder, stdin, onPrompt: () => undefined, interrupted });

async function file(name: string, content: string | Uint8Array): Promise<BriefSource> {
  await writeFile(join(folder, name), content);
  return { from: 'file', path: name };
}

describe('a brief', () => {
  it('is read from an argument, a file, and stdin in pieces', async () => {
    await expect(read({ from: 'argument', text: 'An API for books.' })).resolves.toBe('An API for books.');
    await expect(read(await file('a.md', '# Ein Brief für Bücher\n'))).resolves.toBe(
      '# Ein Brief für Bücher\n',
    );
    const pieces = Readable.from([Buffer.from([0xc3]), Buffer.from([0xbc]), Buffer.from('ber Bücher')]);
    await expect(read({ from: 'stdin' }, pieces)).resolves.toBe('über Bücher');
  });

  it('loses its byte order mark', async () => {
    await expect(read(await file('bom.md', '\ufeffAn API for books.'))).resolves.toBe('An API for books.');
  });

  it.each([
    ['empty', '', 'is empty'],
    ['blank', ' \n\t ', 'is empty'],
    ['without words', '12 34 !!', 'has no words'],
    ['binary', new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0xff, 0xfe, 0x00]), 'is not text in UTF-8'],
    ['text with control characters', 'An API\u0000 for books', 'control or undecodable characters'],
    ['UTF-16', new Uint8Array([0xff, 0xfe, 0x41, 0x00]), 'Save it as UTF-8'],
    ['over a megabyte', 'a '.repeat(LONGEST_BRIEF_BYTES / 2 + 1), 'over 1048576 bytes'],
  ])('that is %s is InvalidBrief', async (_, content, message) => {
    const reading = read(await file('bad', content));
    await expect(reading).rejects.toThrow(message);
    await expect(reading).rejects.toMatchObject({ type: 'InvalidBrief' });
  });

  it('from an endless stdin is refused once it is too long', async () => {
    const endless = new Readable({
      read() {
        this.push('word '.repeat(10_000));
      },
    });
    await expect(read({ from: 'stdin' }, endless)).rejects.toThrow('over 1048576 bytes');
  });

  it.each([
    ['missing.md', 'there is no such file'],
    ['.', 'it is a folder'],
  ])('that cannot be read (%s) is a usage error', async (path, reason) => {
    const reading = read({ from: 'file', path });
    await expect(reading).rejects.toThrow(reason);
    await expect(reading).rejects.toMatchObject({ type: 'Usage' });
  });

  it('from standard input is waited for no longer than until Ctrl-C', async () => {
    const controller = new AbortController();
    const typing = new PassThrough();
    typing.write('A REST API for');
    const reading = readBrief(
      { from: 'stdin' },
      { cwd: folder, stdin: typing, onPrompt: () => undefined, interrupted: controller.signal },
    );
    controller.abort();
    await expect(reading).rejects.toBeInstanceOf(Interrupted);
  });
});
