import { rm } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ownTests, toolSays, writeProject, type DeliveredTest } from '../rules/delivered-project.js';
import { CLOSED, LENDING } from './lending.js';

// Written and run as whoever receives it would; that both type-check is shown in kept-contracts.test.ts.
describe('a delivered project with every type of field, every kind of list, and sign-in', () => {
  let folder: string;
  let tests: readonly DeliveredTest[];

  beforeAll(async () => {
    folder = await writeProject(LENDING);
    tests = await ownTests(folder);
  });
  afterAll(async () => {
    await rm(folder, { recursive: true, force: true });
  });

  it('passes its own tests', () => {
    expect(tests.filter(({ passed }) => !passed)).toEqual([]);
    expect(tests.length).toBeGreaterThan(200);
  });

  it('shows every requirement with a test that passes', () => {
    const shown = new Set(tests.flatMap(({ title }) => title.match(/\bR\d+\b/g) ?? []));
    expect(LENDING.claims.filter(({ requirement }) => !shown.has(requirement))).toEqual([]);
  });

  it('lints clean', async () => {
    expect(await toolSays(folder, 'eslint', ['.'])).toBe('');
  });
});

describe('a delivered project that only its people may enter', () => {
  it('lints clean', async () => {
    const folder = await writeProject(CLOSED);
    try {
      expect(await toolSays(folder, 'eslint', ['.'])).toBe('');
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });
});
