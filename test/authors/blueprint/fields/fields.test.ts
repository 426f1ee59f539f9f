import { describe, expect, it } from '@jest/globals';
import { domainSchema } from '../../../../src/authors/blueprint/domain/domain.js';
import type { PatternPiece } from '../../../../src/authors/blueprint/domain/field.js';
import type { Rule } from '../../../../src/authors/blueprint/domain/rule.js';
import { acceptanceExamples } from '../../../../src/authors/blueprint/reading/outcome/acceptance-examples.js';
import { understoodSentences } from '../../../../src/authors/blueprint/reading/outcome/understood-sentences.js';
import { completedDomain } from '../../../../src/authors/blueprint/rendering/completed-domain.js';
import {
  patternMisses,
  patternProse,
  patternSample,
  patternSource,
} from '../../../../src/authors/blueprint/rendering/pattern.js';
import {
  isRegistrationOpen,
  permissionFor,
} from '../../../../src/authors/blueprint/rendering/permissions.js';
import { projectFiles } from '../../../../src/authors/blueprint/planning/project-files.js';
import { projectView } from '../../../../src/authors/blueprint/rendering/project-view.js';
import { value } from '../rules/domain-words.js';
import { CLOSED, LENDING } from './lending.js';

const CODES: readonly (readonly [string, string, PatternPiece[]])[] = [
  [
    '^[A-Z]{2}-[0-9]{4}$',
    '2 capital letters, then "-", then 4 digits',
    [
      { kind: 'capitals', min: 2, max: 2 },
      { kind: 'text', text: '-' },
      { kind: 'digits', min: 4, max: 4 },
    ],
  ],
  ['^[A-Za-z0-9]{1,3}$', '1 to 3 letters or digits', [{ kind: 'letters-or-digits', min: 1, max: 3 }]],
  [
    '^a\\.b\\/[A-Z]$',
    '"a.b/", then 1 capital letter',
    [
      { kind: 'text', text: 'a.b/' },
      { kind: 'capitals', min: 1, max: 1 },
    ],
  ],
];

describe('codes', () => {
  it.each(CODES)('are matched as a whole: %s', (source, prose, pieces) => {
    expect(patternSource(pieces)).toBe(source);
    expect(patternProse(pieces)).toBe(prose);
    const expression = new RegExp(source);
    const samples = [0, 1, 2, 9].map((number) => patternSample(pieces, number));
    expect(samples.filter((sample) => !expression.test(sample))).toEqual([]);
    expect(new Set(samples).size).toBe(samples.length);
    const misses = patternMisses(pieces);
    expect(misses.length).toBeGreaterThan(2);
    expect(misses.filter((miss) => expression.test(miss))).toEqual([]);
  });
});

describe('a guard on changing a list', () => {
  it('compares the list by what is in it', () => {
    const guard: Rule = {
      kind: 'guard',
      id: 'sizes',
      entity: 'tool',
      on: { action: 'change-of', fields: ['sizes', 'price'] },
      conditions: [value(null, 'status', ['draft'])],
    };
    const files = projectFiles({ ...LENDING, rules: [...LENDING.rules, guard] });
    const rules = files.find(({ path }) => path === 'src/tools/tool-rules.ts')?.content;
    expect(rules).toContain("import { isDeepStrictEqual } from 'node:util';");
    expect(rules).toContain(
      'if (isDeepStrictEqual(before.sizes, tool.sizes) && before.price === tool.price) return;',
    );
  });
});

