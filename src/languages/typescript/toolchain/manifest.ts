import type { Plan } from '../../../protocol/plan.js';

/** Version of every generated project before its owner gives it one. */
export const FIRST_VERSION = '0.1.0';
/** What the packages that every generated project depends on need. */
export const NODE_RANGE = '>=20.20';

export interface PinnedPackages {
  readonly dependencies: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
}

function pinned(plan: Plan, dev: boolean): Readonly<Record<string, string>> {
  const wanted = plan.packages.filter((each) => each.dev === dev);
  return Object.fromEntries(
    wanted
      .map(({ name, version }): [string, string] => [name, version])
      .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)),
  );
}

export function pinnedPackages(plan: Plan): PinnedPackages {
  return { dependencies: pinned(plan, false), devDependencies: pinned(plan, true) };
}

/** `src/server.ts` → `dist/server.js`. */
function built(source: string, ending: string): string {
  return source.replace(/^src\//, 'dist/').replace(/\.ts$/, ending);
}

/** The file that a project of this kind is entered by. */
function entry(plan: Plan, otherwise: string): string {
  return plan.criticalParts.find(({ part }) => part === 'entry')?.path ?? otherwise;
}

/** What the manifest says of how the project is used. */
function surface(plan: Plan): Readonly<Record<string, unknown>> {
  switch (plan.kind) {
    case 'cli':
      return { bin: { [plan.name]: `./${built(entry(plan, 'src/cli.ts'), '.js')}` }, files: ['dist'] };
    case 'library': {
      const source = entry(plan, 'src/index.ts');
      return {
        exports: { '.': { types: `./${built(source, '.d.ts')}`, default: `./${built(source, '.js')}` } },
        files: ['dist'],
      };
    }
    case 'api':
    case 'frontend':
    case 'fullstack':
      return {};
  }
}

/** Only scripts whose tool is among the packages. */
function scripts(plan: Plan): Readonly<Record<string, string>> {
  const has = (name: string): boolean => plan.packages.some((each) => each.name === name);
  const starts = plan.kind === 'api' || plan.kind === 'fullstack';
  return {
    ...(has('typescript') ? { build: 'tsc -p tsconfig.build.json' } : {}),
    ...(has('typescript') && starts ? { start: `node ${built(entry(plan, 'src/server.ts'), '.js')}` } : {}),
    ...(has('vitest') ? { test: 'vitest run' } : {}),
    ...(has('eslint') ? { lint: 'eslint .' } : {}),
    ...(has('typescript') ? { typecheck: 'tsc --noEmit' } : {}),
  };
}

export function stringifyFile(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}

/** The `package.json` of a planned project: equal plans, equal bytes. */
export function packageManifest(plan: Plan): string {
  return stringifyFile({
    name: plan.name,
    version: FIRST_VERSION,
    description: plan.description,
    // Packages are there to be published; a service is not.
    ...(plan.kind === 'cli' || plan.kind === 'library' ? {} : { private: true }),
    type: 'module',
    engines: { node: NODE_RANGE },
    ...surface(plan),
    scripts: scripts(plan),
    ...pinnedPackages(plan),
  });
}
