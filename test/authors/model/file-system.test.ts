import { describe, expect, it } from '@jest/globals';
import { usablePackages, type FileContext } from '../../../src/authors/model/draft/file-context.js';
import { fileSystem } from '../../../src/authors/model/draft/file-system.js';
import { kindPrompt } from '../../../src/authors/model/prompts/load-prompt.js';
import { PROJECT_KINDS, type ProjectKind } from '../../../src/protocol/analysis.js';
import { CRITICAL_PARTS, fileRoleSchema, type FileRole } from '../../../src/protocol/plan.js';
import { fileSpec, WHOLE_ANALYSIS, WHOLE_PLAN } from '../../doubles/whole-plan.js';

const system = (path: string, role: FileRole, kind: ProjectKind = 'api', isRepair = false): string =>
  fileSystem({
    plan: { ...WHOLE_PLAN, kind },
    spec: fileSpec(path, { role }),
    repair: isRepair ? { previous: '', diagnostics: [], more: 0 } : null,
  });

it.each([
  ['test/book.test.ts', 2],
  ['src/book.test.ts', 2],
  ['tests/store.ts', 2],
  ['src/book.ts', 1],
])('%s may import %d packages: those for development are for tests', (path, count) => {
  const packages = [false, true].map((dev) => ({
    name: `dev-${String(dev)}`,
    version: '1.0.0',
    dev,
    why: '',
  }));
  const context: FileContext = {
    analysis: WHOLE_ANALYSIS,
    plan: { ...WHOLE_PLAN, packages },
    spec: fileSpec(path, {}),
    declarations: new Map(),
    manifest: undefined,
    repair: null,
    remark: null,
  };
  expect(usablePackages(context)).toHaveLength(count);
});

describe('what the writer of a file is told to be', () => {
  it.each(fileRoleSchema.options)('shows the role %s an example of what it gets wrong', (role) => {
    const text = system(role === 'tester' ? 'test/book.test.ts' : `a.${role}`, role);
    expect(text).toMatch(/```(?:ts|js|sh)\n[^]+\n```/);
  });

  it.each<[string, FileRole]>([
    ['README.md', 'docs'],
    ['.github/workflows/ci.yml', 'devops'],
    ['eslint.config.js', 'devops'],
  ])('for %s has no rules of exports, compiler and needs', (path, role) => {
    const text = system(path, role);
    expect(text).not.toMatch(/contract|compiler|`needs`/);
    expect(text).toContain('Everything: no placeholder');
    expect(system(path, role, 'api', true)).not.toContain('`needs`');
    expect(system('src/book.ts', 'backend')).toMatch(/contract[^]*compiler[^]*`needs`/);
    expect(system('src/book.ts', 'backend', 'api', true)).toContain('`needs`');
  });

  it('speaks of the page in a browser to who writes a web client, and not to who writes what a server shows', () => {
    expect(system('src/views/books.ts', 'frontend', 'frontend')).toContain('createElement');
    const pages = system('src/views/books.ts', 'frontend', 'fullstack');
    expect(pages).toContain('escaping');
    expect(pages).not.toContain('createElement');
  });

  it('says what the settings of a linter may import', () => {
    expect(system('eslint.config.js', 'devops')).toContain('`@eslint/js` is not installed');
  });

  it('tells of titles and assertions who writes tests, and not who writes what tests share', () => {
    expect(system('test/book.test.ts', 'tester')).toContain('in brackets');
    expect(system('src/book.spec.ts', 'tester')).toContain('in brackets');
    const support = system('test/support.ts', 'tester');
    expect(support).not.toContain('in brackets');
    expect(support).toContain('no tests of its own');
    expect(system('src/book.ts', 'backend')).not.toMatch(/in brackets|no tests of its own/);
  });

  it('speaks of routes to who writes a server, of exit codes for a command line, of neither for a library', () => {
    expect(system('src/app.ts', 'api', 'api')).toMatch(/routes[^]*right status/);
    expect(system('src/cli.ts', 'api', 'cli')).toMatch(/command[^]*exit/);
    expect(system('src/index.ts', 'api', 'library')).not.toMatch(/route|status|exit code/);
  });

  it.each([
    ['src/book.ts', 'backend'],
    ['test/book.test.ts', 'tester'],
  ] as const)('of a repair of %s says each way to answer once', (path, role) => {
    const first = system(path, role);
    expect(first).toContain('one fenced code block with the whole content of the file, and nothing else');
    const repair = system(path, role, 'api', true);
    expect(repair).not.toContain('whole content of the file');
    for (const way of ['<<<<<<< SEARCH', 'the whole corrected file', 'language is `keep`'])
      expect(repair.split(way)).toHaveLength(2);
  });

  it('lets a tester leave a test that is said to be weak for what nobody decided', () => {
    const text = system('test/book.test.ts', 'tester', 'api', true);
    expect(text).toContain('Where neither decides what was broken');
    expect(text).not.toContain('looked at by its');
  });
});

describe.each(PROJECT_KINDS)('who plans a project of kind %s', (kind) => {
  const text = kindPrompt(kind);

  it('is told its phases in order, which of them are critical, and the critical parts', () => {
    const phases = [...text.matchAll(/^- `(\w+)`(, critical)?:/gm)];
    expect(phases.map(([, id]) => id)).toEqual([
      'foundation',
      ...phases.slice(1, -2).map(([, id]) => id),
      'tests',
      'delivery',
    ]);
    expect(phases.map(([, , critical]) => critical !== undefined)).toEqual([
      ...phases.slice(0, -2).map(() => true),
      false,
      false,
    ]);
    for (const part of CRITICAL_PARTS[kind]) expect(text).toContain(`\`${part}\``);
  });

  it('is told the work that such a project needs, and what is not planned', () => {
    expect(text).toMatch(/business logic[^]*performance\s+test[^]*CI workflow/);
    expect(text).toContain('Review and security audit follow by themselves');
  });
});
