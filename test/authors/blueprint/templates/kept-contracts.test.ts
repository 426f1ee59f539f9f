import { readdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Domain } from '../../../../src/authors/blueprint/domain/domain.js';
import { projectFiles } from '../../../../src/authors/blueprint/planning/project-files.js';
import type { Language } from '../../../../src/languages/language.js';
import { createTypeScriptLanguage } from '../../../../src/languages/typescript/typescript-language.js';
import { NO_TOOLCHAIN } from '../../../languages/typescript/check-fixture.js';
import { CLOSED, LENDING } from '../fields/lending.js';
import { RINGS } from '../rules/rings.js';
import { STUDIO } from '../rules/studio.js';
import { foundIn, writtenProject } from './checked-project.js';

const TEMPLATES = fileURLToPath(new URL('../../../../src/authors/blueprint/templates/', import.meta.url));

/** Between them they have every type of field, every rule, every way to sign in, and every template. */
const PROJECTS: readonly (readonly [string, Domain])[] = [
  ['an API with every rule', STUDIO],
  ['an API with every type of field and sign-in', LENDING],
  ['an API for its own people only', CLOSED],
  ['a program with every type of field', { ...LENDING, kind: 'cli', access: null }],
  ['a library with every rule', { ...STUDIO, kind: 'library' }],
  ['a library whose records go in rings', { ...RINGS, kind: 'library' }],
];

let language: Language;
beforeAll(() => {
  language = createTypeScriptLanguage({ toolchain: NO_TOOLCHAIN, threads: 1 });
});
afterAll(async () => {
  await language.close();
});

/** The domain without what only an API has. */
function claimed(domain: Domain): Domain {
  if (domain.access !== null) return domain;
  const claims = domain.claims.filter(
    ({ aspect }) =>
      aspect.kind !== 'sign-in' &&
      aspect.kind !== 'permission' &&
      !('field' in aspect && aspect.field === 'role'),
  );
  return { ...domain, claims };
}

describe('what the templates write', () => {
  it.each(PROJECTS)('is sound as a plan, keeps its contracts, and type-checks: %s', async (_, domain) => {
    expect(await foundIn(await writtenProject(claimed(domain)), language)).toEqual([]);
  });

  it('is every template: none is left out here', async () => {
    const rendered = new Set(
      PROJECTS.flatMap(([, domain]) => projectFiles(domain).map(({ blueprint }) => blueprint.template)),
    );
    const written = (await readdir(TEMPLATES, { recursive: true }))
      .filter((path) => path.endsWith('.liquid') && !path.endsWith('.contract.liquid'))
      .map((path) => path.replace(/\.liquid$/, ''));
    const parts = [
      'src/entity/rule',
      'src/entity/writing',
      'src/entity/deletion',
      'src/entity/gathered-deletion',
      'src/entity/cleared',
      'root/parts/records.md',
    ];
    // Those for the plans of models are tried in tooling-files.test.ts.
    const own = written.filter((path) => !path.startsWith('tooling/'));
    expect(own.filter((path) => !rendered.has(path)).sort()).toEqual(parts.sort());
  });
});
