import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { requireOutputFolder } from '../../src/client/cli/folder/output-folder.js';
import { writePartial } from '../../src/client/cli/folder/write-partial.js';

let root: string;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'millwright-out-'));
  await writeFile(join(root, 'file'), '');
  await mkdir(join(root, 'folder'));
});
afterAll(async () => {
  await rm(root, { recursive: true, force: true });
});

describe('the output folder', () => {
  it.each(['folder', 'new'])('may be there already or not (%s)', async (name) => {
    await expect(requireOutputFolder(join(root, name))).resolves.toBeUndefined();
  });

  it.each([
    ['file', 'is a file'],
    ['missing/new', 'does not exist'],
    ['file/new', 'does not exist'],
  ])('cannot be %s, and that is said before anything starts', async (name, reason) => {
    const required = requireOutputFolder(join(root, name));
    await expect(required).rejects.toThrow(reason);
    await expect(required).rejects.toMatchObject({ type: 'OutputFolder', exitCode: 2 });
  });

  it('cannot be one that nobody may write', async () => {
    await expect(requireOutputFolder('/proc/millwright')).rejects.toMatchObject({ type: 'OutputFolder' });
  });
});

describe('a partial project', () => {
  const files = new Map([
    ['src/app.ts', Buffer.from('export {};\n')],
    ['README.md', Buffer.from('# Books\n')],
  ]);

  it('is written beside a notice that says what it is', async () => {
    const folder = join(root, 'partial');
    await writePartial(folder, { workflowId: 'library-3f2a1b', state: 'open', files });
    expect((await readdir(folder)).sort()).toEqual(['MILLWRIGHT-PARTIAL.md', 'README.md', 'src']);
    await expect(readFile(join(folder, 'src/app.ts'), 'utf8')).resolves.toBe('export {};\n');
    await expect(readFile(join(folder, 'MILLWRIGHT-PARTIAL.md'), 'utf8')).resolves.toContain('not verified');
  });

  it('never goes over anything, and leaves nothing half written', async () => {
    const taken = join(root, 'taken');
    await mkdir(taken);
    await writeFile(join(taken, 'mine'), 'mine');
    const before = (await readdir(root)).sort();
    await expect(writePartial(taken, { workflowId: 'r', state: 'open', files })).rejects.toThrow('not empty');
    const evil = new Map([...files, ['../evil', Buffer.from('')]]);
    await expect(
      writePartial(join(root, 'evil'), { workflowId: 'r', state: 'open', files: evil }),
    ).rejects.toThrow('refused');
    expect((await readdir(root)).sort()).toEqual(before);
    expect(await readdir(taken)).toEqual(['mine']);
  });
});
