import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { domainSchema } from '../../../../src/authors/blueprint/domain/domain.js';
import { readBrief } from '../../../../src/authors/blueprint/reading/read-brief.js';
import { ownTests, toolSays, writeProject, type DeliveredTest } from '../rules/delivered-project.js';

/** Two roles of which neither has all, people who cannot be without a record, and records called as what signing in is. */
const BRIEF = `A REST API for a kennel.

Regions have a code, which is unique. Practices have a name and belong to a region. Users have a name and an email and belong to a
practice and to a region. Sessions have a title and a date. Dogs have a name.

Nurses and receptionists can both log in. Only nurses may delete dogs. Only receptionists may add dogs.`;

/** A test as whoever receives the project could write it: from a database in which nothing is. */
const STRANGER_TEST = `import { expect, it } from 'vitest';
import { ensureFirstPerson } from '../src/access/first-person.js';
import { startApi } from './support/api.js';

const password = 'correct horse battery staple';
const region = { code: 'north' };

it('a stranger registers, and may do nothing that is kept to a role', async () => {
  const api = await startApi();
  const context = { storage: api.storage, now: () => new Date() };
  const first = {
    name: 'Ada',
    email: 'ada@example.com',
    password,
    regionId: region,
    practiceId: { name: 'Harbour', regionId: region },
  };
  await expect(ensureFirstPerson(context, JSON.stringify({ ...first, practiceId: {} }))).rejects.toThrow(
    'The practice in FIRST_ADMIN cannot be used',
  );
  expect(await ensureFirstPerson(context, JSON.stringify(first))).toBe('created');
  const signIn = async (email: string) => {
    const { status, body } = await api.post('/sign-in-sessions', { email, password });
    expect(status).toBe(201);
    return { id: body.personId, api: api.with(body.token) };
  };
  const admin = await signIn('ada@example.com');
  const regions = (await admin.api.get('/regions')).body.items;
  expect(regions).toHaveLength(1);
  const practices = (await admin.api.get('/practices')).body.items;
  expect(practices).toMatchObject([{ name: 'Harbour', regionId: regions[0].id }]);

  const ids = { regionId: regions[0].id, practiceId: practices[0].id };
  const registered = await api.post('/users', { name: 'Eve', email: 'eve@example.com', password, ...ids });
  expect(registered).toMatchObject({ status: 201, body: { role: 'user' } });
  expect((await api.post('/users', { name: 'Eve', email: 'e@example.com', password, ...ids, role: 'nurse' })).status).toBe(400);
  const eve = await signIn('eve@example.com');
  const give = async (role: string) =>
    expect((await admin.api.put('/users/' + eve.id + '/role', { role })).status).toBe(200);
  const add = async () => (await eve.api.post('/dogs', { name: 'Rex' })).status;
  expect(await add()).toBe(403);
  await give('receptionist');
  expect(await add()).toBe(201);
  const [dog] = (await eve.api.get('/dogs')).body.items;
  const remove = async () => (await eve.api.delete('/dogs/' + dog.id)).status;
  expect(await remove()).toBe(403);
  await give('user');
  expect(await remove()).toBe(403);
  for (const role of ['nurse', 'receptionist', 'admin'])
    expect((await eve.api.put('/users/' + eve.id + '/role', { role })).status).toBe(403);
  expect((await eve.api.put('/users/' + admin.id + '/password', { password })).status).toBe(403);
  await give('nurse');
  expect(await remove()).toBe(204);
  expect(await add()).toBe(403);
  await api.close();
});
`;

describe('a delivered project whose people have roles, and cannot be without another record', () => {
  const domain = domainSchema.parse(readBrief({ brief: BRIEF, name: undefined, kind: undefined }).subject);
  let folder: string;
  let tests: readonly DeliveredTest[];

  beforeAll(async () => {
    folder = await writeProject(domain);
    await writeFile(join(folder, 'test', 'stranger.test.ts'), STRANGER_TEST);
    tests = await ownTests(folder);
    await rm(join(folder, 'test', 'stranger.test.ts'));
  });
  afterAll(async () => {
    await rm(folder, { recursive: true, force: true });
  });

  it('begins with nothing, and lets a stranger do nothing that is kept to a role', () => {
    const [stranger] = tests.filter(({ title }) => title.startsWith('a stranger'));
    expect(stranger).toMatchObject({ passed: true, message: '' });
  });

  it('passes its own tests, one of which begins with nothing', () => {
    expect(tests.filter(({ passed }) => !passed)).toEqual([]);
    expect(tests.map(({ title }) => title)).toContainEqual(
      expect.stringContaining('creates the first admin where nothing at all is kept'),
    );
  });

  it('type-checks and lints clean', async () => {
    expect(await toolSays(folder, 'tsc', ['--noEmit', '-p', '.'])).toBe('');
    const written = ['src/access/first-person.ts', 'test/access/sign-in.test.ts'];
    expect(await toolSays(folder, 'eslint', written)).toBe('');
  });
});
