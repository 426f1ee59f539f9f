import type { FileSpec, Plan } from '../../../protocol/plan.js';
import { formatted } from '../rendering/format.js';
import { renderWith } from '../rendering/templates.js';
import { outsideProject, toolingView, type ToolingView } from './tooling-view.js';

/** A file around the code that a template can give for anybody's plan. */
interface ToolingTemplate {
  readonly path: RegExp;
  /** Path in the templates' folder, without `.liquid`. */
  readonly template: string;
  /** Whether what it is rendered from is there. */
  readonly when?: (plan: Plan, view: ToolingView) => boolean;
  /** Words of a purpose that ask for more than the template has. */
  readonly unlessSaid?: RegExp;
  /** Words without which it is not known what is wanted. */
  readonly ifSaid?: RegExp;
}

const hasPackages =
  (...names: readonly string[]) =>
  ({ packages }: Plan): boolean =>
    names.every((name) => packages.some((each) => each.name === name));

/** Whether the ignore list would keep the planned file out of git. */
function isIgnored({ path }: FileSpec): boolean {
  return /^(?:dist|coverage)\/|\.(?:log|db|sqlite|tgz|tsbuildinfo)$/.test(path);
}

/** The linter's parser takes so many files outside of the compiler's settings. */
const MOST_OUTSIDE_PROJECT = 8;

/** Whether the image needs nothing but what is compiled from `src/`. */
function isCompiledOnly({ files }: Plan): boolean {
  return files.every(({ path }) =>
    path.startsWith('src/')
      ? path.endsWith('.ts')
      : !/\.(?:sql|html|css|ejs|hbs|ya?ml|json|csv)$/.test(path) ||
        path.startsWith('.') ||
        path.startsWith('test/'),
  );
}

const TEMPLATES: readonly ToolingTemplate[] = [
  { path: /^\.gitignore$/, template: 'gitignore', when: ({ files }) => !files.some(isIgnored) },
  { path: /^\.dockerignore$/, template: 'dockerignore' },
  { path: /^\.editorconfig$/, template: 'editorconfig', unlessSaid: /\btabs?\b|four|python|makefile/i },
  { path: /^\.gitattributes$/, template: 'gitattributes', unlessSaid: /\blfs\b|binary|linguist/i },
  { path: /^\.(?:nvmrc|node-version)$/, template: 'node-version', unlessSaid: /\b(?:1\d|2[0-35-9])\b/ },
  { path: /^\.github\/dependabot\.ya?ml$/, template: 'dependabot.yml', unlessSaid: /daily|monthly|docker/i },
  {
    path: /^\.github\/workflows\/(?:ci|build|checks?|tests?|main)\.ya?ml$/,
    template: 'ci.yml',
    when: (_plan, { scripts }) => scripts.length > 0,
    unlessSaid:
      /deploy|publish|releas|docker|image|registry|coverage|windows|macos|nightly|audit|service|postgres/i,
  },
  {
    path: /^eslint\.config\.m?js$/,
    template: 'eslint.config.js',
    when: (plan) =>
      hasPackages('eslint', 'typescript-eslint')(plan) && outsideProject(plan).length <= MOST_OUTSIDE_PROJECT,
    unlessSaid: /prettier|import|airbnb|security|react|jsdoc|sonar|unicorn|complexity|strict|stylistic/i,
  },
  {
    path: /^vitest\.config\.m?ts$/,
    template: 'vitest.config.ts',
    when: (plan) => hasPackages('vitest')(plan) && plan.kind !== 'frontend' && plan.kind !== 'fullstack',
    unlessSaid: /coverage|setup|global|environment|jsdom|timeout|thread|alias|sequen|serial|parallel/i,
  },
  {
    path: /^Dockerfile$/,
    template: 'Dockerfile',
    when: (plan, { entry }) => plan.kind === 'api' && entry !== '' && isCompiledOnly(plan),
    unlessSaid:
      /alpine|distroless|nginx|postgres|mysql|redis|compose|\bbun\b|deno|arm64|multi-arch|\bports?\b/i,
  },
  { path: /^LICEN[CS]E(?:\.(?:md|txt))?$/, template: 'MIT', ifSaid: /\bMIT\b/ },
];

function templateFor(plan: Plan, spec: FileSpec, view: ToolingView): ToolingTemplate | undefined {
  return TEMPLATES.find(
    ({ path, when, unlessSaid, ifSaid }) =>
      path.test(spec.path) &&
      when?.(plan, view) !== false &&
      unlessSaid?.test(spec.purpose) !== true &&
      ifSaid?.test(spec.purpose) !== false,
  );
}

/** Whether a requirement says what has to be in the file: then it is written for that requirement. */
function servesRequirement({ bindings }: Plan, { path, requirements }: FileSpec): boolean {
  return requirements.length > 0 || bindings.some(({ files }) => files.includes(path));
}

/**
 * A file of settings or of tooling (`.gitignore`, the linter's rules, a CI workflow …), for a plan that somebody else made; undefined
 * where there is no template for it, and where plan or requirements ask for more than a template has.
 * @param manifest the project's `package.json`.
 */
export async function toolingFile(
  plan: Plan,
  path: string,
  manifest: string | undefined,
): Promise<string | undefined> {
  const spec = plan.files.find((file) => file.path === path);
  if (
    spec?.action !== 'create' ||
    plan.language !== 'typescript' ||
    spec.contract.exports.length > 0 ||
    servesRequirement(plan, spec)
  )
    return undefined;
  const view = toolingView(plan, manifest);
  const template = templateFor(plan, spec, view);
  return template === undefined
    ? undefined
    : formatted(path, renderWith(`tooling/${template.template}`, view));
}
