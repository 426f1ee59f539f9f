import { execFileSync } from 'node:child_process';
import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { readProjectFile } from '../../src/sandbox/read-project-file.js';
import { withFolder } from './working-sandbox.js';

describe('reading what a sandboxed program wrote', () => {
  it('gives the text of a file of the project', async () => {
    await withFolder(async (project) => {
      await mkdir(join(project, 'out'));
      await writeFile(join(project, 'out', 'results.json'), '[]');
      expect(await readProjectFile(project, 'out/results.json', 100)).toBe('[]');
      expect(await readProjectFile(project, 'out/absent.json', 100)).toBeUndefined();
    });
  });

  it('follows no link out of the project, waits for no pipe, and reads nothing without end', async () => {
    await withFolder(async (project) => {
      await withFolder(async (outside) => {
        await writeFile(join(outside, 'secret'), 'secret');
        await symlink(join(outside, 'secret'), join(project, 'link'));
        await symlink(outside, join(project, 'folder'));
        await symlink('/dev/zero', join(project, 'zero'));
        execFileSync('mkfifo', [join(project, 'pipe')]);
        await writeFile(join(project, 'large'), 'x'.repeat(101));
        for (const path of ['link', 'folder/secret', '../secret', 'zero', 'pipe', 'large', '/dev/zero'])
          expect([path, await readProjectFile(project, path, 100)]).toEqual([path, undefined]);
      });
    });
  });
});
