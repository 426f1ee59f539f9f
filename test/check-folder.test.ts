import { expect, it, jest } from '@jest/globals';
import * as fs from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { styleOf } from '../src/client/cli/render/style.js';
import { check } from '../src/client/cli/commands/check.js';
import type { Language } from '../src/languages/language.js';
import { commandContext } from './client/command-context.js';

const fail = (code: string) => Promise.reject(Object.assign(new Error(code), { code }));

// Whoever runs the tests may be somebody who may read everything.
jest.unstable_mockModule('node:fs/promises', () => ({
  ...fs,
  readdir: (path: string, options: { withFileTypes: true }) =>
    path.endsWith('postgres') ? fail('EACCES') : fs.readdir(path, options),
  readFile: (path: string) =>
    path.endsWith('.env') ? fail('EPERM') : path.endsWith('gone.ts') ? fail('ENOENT') : fs.readFile(path),
}));
const { checkFolder } = await import('../src/check-folder.js');

it('leaves out what this user may not read, and says so; what is gone meanwhile is left out too', async () => {
  const folder = await fs.mkdtemp(join(tmpdir(), 'millwright-check-'));
  try {
    for (const inner of ['node_modules', 'src', 'postgres']) await fs.mkdir(join(folder, inner));
    for (const file of ['package.json', 'src/a.ts', 'src/gone.ts', '.env', 'postgres/data.ts'])
      await fs.writeFile(join(folder, file), '{}');
    let tree: readonly string[] = [];
    const language = {
      checkProject: (project: { readonly tree: ReadonlyMap<string, string> }) => {
        tree = [...project.tree.keys()];
        return Promise.resolve([]);
      },
    } as unknown as Language;
    const context = commandContext({
      parts: { checkFolder: (root, signal) => checkFolder(language, root, signal) },
    });
    const { exitCode, json, lines } = await check(context, folder);
    expect(exitCode).toBe(0);
    expect(tree).toEqual(['package.json', 'src/a.ts']);
    expect(json).toMatchObject({ files: 2, unreadable: ['.env', 'postgres'] });
    expect(lines(styleOf({}, { NO_COLOR: '1' }))).toEqual([
      'Left out, since this user may not read it: .env',
      'Left out, since this user may not read it: postgres',
      '✔ 2 files, nothing that blocks.',
    ]);
  } finally {
    await fs.rm(folder, { recursive: true });
  }
});
