import type { Domain } from '../../../../src/authors/blueprint/domain/domain.js';
import { entity, field, reference, text } from './domain-words.js';

/**
 * Records that go with others of their own kind, and through other kinds: rings of one, of two and of three. And records
 * that keep others that go with the same one, described before and behind them.
 */
export const RINGS: Domain = {
  version: 1,
  kind: 'api',
  name: 'rings',
  title: 'Rings',
  description: 'Records that refer to each other.',
  entities: [
    entity('folder', 'folders', [
      field('name', text()),
      field('parent', reference('folder', 'cascade'), { optional: true }),
    ]),
    entity('file', 'files', [field('name', text()), field('folder', reference('folder', 'cascade'))]),
    entity('team', 'teams', [
      field('name', text()),
      field('lead', reference('player', 'cascade'), { optional: true }),
    ]),
    entity('player', 'players', [field('name', text()), field('team', reference('team', 'cascade'))]),
    entity('badge', 'badges', [
      field('name', text()),
      field('player', reference('player', 'clear'), { optional: true }),
    ]),
    entity('club', 'clubs', [field('name', text())]),
    entity('squad', 'squads', [field('name', text()), field('club', reference('club', 'cascade'))]),
    entity('runner', 'runners', [
      field('club', reference('club', 'cascade')),
      field('squad', reference('squad')),
      field('mentor', reference('runner'), { optional: true }),
    ]),
    entity('post', 'posts', [
      field('forum', reference('forum', 'cascade')),
      field('thread', reference('thread')),
    ]),
    entity('thread', 'threads', [field('forum', reference('forum', 'cascade'))]),
    entity('forum', 'forums', [field('name', text())]),
  ],
  rules: [],
  access: null,
  claims: [
    { requirement: 'R1', aspect: { kind: 'deletion', entity: 'folder' } },
    { requirement: 'R2', aspect: { kind: 'deletion', entity: 'team' } },
    { requirement: 'R3', aspect: { kind: 'deletion', entity: 'club' } },
    { requirement: 'R4', aspect: { kind: 'deletion', entity: 'forum' } },
  ],
};

/** A test of the delivered storages, as whoever receives the project could write it. */
export const RING_TEST = `import { expect, it } from 'vitest';
import { createClubService } from '../src/clubs/club-service.js';
import { createFolderService } from '../src/folders/folder-service.js';
import { createPlayerService } from '../src/players/player-service.js';
import { createTeamService } from '../src/teams/team-service.js';
import { createMemoryStorage } from '../src/storage/memory-storage.js';
import { openSqliteStorage } from '../src/storage/sqlite-storage.js';
import type { Repositories } from '../src/storage/storage.js';

const OPEN = {
  memory: () => Promise.resolve(createMemoryStorage()),
  SQLite: () => openSqliteStorage(':memory:'),
};

/** A storage whose deletions are counted, by id. */
async function counted(name: keyof typeof OPEN) {
  const storage = await OPEN[name]();
  const deleted: string[] = [];
  const spied = <Repository extends { delete(id: string): Promise<void> }>(repository: Repository): Repository => ({
    ...repository,
    delete: (id: string) => {
      deleted.push(id);
      return repository.delete(id);
    },
  });
  const context = {
    now: () => new Date(),
    storage: {
      ...storage,
      transact: <Result>(work: (repositories: Repositories) => Promise<Result>) =>
        storage.transact((repositories) =>
          work({
            ...repositories,
            folders: spied(repositories.folders),
            files: spied(repositories.files),
            teams: spied(repositories.teams),
            players: spied(repositories.players),
          }),
        ),
    },
  };
  return { storage, context, deleted };
}

it.each(['memory', 'SQLite'] as const)('a folder in itself is deleted once in %s', async (name) => {
  const { storage, context, deleted } = await counted(name);
  const { folders } = storage.repositories;
  await folders.insert({ id: 'a', name: 'a', parentId: null });
  await folders.update({ id: 'a', name: 'a', parentId: 'a' });
  await createFolderService(context).remove('a');
  expect(deleted).toEqual(['a']);
  expect((await folders.list({ limit: 9, offset: 0 })).total).toBe(0);
  await storage.close();
});

it.each(['memory', 'SQLite'] as const)('folders in a ring, and what is in them, are deleted once in %s', async (name) => {
  const { storage, context, deleted } = await counted(name);
  const { folders, files } = storage.repositories;
  await folders.insert({ id: 'a', name: 'a', parentId: null });
  for (const [id, parentId] of [['b', 'a'], ['c', 'b'], ['d', 'a'], ['other', null]] as const) {
    await folders.insert({ id, name: id, parentId });
  }
  await folders.update({ id: 'a', name: 'a', parentId: 'c' });
  await files.insert({ id: 'in b', name: 'x', folderId: 'b' });
  await files.insert({ id: 'elsewhere', name: 'y', folderId: 'other' });
  await createFolderService(context).remove('b');
  expect([...deleted].sort()).toEqual(['a', 'b', 'c', 'd', 'in b']);
  expect((await folders.list({ limit: 9, offset: 0 })).items.map(({ id }) => id)).toEqual(['other']);
  expect((await files.list({ limit: 9, offset: 0 })).items.map(({ id }) => id)).toEqual(['elsewhere']);
  await storage.close();
});

it.each(['memory', 'SQLite'] as const)('a ring of two kinds is deleted from either side in %s', async (name) => {
  for (const side of ['team', 'player'] as const) {
    const { storage, context, deleted } = await counted(name);
    const { teams, players, badges } = storage.repositories;
    await teams.insert({ id: 't', name: 't', leadId: null });
    await players.insert({ id: 'p', name: 'p', teamId: 't' });
    await players.insert({ id: 'q', name: 'q', teamId: 't' });
    await teams.update({ id: 't', name: 't', leadId: 'p' });
    await badges.insert({ id: 'b', name: 'b', playerId: 'q' });
    if (side === 'team') await createTeamService(context).remove('t');
    else await createPlayerService(context).remove('p');
    expect([...deleted].sort()).toEqual(['p', 'q', 't']);
    expect(await badges.find('b')).toEqual({ id: 'b', name: 'b', playerId: null });
    await storage.close();
  }
});

it.each(['memory', 'SQLite'] as const)('what goes along keeps nothing, and what stays does, in %s', async (name) => {
  const storage = await OPEN[name]();
  const { clubs, squads, runners } = storage.repositories;
  for (const id of ['c', 'd']) await clubs.insert({ id, name: id });
  for (const id of ['s', 't']) await squads.insert({ id, name: id, clubId: 'c' });
  await runners.insert({ id: 'first', clubId: 'c', squadId: 's', mentorId: null });
  await runners.insert({ id: 'second', clubId: 'c', squadId: 't', mentorId: 'first' });
  await runners.insert({ id: 'guest', clubId: 'd', squadId: 't', mentorId: null });
  const service = createClubService({ now: () => new Date(), storage });
  await expect(service.remove('c')).rejects.toMatchObject({ code: 'conflict' });
  expect((await runners.list({ limit: 9, offset: 0 })).total).toBe(3);
  await service.remove('d');
  await service.remove('c');
  for (const each of [clubs, squads, runners]) expect((await each.list({ limit: 9, offset: 0 })).total).toBe(0);
  await storage.close();
});
`;
