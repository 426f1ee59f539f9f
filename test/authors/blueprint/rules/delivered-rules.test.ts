import { rm } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ownTests, toolSays, writeProject, type DeliveredTest } from './delivered-project.js';
import { STUDIO } from './studio.js';

// One project with a rule of every kind, written, checked and run as whoever receives it would.
describe('a delivered project with rules of every kind', () => {
  let folder: string;
  let tests: readonly DeliveredTest[];

  beforeAll(async () => {
    folder = await writeProject(STUDIO);
    tests = await ownTests(folder);
  });
  afterAll(async () => {
    await rm(folder, { recursive: true, force: true });
  });

  it('passes its own tests', () => {
    expect(tests.filter(({ passed }) => !passed)).toEqual([]);
    expect(tests.length).toBeGreaterThan(200);
  });

  it('shows every rule with a test that passes', () => {
    const shown = new Set(tests.flatMap(({ title }) => title.match(/\bR\d+\b/g) ?? []));
    const missing = STUDIO.claims.filter(({ requirement }) => !shown.has(requirement));
    expect(missing).toEqual([]);
  });

  it('lints clean', async () => {
    expect(await toolSays(folder, 'eslint', ['.'])).toBe('');
  });
});
