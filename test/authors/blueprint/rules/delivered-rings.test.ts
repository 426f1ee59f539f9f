import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ownTests, toolSays, writeProject, type DeliveredTest } from './delivered-project.js';
import { RING_TEST, RINGS } from './rings.js';

// The delivered storages themselves delete the records: a chain that does not end would end the process.
describe('a delivered project whose records refer to each other in rings', () => {
  let folder: string;
  let tests: readonly DeliveredTest[];

  beforeAll(async () => {
    folder = await writeProject(RINGS);
    await writeFile(join(folder, 'test', 'rings.test.ts'), RING_TEST);
    tests = await ownTests(folder);
  });
  afterAll(async () => {
    await rm(folder, { recursive: true, force: true });
  });

  it('deletes each record of a ring once, in both storages', () => {
    const ofRings = tests.filter(({ title }) => /once in|from either side|what goes along/.test(title));
    expect(ofRings.map(({ title, passed, message }) => ({ title, passed, message }))).toEqual(
      ofRings.map(({ title }) => ({ title, passed: true, message: '' })),
    );
    expect(ofRings).toHaveLength(8);
  });

  it('passes its own tests', () => {
    expect(tests.filter(({ passed }) => !passed)).toEqual([]);
    const joint = tests.flatMap(
      ({ title }) => /deletes its \w+ with the \w+ that refer to them/.exec(title) ?? [],
    );
    expect(joint.sort()).toEqual([
      'deletes its runners with the runners that refer to them',
      'deletes its squads with the runners that refer to them',
      'deletes its threads with the posts that refer to them',
    ]);
  });

  it('type-checks and lints clean', async () => {
    expect(await toolSays(folder, 'tsc', ['--noEmit', '-p', '.'])).toBe('');
    expect(await toolSays(folder, 'eslint', ['src'])).toBe('');
  });
});
