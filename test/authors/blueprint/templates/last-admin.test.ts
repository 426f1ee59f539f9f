import { describe, expect, it } from '@jest/globals';
import type { Domain } from '../../../../src/authors/blueprint/domain/domain.js';
import { projectFiles } from '../../../../src/authors/blueprint/planning/project-files.js';
import { entity, field, reference, text } from '../rules/domain-words.js';

/** Members go with their club when it is deleted. */
function club(roles: readonly string[]): Domain {
  return {
    version: 1,
    kind: 'api',
    name: 'club',
    title: 'Club',
    description: 'Clubs and their members.',
    entities: [
      entity('club', 'clubs', [field('name', text())]),
      entity('member', 'members', [
        field('email', { kind: 'email' }),
        field('club', reference('club', 'cascade')),
      ]),
    ],
    rules: [],
    access: {
      people: 'member',
      login: 'email',
      passwordMin: 8,
      roles: [...roles],
      permissions: [],
      owners: [],
    },
    claims: [],
  };
}

function written(domain: Domain, path: string): string {
  return projectFiles(domain).find((file) => file.path === path)?.content ?? '';
}

describe('the last one who gives others their role', () => {
  const domain = club(['member', 'admin']);

  it('is not deleted', () => {
    expect(written(domain, 'src/members/member-service.ts')).toMatch(
      /const admins = await countAdmins\(repositories\);\s+await repositories\.members\.delete\(id\);\s+await keepLastAdmin\(repositories, admins\);/,
    );
  });

  it('does not go along with what they belong to', () => {
    expect(written(domain, 'src/clubs/club-rules.ts')).toMatch(
      /const admins = await countAdmins\(repositories\);[^]+repositories\.members\.delete\(member\.id\)[^]+await keepLastAdmin\(repositories, admins\);/,
    );
    expect(written(domain, 'test/access/sign-in.test.ts')).toContain(
      'deletes no club that would take the last admin along',
    );
  });

  it('does not go along with another one', () => {
    const led = club(['member', 'admin']);
    led.entities[1]?.fields.push(field('lead', reference('member', 'cascade'), { optional: true }));
    expect(written(led, 'src/members/member-service.ts')).toMatch(
      /const admins = await countAdmins\(repositories\);\s+await deleteMember\([^;]+;\s+await keepLastAdmin\(repositories, admins\);/,
    );
  });

  it('is nobody where there are no roles', () => {
    const files = projectFiles(club([]));
    expect(files.filter(({ content }) => content.includes('keepLastAdmin'))).toEqual([]);
  });
});
