import type { AnalysisDigest, PlanDigest } from '../../protocol/digest.js';
import type { Diagnostic } from '../../protocol/diagnostic.js';
import type { PrepareResult } from '../../protocol/plan-activities.js';
import { CRITICAL_PARTS } from '../../protocol/plan.js';
import { implementationCycles } from '../../protocol/plan-graph.js';
import { planProblem, type PlanPointer, type PlanProblem } from '../../protocol/plan-problem.js';
import { projectPathKey, plannedPathProblem } from '../../protocol/project-path.js';
import { findUngated } from './ungated.js';

function pathProblems(plan: PlanDigest): readonly PlanProblem[] {
  const seen = new Map<string, string>();
  return plan.files.flatMap(({ path }, index) => {
    const at = ['files', index, 'path'];
    const why = plannedPathProblem(path);
    if (why !== undefined) {
      return [
        planProblem(
          at,
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
      return [
        planProblem(at, 'duplicate', `${path} is planned twice${also}.`, 'Give each file one spec.', path),
      ];
    }
    seen.set(key, path);
    return [];
  });
}

/** A file where another path needs a folder: no file system takes both. */
function folderProblems(plan: PlanDigest): readonly PlanProblem[] {
  const files = new Map(plan.files.map(({ path }) => [projectPathKey(path), path]));
  return plan.files.flatMap(({ path }, index) => {
    const segments = projectPathKey(path).split('/');
    const inTheWay = segments
      .slice(1)
      .map((_, index) => files.get(segments.slice(0, index + 1).join('/')))
      .find((file) => file !== undefined);
    return inTheWay === undefined
      ? []
      : [
          planProblem(
            ['files', index, 'path'],
            'path',
            `${path} needs a folder where ${inTheWay} is a file.`,
            'Rename one of them.',
            path,
          ),
        ];
  });
}

/** Of two phases of one id nobody could say which one a file is in, and the gate of the second would wait for itself. */
function phaseIdProblems({ phases }: PlanDigest): readonly PlanProblem[] {
  return phases.flatMap(({ id }, index) =>
    phases.findIndex((phase) => phase.id === id) === index
      ? []
      : [
          planProblem(
            ['phases', index, 'id'],
            'duplicate',
            `The plan has two phases with the id "${id}".`,
            'Give each phase an id of its own.',
          ),
        ],
  );
}

function phaseProblems(plan: PlanDigest): readonly PlanProblem[] {
  const place = new Map(plan.phases.map((phase, index) => [phase.id, index]));
  const phaseOf = new Map(plan.files.map((file) => [file.path, place.get(file.phase)]));
  return plan.files.flatMap((file, index) => {
    const own = place.get(file.phase);
    if (own === undefined) {
      return [
        planProblem(
          ['files', index, 'phase'],
          'phase',
          `${file.path} is in the phase "${file.phase}", which the plan does not have.`,
          `Phases are ${plan.phases.map(({ id }) => id).join(', ')}.`,
          file.path,
        ),
      ];
    }
    return file.dependencies.flatMap((dependency, entry) => {
      const other = phaseOf.get(dependency.path);
      // A gate between the two would never open.
      return dependency.on === 'implementation' && other !== undefined && other > own
        ? [
            planProblem(
              ['files', index, 'dependencies', entry],
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

function dependencyProblems(plan: PlanDigest): readonly PlanProblem[] {
  const known = new Set(plan.files.map((file) => file.path));
  return plan.files.flatMap((file, index) =>
    file.dependencies.flatMap((dependency, entry) =>
      known.has(dependency.path)
        ? []
        : [
            planProblem(
              ['files', index, 'dependencies', entry, 'path'],
              'unknown-dependency',
              `${file.path} depends on ${dependency.path}, which no file spec names.`,
              'Plan that file, or drop the dependency.',
              file.path,
            ),
          ],
    ),
  );
}

function cycleProblems(plan: PlanDigest): readonly PlanProblem[] {
  return implementationCycles(plan.files).map((members) =>
    planProblem(
      edgeInto(plan, members),
      'cycle',
      `These files wait for one another's implementation: ${[...members, members[0] ?? ''].join(' → ')}.`,
      'Let one of them depend on the declarations of the next instead.',
      members[0],
    ),
  );
}

/** Where the first member names another one as what it waits for. */
function edgeInto(plan: PlanDigest, members: readonly string[]): PlanPointer {
  const index = plan.files.findIndex(({ path }) => path === members[0]);
  const entry = plan.files[index]?.dependencies.findIndex(
    ({ path, on }) => on === 'implementation' && members.includes(path),
  );
  return ['files', index, 'dependencies', entry ?? 0];
}

function requirementProblems(plan: PlanDigest, analysis: AnalysisDigest): readonly PlanProblem[] {
  const ids = new Set(analysis.requirements.map(({ id }) => id));
  const invented = plan.bindings.flatMap(({ requirement }, index) =>
    ids.has(requirement)
      ? []
      : [
          planProblem(
            ['bindings', index, 'requirement'],
            'requirement',
            `The plan binds ${requirement}, which the brief does not ask for.`,
            'Drop the binding.',
          ),
        ],
  );
  const missing = analysis.requirements.flatMap(({ id, proof }, index) =>
    proof === 'test' ? bindingProblems(plan, id, index) : [],
  );
  return [...invented, ...missing];
}

/** What the binding of requirement `id`, the analysis' `place`th, lacks. */
function bindingProblems(plan: PlanDigest, id: string, place: number): readonly PlanProblem[] {
  // Of two bindings of one requirement the last counts.
  const index = plan.bindings.findLastIndex(({ requirement }) => requirement === id);
  const binding = plan.bindings[index];
  if (binding === undefined || binding.files.length === 0) {
    return [
      planProblem(
        binding === undefined ? ['requirements', place] : ['bindings', index, 'files'],
        'requirement',
        `No file implements ${id}.`,
        'Name the files, the symbol and the test that serve it.',
      ),
    ];
  }
  const { symbol, test } = binding;
  if (symbol === null) {
    return [
      planProblem(
        ['bindings', index, 'symbol'],
        'requirement',
        `${id} has no symbol that implements it.`,
        'Name the export a mutant can be aimed at.',
      ),
    ];
  }
  if (test === null) {
    return [
      planProblem(
        ['bindings', index, 'test'],
        'requirement',
        `${id} has no test.`,
        'Name the test file that proves it.',
      ),
    ];
  }
  const planned = new Set(plan.files.map((file) => file.path));
  const named: readonly { readonly path: string; readonly in: PlanPointer }[] = [
    ...binding.files.map((path, entry) => ({ path, in: ['files', entry] })),
    { path: symbol.path, in: ['symbol', 'path'] },
    { path: test, in: ['test'] },
  ];
  return named
    .filter(({ path }) => !planned.has(path))
    .map((entry) =>
      planProblem(
        ['bindings', index, ...entry.in],
        'requirement',
        `${id} is bound to ${entry.path}, which no file spec names.`,
        'Plan that file, or bind another.',
      ),
    );
}

function partProblems(plan: PlanDigest): readonly PlanProblem[] {
  const planned = new Set(plan.files.map((file) => file.path));
  return CRITICAL_PARTS[plan.kind].flatMap((part) => {
    const index = plan.criticalParts.findLastIndex((named) => named.part === part);
    const path = plan.criticalParts[index]?.path;
    return path === undefined || !planned.has(path)
      ? [
          planProblem(
            path === undefined ? ['criticalParts'] : ['criticalParts', index, 'path'],
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
  return plan.files.flatMap(({ path }, index) =>
    taken.has(projectPathKey(path))
      ? [
          planProblem(
            ['files', index, 'path'],
            'prepared',
            `${path} is written for the project already.`,
            'Drop its file spec.',
            path,
          ).diagnostic,
        ]
      : [],
  );
}

/** What is wrong with a plan once its packages are there: those that were refused, and what the plan would overwrite. */
export function provePackages(
  plan: PlanDigest,
  { findings, changes }: Pick<PrepareResult, 'findings' | 'changes'>,
): readonly Diagnostic[] {
  return [
    ...findings.diagnostics.filter(({ blocking }) => blocking),
    ...provePrepared(
      plan,
      changes.map(({ path }) => path),
    ),
  ];
}

function findUnsound(plan: PlanDigest, analysis: AnalysisDigest): readonly PlanProblem[] {
  return [
    ...pathProblems(plan),
    ...folderProblems(plan),
    ...phaseIdProblems(plan),
    ...phaseProblems(plan),
    ...dependencyProblems(plan),
    ...cycleProblems(plan),
    ...requirementProblems(plan, analysis),
    ...partProblems(plan),
  ];
}

/**
 * Everything that can be known to be wrong with a plan before money is spent on files, and where. Empty: the plan is
 * sound. What needs a compiler or a registry (contracts, packages) is proven by activities.
 */
export function findPlanProblems(plan: PlanDigest, analysis: AnalysisDigest): readonly PlanProblem[] {
  return [...findUnsound(plan, analysis), ...findUngated(plan)];
}

/**
 * The same as diagnostics, as a run reports them.
 * @param gated false: something critical may be without a gate.
 */
export function provePlan(
  plan: PlanDigest,
  analysis: AnalysisDigest,
  { gated } = { gated: true },
): readonly Diagnostic[] {
  const problems = gated ? findPlanProblems(plan, analysis) : findUnsound(plan, analysis);
  return problems.map(({ diagnostic }) => diagnostic);
}
