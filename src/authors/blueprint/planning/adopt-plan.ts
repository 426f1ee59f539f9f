import { isDeepStrictEqual } from 'node:util';
import type { Analysis, Requirement } from '../../../protocol/analysis.js';
import type { GivenPlan } from '../../../protocol/given-plan.js';
import type { Contract, FileSpec, Plan } from '../../../protocol/plan.js';
import {
  NEEDS_MODEL,
  planProblem,
  type PlanPointer,
  type PlanProblem,
} from '../../../protocol/plan-problem.js';

/** The author's own plan for the same brief, name and title: what its templates write. */
interface Own {
  readonly analysis: Analysis;
  readonly plan: Plan;
}

/** Kept by every project: its `lint` script runs by this file. */
const LINT_SETTINGS = 'eslint.config.js';

function needsModel(at: PlanPointer, message: string, hint: string, path?: string): PlanProblem {
  return planProblem(at, NEEDS_MODEL, message, hint, path);
}

function wholeProblems(given: Plan, own: Plan): readonly PlanProblem[] {
  const changed = (['kind', 'language', 'criticalParts'] as const).filter(
    (key) => !isDeepStrictEqual(given[key], own[key]),
  );
  return changed.map((key) =>
    needsModel(
      [key],
      `The templates write ${key} as ${JSON.stringify(own[key])}, and the plan asks for something else.`,
      'Put it back, or configure a model.',
    ),
  );
}

function fileProblems(given: Plan, own: Plan): readonly PlanProblem[] {
  const written = new Map(own.files.map((file) => [file.path, file]));
  return given.files.flatMap((file, index) => {
    const template = written.get(file.path);
    if (template === undefined) {
      return [
        needsModel(
          ['files', index, 'path'],
          `There is no template for ${file.path}.`,
          'Leave the file out, or configure a model to write it.',
          file.path,
        ),
      ];
    }
    return [
      ...actionProblems(file, index),
      ...contractProblems(file, template, index),
      ...importProblems(file, template, given, index),
    ];
  });
}

function actionProblems({ path, action }: FileSpec, index: number): readonly PlanProblem[] {
  if (action === 'create') return [];
  return [
    needsModel(
      ['files', index, 'action'],
      `A template creates ${path}; it cannot ${action} it.`,
      'Write action: create, or configure a model.',
      path,
    ),
  ];
}

/** A template's content does not follow an edited contract, whether it asks for more or for less. */
function contractProblems(file: FileSpec, template: FileSpec, index: number): readonly PlanProblem[] {
  if (isDeepStrictEqual(sorted(file.contract), sorted(template.contract))) return [];
  return [
    needsModel(
      ['files', index, 'contract'],
      `The contract of ${file.path} is not what its template exports.`,
      'Put it back, or configure a model to write the file.',
      file.path,
    ),
  ];
}

function sorted({ imports, exports }: Contract): Contract {
  const byName = exports.map((entry) => ({ ...entry, declaration: entry.declaration.trim() }));
  return {
    imports: imports.map((statement) => statement.trim()).sort(),
    exports: byName.sort((a, b) => (a.export < b.export ? -1 : 1)),
  };
}

/** What a template imports must be planned, and be a dependency, so that it is written first. */
function importProblems(
  file: FileSpec,
  template: FileSpec,
  given: Plan,
  index: number,
): readonly PlanProblem[] {
  const named = new Set(file.dependencies.map(({ path }) => path));
  const planned = new Set(given.files.map(({ path }) => path));
  return template.dependencies
    .filter(({ path }) => !named.has(path) || !planned.has(path))
    .map(({ path }) =>
      needsModel(
        ['files', index, 'dependencies'],
        `${file.path} imports ${path}, which ${planned.has(path) ? 'is no dependency of it here' : 'the plan leaves out'}.`,
        'Put it back, or configure a model to write the file without it.',
        file.path,
      ),
    );
}

