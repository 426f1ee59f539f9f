import type { Diagnostic } from './diagnostic.js';

/** Where something stands: keys and indices from the top of a plan, e.g. `['files', 3, 'dependencies', 0]`. */
export type PlanPointer = readonly (string | number)[];

/**
 * What is wrong with a plan, and where. Requirements are the analysis' own; a plan file has both in one document, so one
 * pointer serves the plan, the analysis and the file.
 */
export interface PlanProblem {
  readonly diagnostic: Diagnostic;
  readonly at: PlanPointer;
}

/** A blocking problem of a plan; `path` is that of the file spec it is about. */
export function planProblem(
  at: PlanPointer,
  code: string,
  message: string,
  hint: string,
  path?: string,
): PlanProblem {
  return {
    at,
    diagnostic: {
      code: `plan/${code}`,
      severity: 'error',
      source: 'plan',
      message,
      hint,
      blocking: true,
      ...(path === undefined ? {} : { path }),
    },
  };
}

/** The code of what only a model can write. */
export const NEEDS_MODEL = 'needs-model';

/** Does nothing stand in the way of this plan but that a model is missing? */
export function onlyNeedsModel(problems: readonly PlanProblem[]): boolean {
  return problems.length > 0 && problems.every(({ diagnostic }) => diagnostic.code === `plan/${NEEDS_MODEL}`);
}