describe('the domains that show fields, lists and sign-in', () => {
  it.each([LENDING, CLOSED])('are valid: $name', (domain) => {
    expect(domainSchema.parse(domain)).toEqual(domain);
  });

  it('have examples for all that is asked for', () => {
    const without = LENDING.claims.filter(({ aspect }) => acceptanceExamples(LENDING, aspect).length === 0);
    // The role is not the brief's: it comes with the roles.
    expect(without.map(({ aspect }) => aspect)).toEqual([{ kind: 'fixed', entity: 'member', field: 'role' }]);
  });

  it('say whose a value is that tests make up', () => {
    const examples = acceptanceExamples(LENDING, { kind: 'rule', rule: 'code' });
    expect(examples.map(({ when }) => when)).toEqual(
      expect.arrayContaining(['PATCH /tools/:id with its own code', 'PATCH /tools/:id with the same code']),
    );
    expect(JSON.stringify(examples)).not.toContain('fresh');
  });

  it('are understood in plain words', () => {
    const sentences = understoodSentences(LENDING, []);
    expect(sentences).toEqual(
      expect.arrayContaining([
        'Members sign in with an e-mail address and a password of at least 12 characters, and get a bearer token; they register themselves.',
        'Everyone has one role: member, librarian or admin. Admin says who has which.',
        'Loans are changed by the one whose loan it is and people with the role librarian; the former changes remark only.',
        'Tools: A page has 5 tools unless asked otherwise, and at most 30.',
      ]),
    );
  });
});

describe('the delivered README', () => {
  const readme = (domain: typeof LENDING): string =>
    projectFiles(domain).find(({ path }) => path === 'README.md')?.content ?? '';

  it('names the first person without a password that anybody could copy', () => {
    expect(readme(LENDING)).toMatch(/^FIRST_ADMIN='\{.*"password":"<password>"\}' npm start$/m);
    expect(readme(CLOSED)).toMatch(/^FIRST_PERSON='\{.*"password":"<password>"\}' npm start$/m);
    expect(readme(CLOSED)).not.toContain('correct horse');
    expect(readme(LENDING)).not.toContain('There is no authentication');
  });
});

describe('permissions', () => {
  it('let people change themselves, and administrators everybody, where nothing is said', () => {
    expect(permissionFor(LENDING, 'member', 'change')).toMatchObject({
      signedIn: false,
      owner: true,
      roles: ['admin'],
    });
    expect(permissionFor(CLOSED, 'member', 'delete')).toMatchObject({
      signedIn: false,
      owner: true,
      roles: [],
    });
    expect(permissionFor(LENDING, 'maker', 'delete')).toMatchObject({ signedIn: true });
  });

  it('let people register, unless somebody is named who creates them', () => {
    expect(isRegistrationOpen(LENDING)).toBe(true);
    expect(isRegistrationOpen(CLOSED)).toBe(false);
  });

  it('give people a role that no request sets, and an address that is theirs alone', () => {
    const { entities, rules } = completedDomain(LENDING);
    const role = entities[0]?.fields.find(({ words }) => words === 'role');
    expect(role).toMatchObject({ set: 'system', default: 'member' });
    expect(rules.filter(({ kind, entity }) => kind === 'unique' && entity === 'member')).toHaveLength(1);
    expect(completedDomain(completedDomain(LENDING))).toEqual(completedDomain(LENDING));
  });

  it('are an API’s alone: whoever runs a command is not asked who they are', () => {
    expect(projectView({ ...LENDING, kind: 'cli' }).access).toBeUndefined();
  });
});

describe('what shows a requirement in a generated project', () => {
  const text = (path: string): string =>
    projectFiles(LENDING).find((file) => file.path === path)?.content ?? '';

  it('of a field that may be left out, is a record without it, and not only one that says null', () => {
    const tests = projectFiles(LENDING).filter(({ path }) => /^test\/.*\.test\.ts$/.test(path));
    const without = tests.flatMap(({ content }) => [
      ...content.matchAll(/takes a record without[^]*?\n {2}\}\);/g),
    ]);
    expect(without.length).toBeGreaterThan(0);
    expect(without.filter(([body]) => !body.includes(': undefined }'))).toEqual([]);
  });

  it('of signing in, is also a password that is changed while it is checked', () => {
    expect(text('test/access/sign-in.test.ts')).toMatch(
      /it\('\[R\d+\][^']*lets nobody in with a password that is changed/,
    );
  });
});