function packageProblems(given: Plan, own: Plan): readonly PlanProblem[] {
  const missing = own.packages.flatMap(({ name, dev }) => {
    const index = given.packages.findIndex((known) => known.name === name);
    if (given.packages[index]?.dev === dev) return [];
    return [
      needsModel(
        index === -1 ? ['packages'] : ['packages', index, 'dev'],
        index === -1
          ? `The templates use the package ${name}, which the plan leaves out.`
          : `The templates use the package ${name} ${dev ? 'to build and test only' : 'when the project runs'}.`,
        'Put it back (another version is fine), or configure a model.',
      ),
    ];
  });
  const lint =
    own.files.some(({ path }) => path === LINT_SETTINGS) &&
    !given.files.some(({ path }) => path === LINT_SETTINGS);
  return lint
    ? [
        ...missing,
        needsModel(
          ['files'],
          `The lint script runs by ${LINT_SETTINGS}, which the plan leaves out.`,
          'Put it back, or configure a model.',
        ),
      ]
    : missing;
}

/** Requirements that are to be shown in a way that no template shows them. */
function proofProblems(given: Analysis, own: Analysis, brief: string): readonly PlanProblem[] {
  const known = new Map(own.requirements.map((requirement) => [requirement.id, requirement]));
  return given.requirements.flatMap(({ id, proof, source }, index) => {
    const read = known.get(id);
    const problems =
      proof.kind === 'none' || isDeepStrictEqual(proof, read?.proof)
        ? []
        : [
            needsModel(
              ['requirements', index, 'proof'],
              read === undefined
                ? `${id} is not among what the templates can show of this brief.`
                : `No template shows ${id} by ${proof.kind === 'test' ? 'a test' : `the check "${proof.check}"`}.`,
              'Say it in the brief and plan again, write proof: none with a reason, or configure a model.',
            ),
          ];
    return source === read?.source || squeezed(brief).includes(squeezed(source))
      ? problems
      : [
          ...problems,
          planProblem(
            ['requirements', index, 'source'],
            'source',
            `The brief does not have the words ${JSON.stringify(source)}, which ${id} is said to come from.`,
            'Quote the brief, or say it in the brief and plan again.',
          ),
        ];
  });
}

/**
 * Templates write what was read from the brief. A requirement that a person worded differently is built as it was read,
 * and its tests show that: by its new words it stays open, so that nothing is claimed that nothing shows.
 */
function asShown(given: Requirement, read: Requirement | undefined): Requirement {
  if (given.proof.kind === 'none' || read === undefined) return given;
  const change =
    plain(given.statement) !== plain(read.statement)
      ? `worded differently in the plan; what was written and tested is "${read.statement}"`
      : isDeepStrictEqual(given.examples, read.examples)
        ? undefined
        : 'given other examples in the plan; what was tested are those that were read from the brief';
  return change === undefined ? given : { ...given, proof: { kind: 'none', reason: change } };
}

function squeezed(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}

/** Case, spaces and punctuation say nothing about what is meant. */
function plain(text: string): string {
  return (text.toLowerCase().match(/[\p{L}\p{N}.<>=-]*[\p{L}\p{N}]|[<>=]+/gu) ?? []).join(' ');
}

/** `given` as it can be built from the author's own reading of the same brief, or everything that stands in the way. */
export function adoptPlan(
  given: GivenPlan,
  own: Own,
  brief: string,
): { readonly given: GivenPlan } | { readonly problems: readonly PlanProblem[] } {
  const problems = [
    ...wholeProblems(given.plan, own.plan),
    ...proofProblems(given.analysis, own.analysis, brief),
    ...fileProblems(given.plan, own.plan),
    ...packageProblems(given.plan, own.plan),
  ];
  if (problems.length > 0) return { problems };
  const read = new Map(own.analysis.requirements.map((requirement) => [requirement.id, requirement]));
  const requirements = given.analysis.requirements.map((entry) => asShown(entry, read.get(entry.id)));
  return {
    given: {
      ...given,
      // What was understood and assumed is the author's own word, and goes into the report as such.
      analysis: {
        ...given.analysis,
        requirements,
        understood: own.analysis.understood,
        assumptions: own.analysis.assumptions,
        subject: own.analysis.subject,
      },
    },
  };
}
