import type { Plan, ProbeRequest } from '../../../protocol/plan.js';
import { describeRequirements, requirementLines } from '../prompts/describe-requirements.js';
import { bullets, fenced, oneLine } from '../prompts/sections.js';
import { bindingsOf, requirementsFor, type FileContext } from './file-context.js';

/** Whether the contract is all that there is to write. */
function isTypesOnly({ contract: { exports } }: FileContext['spec']): boolean {
  return exports.length > 0 && exports.every(({ kind }) => kind === 'interface' || kind === 'type');
}

/** The requirements that the file serves or shows, and how it is known that they hold. */
export function requirementsText(context: FileContext): string {
  const { analysis, spec } = context;
  if (spec.role === 'docs') return requirementLines(analysis.requirements);
  if (isTypesOnly(spec)) return requirementLines(requirementsFor(context));
  const notes = bindingsOf(context).flatMap(({ requirement, symbol, test }) => [
    ...(symbol?.path === spec.path
      ? [`${requirement} is decided by \`${symbol.export}\` of this file.`]
      : []),
    ...(test === spec.path && symbol !== null
      ? [`${requirement} is shown here; \`${symbol.export}\` of ${symbol.path} decides it.`]
      : []),
  ]);
  return [describeRequirements(requirementsFor(context)), bullets(notes)].join('\n');
}

/** What tests reach through the files that they use: where their requirements are met, and the routes or commands behind. */
function reachedByTests(context: FileContext, uses: ReadonlySet<string>): ReadonlySet<string> {
  const { plan, spec } = context;
  if (spec.role !== 'tester') return new Set();
  const surface = new Set(plan.files.filter(({ role }) => role === 'api').map(({ path }) => path));
  const behind = plan.files
    .filter(({ path }) => uses.has(path))
    .flatMap(({ dependencies }) => dependencies.map(({ path }) => path).filter((path) => surface.has(path)));
  const bound = bindingsOf(context).flatMap(({ files }) => files);
  return new Set([...bound, ...behind].filter((path) => !uses.has(path)));
}

/** What the file is for, and what those are for that it depends on. */
export function fileText(context: FileContext): string {
  const { plan, spec } = context;
  const uses = new Set(spec.dependencies.map(({ path }) => path));
  const reaches = reachedByTests(context, uses);
  // Who writes documentation is told what every file is for.
  const purposes = (paths: ReadonlySet<string>): string =>
    bullets(
      [...paths].map((path) => {
        const purpose = plan.files.find((file) => file.path === path)?.purpose;
        return purpose === undefined || spec.role === 'docs' ? path : `${path}: ${purpose}`;
      }),
    );
  return [
    `\`${spec.path}\` (${spec.role}): ${oneLine(spec.purpose)}`,
    ...(uses.size === 0 ? [] : [`It uses:\n${purposes(uses)}`]),
    ...(reaches.size === 0 ? [] : [`Through them it reaches:\n${purposes(reaches)}`]),
  ].join('\n');
}

function probe({ method, path, body, status }: ProbeRequest): string {
  const sent = body === undefined ? '' : ` with ${JSON.stringify(body)}`;
  return `${method} ${path}${sent} answers ${String(status)}.`;
}

/** What is run of the whole project when it is proven; '' when nothing is. */
export function proofText({ name, proofRecipe: recipe }: Pick<Plan, 'name' | 'proofRecipe'>): string {
  switch (recipe.kind) {
    case 'api':
      return bullets([`\`npm run ${recipe.start}\` starts it.`, probe(recipe.health), probe(recipe.request)]);
    case 'cli':
      return bullets(
        recipe.commands.map(
          ({ arguments: words, prints }) =>
            `${[name, ...words].map((word) => (/^[\w./:=@-]+$/.test(word) ? word : JSON.stringify(word))).join(' ')} prints, among others, ${JSON.stringify(prints)}.`,
        ),
      );
    case 'library':
      return `${fenced(recipe.consumer, 'js')}\nIt prints, among others, ${JSON.stringify(recipe.prints)}.`;
    case 'none':
      return '';
  }
}
