import type { AnalysisDigest, PlanDigest } from '../../protocol/digest.js';
import type { Diagnostic } from '../../protocol/diagnostic.js';
import { CRITICAL_PARTS } from '../../protocol/plan.js';
import { projectPathKey, projectPathProblem } from '../../protocol/project-path.js';
import { implementationCycles } from './plan-graph.js';

function problem(code: string, message: string, hint: string, path?: string): Diagnostic {
  return {
    code: `plan/${code}`,
    severity: 'error',
    source: 'plan',
    message,
    hint,
    blocking: true,
    ...(path === undefined ? {} : { path }),
  };
}

function pathProblems(plan: PlanDigest): readonly Diagnostic[] {
  const seen = new Map<string, string>();
  return plan.files.flatMap(({ path }) => {
    const why = projectPathProblem(path);
    if (why !== undefined) {
      return [
        problem(
          'path',
          `The path ${JSON.stringify(path)} is not inside the project: ${why}.`,
          'Plan a relative path.',
          path,
        ),
      ];
    }
    const key = projectPathKey(path);
    const twin = seen.get(key);
    if (twin !== undefined) {
      const also = twin === path ? '' : ` (as ${twin}, which is the same file where case does not count)`;
      return [problem('duplicate', `${path} is planned twice${also}.`, 'Give each file one spec.', path)];
    }
    seen.set(key, path);
    return [];
  });
}

/** A file where another path needs a folder: no file system takes both. */
function folderProblems(plan: PlanDigest): readonly Diagnostic[] {
  const files = new Map(plan.files.map(({ path }) => [projectPathKey(path), path]));
  return plan.files.flatMap(({ path }) => {
    const segments = projectPathKey(path).split('/');
    const inTheWay = segments
      .slice(1)
      .map((_, index) => files.get(segments.slice(0, index + 1).join('/')))
      .find((file) => file !== undefined);
    return inTheWay === undefined
      ? []
      : [problem('path', `${path} needs a folder where ${inTheWay} is a file.`, 'Rename one of them.', path)];
  });
}

function phaseProblems(plan: PlanDigest): readonly Diagnostic[] {
  const place = new Map(plan.phases.map((phase, index) => [phase.id, index]));
  const phaseOf = new Map(plan.files.map((file) => [file.path, place.get(file.phase)]));
  return plan.files.flatMap((file) => {
    const own = place.get(file.phase);
    if (own === undefined) {
      return [
        problem(
          'phase',
          `${file.path} is in the phase "${file.phase}", which the plan does not have.`,
          `Phases are ${plan.phases.map(({ id }) => id).join(', ')}.`,
          file.path,
        ),
      ];
    }
    return file.dependencies.flatMap((dependency) => {
      const other = phaseOf.get(dependency.path);
      // A gate between the two would never open.
      return dependency.on === 'implementation' && other !== undefined && other > own
        ? [
            problem(
              'phase-order',
              `${file.path} needs the implementation of ${dependency.path}, which a later phase builds.`,
              'Move one of them, or depend on its declarations.',
              file.path,
            ),
          ]
        : [];
    });
  });
}

function dependencyProblems(plan: PlanDigest): readonly Diagnostic[] {
  const known = new Set(plan.files.map((file) => file.path));
  return plan.files.flatMap((file) =>
    file.dependencies
      .filter((dependency) => !known.has(dependency.path))
      .map((dependency) =>
        problem(
          'unknown-dependency',
          `${file.path} depends on ${dependency.path}, which no file spec names.`,
          'Plan that file, or drop the dependency.',
          file.path,
        ),
      ),
  );
}

function cycleProblems(plan: PlanDigest): readonly Diagnostic[] {
  return implementationCycles(plan.files).map((members) =>
    problem(
      'cycle',
      `These files wait for one another's implementation: ${[...members, members[0] ?? ''].join(' → ')}.`,
      'Let one of them depend on the declarations of the next instead.',
      members[0],
    ),
  );
}

function requirementProblems(plan: PlanDigest, analysis: AnalysisDigest): readonly Diagnostic[] {
  const planned = new Set(plan.files.map((file) => file.path));
  const bindings = new Map(plan.bindings.map((binding) => [binding.requirement, binding]));
  const ids = new Set(analysis.requirements.map(({ id }) => id));
  const invented = plan.bindings
    .filter((binding) => !ids.has(binding.requirement))
    .map(({ requirement }) =>
      problem(
        'requirement',
        `The plan binds ${requirement}, which the brief does not ask for.`,
        'Drop the binding.',
      ),
    );
  const missing = analysis.requirements
    .filter(({ proof }) => proof === 'test')
    .flatMap(({ id }) => {
      const binding = bindings.get(id);
      if (binding === undefined || binding.files.length === 0) {
        return [
          problem(
            'requirement',
            `No file implements ${id}.`,
            'Name the files, the symbol and the test that serve it.',
          ),
        ];
      }
      if (binding.symbol === null)
        return [
          problem(
            'requirement',
            `${id} has no symbol that implements it.`,
            'Name the export a mutant can be aimed at.',
          ),
        ];
      if (binding.test === null)
        return [problem('requirement', `${id} has no test.`, 'Name the test file that proves it.')];
      return [...binding.files, binding.symbol.path, binding.test]
        .filter((path) => !planned.has(path))
        .map((path) =>
          problem(
            'requirement',
            `${id} is bound to ${path}, which no file spec names.`,
            'Plan that file, or bind another.',
          ),
        );
    });
  return [...invented, ...missing];
}

function partProblems(plan: PlanDigest): readonly Diagnostic[] {
  const planned = new Map(plan.files.map((file) => [file.path, file]));
  const parts = new Map(plan.criticalParts.map(({ part, path }) => [part, path]));
  return CRITICAL_PARTS[plan.kind].flatMap((part) => {
    const path = parts.get(part);
    return path === undefined || !planned.has(path)
      ? [
          problem(
            'critical-part',
            `A project of kind ${plan.kind} needs its ${part}, and the plan has no file for it.`,
            'Plan it, and name it among the critical parts.',
          ),
        ]
      : [];
  });
}

/** Manifest, lock and compiler settings are written by `prepare`: a file spec for one of them would overwrite it. */
export function provePrepared(plan: PlanDigest, prepared: readonly string[]): readonly Diagnostic[] {
  const taken = new Set(prepared.map(projectPathKey));
  return plan.files
    .filter(({ path }) => taken.has(projectPathKey(path)))
    .map(({ path }) =>
      problem('prepared', `${path} is written for the project already.`, 'Drop its file spec.', path),
    );
}

/**
 * Everything that can be known to be wrong with a plan before money is spent on files. Empty: the plan is sound.
 * What needs a compiler or a registry (contracts, packages) is proven by activities.
 */
export function provePlan(plan: PlanDigest, analysis: AnalysisDigest): readonly Diagnostic[] {
  return [
    ...pathProblems(plan),
    ...folderProblems(plan),
    ...phaseProblems(plan),
    ...dependencyProblems(plan),
    ...cycleProblems(plan),
    ...requirementProblems(plan, analysis),
    ...partProblems(plan),
  ];
}
