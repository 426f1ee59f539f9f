import type { Contract, ContractExport, Dependency, Priority } from '../../../protocol/plan.js';
import type { Domain } from '../domain/domain.js';
import { projectView, type PlacedEntity } from '../rendering/project-view.js';
import { hasTemplate, renderTemplate } from '../rendering/templates.js';
import { accessFiles } from './access-files.js';
import { CRITICAL_PHASES, type FileBlueprint } from './file-blueprint.js';
import {
  CALENDAR_FILE,
  CALENDAR_TEST,
  ENTITY_FILES,
  PROJECT_FILES,
  SEARCH_FILE,
  SORT_FILE,
  UNCHANGED_FILE,
} from './file-blueprints.js';
import { KINDS } from './kinds/kinds.js';

/** One file of the project, planned and written. */
export interface ProjectFile {
  readonly path: string;
  readonly blueprint: FileBlueprint;
  /** Words of the entity that it is about, if it is about one. */
  readonly entity: string | undefined;
  readonly purpose: string;
  readonly priority: Priority;
  readonly contract: Contract;
  readonly dependencies: readonly Dependency[];
  readonly content: string;
}

/** Relative imports of a module, as paths of the project's sources. */
function importsOf(path: string, content: string): readonly string[] {
  const folder = path.split('/').slice(0, -1);
  return [...content.matchAll(/from '(\.[^']*)\.js'/g)].map(([, specifier = '']) => {
    const steps = [...folder];
    for (const step of specifier.split('/')) {
      if (step === '..') steps.pop();
      else if (step !== '.') steps.push(step);
    }
    return `${steps.join('/')}.ts`;
  });
}

/** The contract as its template says it: import statements, then declarations with a blank line between them. */
function contractOf(text: string): Contract {
  const statements = text
    .split(/\n(?=import |export )/)
    .map((statement) => statement.trim())
    .filter((statement) => statement !== '');
  const exports = statements.flatMap((declaration): ContractExport[] => {
    const match = /^export (?:declare )?(?:async )?(function|class|interface|type|const) (\w+)/.exec(
      declaration,
    );
    const [, kind, name] = match ?? [];
    return kind === undefined || name === undefined
      ? []
      : [{ export: name, kind: kindOf(kind), declaration }];
  });
  return { imports: statements.filter((statement) => statement.startsWith('import ')), exports };
}

function kindOf(keyword: string): ContractExport['kind'] {
  switch (keyword) {
    case 'function':
    case 'class':
    case 'interface':
    case 'const':
      return keyword;
    default:
      return 'type';
  }
}

function priorityOf(blueprint: FileBlueprint): Priority {
  if (blueprint.phase === 'delivery') return 'low';
  return CRITICAL_PHASES.includes(blueprint.phase) ? 'critical' : 'normal';
}

/** Drafts of one project are asked for one by one; what it consists of is found out once. */
const known = new Map<string, readonly ProjectFile[]>();
const MOST_KNOWN = 4;

/** Every file of the project for `domain`, sorted by path: equal domains give equal bytes. */
export function projectFiles(domain: Domain): readonly ProjectFile[] {
  const key = JSON.stringify(domain);
  const files = known.get(key) ?? writeFiles(domain);
  known.delete(key);
  known.set(key, files);
  const [oldest] = known.keys();
  if (known.size > MOST_KNOWN && oldest !== undefined) known.delete(oldest);
  return files;
}

function writeFiles(domain: Domain): readonly ProjectFile[] {
  const view = projectView(domain);
  const write = (blueprint: FileBlueprint, entity: PlacedEntity | undefined): ProjectFile[] => {
    const named = entity ?? view.entities[0];
    if (named === undefined || blueprint.when?.(named) === false) return [];
    const path = blueprint.path(named);
    const content = renderTemplate(blueprint.template, view, entity);
    const contract = `${blueprint.contract ?? blueprint.template}.contract`;
    const on = blueprint.needsImplementation === true ? 'implementation' : 'declarations';
    return [
      {
        path,
        blueprint,
        entity: entity?.singular,
        purpose: capitalised(blueprint.purpose(named)),
        priority: priorityOf(blueprint),
        contract: hasTemplate(contract)
          ? contractOf(renderTemplate(contract, view, entity))
          : { imports: [], exports: [] },
        dependencies: path.endsWith('.ts')
          ? [...new Set(importsOf(path, content))].map((imported) => ({ path: imported, on }))
          : [],
        content,
      },
    ];
  };
  const kind = KINDS[domain.kind];
  const whole = [
    ...PROJECT_FILES,
    ...accessFiles(view.access),
    ...(view.entities.some((entity) => entity.search !== undefined) ? [SEARCH_FILE] : []),
    ...(view.entities.some((entity) => entity.sort !== undefined) ? [SORT_FILE] : []),
    ...kind.files,
    ...(view.project.hasCalendar ? [CALENDAR_FILE] : []),
    ...(view.project.hasCalendar && view.project.kind === 'cli' ? [CALENDAR_TEST] : []),
    ...(view.entities.some((entity) =>
      entity.ruleTests.some(({ lines }) => lines.some((line) => line.includes('unchanged('))),
    )
      ? [UNCHANGED_FILE]
      : []),
  ];
  const each = [...ENTITY_FILES, ...kind.entityFiles];
  return [
    ...whole.flatMap((blueprint) => write(blueprint, undefined)),
    ...view.entities.flatMap((entity) => each.flatMap((blueprint) => write(blueprint, entity))),
  ].sort((a, b) => (a.path < b.path ? -1 : 1));
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
