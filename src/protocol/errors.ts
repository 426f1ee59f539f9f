/**
 * Every way in which a run or a command can fail, and what each means to a shell and to HTTP. The set is closed: a new
 * failure gets a name here, or is a bug.
 */
export const ERRORS = {
  InvalidBrief: { exitCode: 2, httpStatus: 422 },
  InvalidPlan: { exitCode: 1, httpStatus: 422 },
  CriticalPhaseFailure: { exitCode: 1, httpStatus: 422 },
  GenerationError: { exitCode: 1, httpStatus: 422 },
  BudgetExhausted: { exitCode: 1, httpStatus: 402 },
  GuardrailTripped: { exitCode: 1, httpStatus: 422 },
  ModelRequired: { exitCode: 1, httpStatus: 422 },
  ModelUnavailable: { exitCode: 2, httpStatus: 503 },
  ModelRefused: { exitCode: 1, httpStatus: 422 },
  SandboxUnavailable: { exitCode: 2, httpStatus: 503 },
  ToolchainMissing: { exitCode: 2, httpStatus: 503 },
  ArtifactMissing: { exitCode: 2, httpStatus: 404 },
  ArtifactCorrupt: { exitCode: 2, httpStatus: 500 },
} as const satisfies Record<string, { exitCode: 1 | 2; httpStatus: number }>;

export type ErrorType = keyof typeof ERRORS;

export function isErrorType(value: unknown): value is ErrorType {
  return typeof value === 'string' && Object.hasOwn(ERRORS, value);
}

/** What the parts throw. The message says what happened and what to do next; `details` is for programs, and plain JSON. */
export class MillwrightError extends Error {
  override readonly name = 'MillwrightError';

  constructor(
    readonly type: ErrorType,
    message: string,
    readonly details: Readonly<Record<string, unknown>> = {},
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** The words of whatever was thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** Node's code of a system error (`ENOENT` …), or undefined. */
export function systemCode(error: unknown): string | undefined {
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
  return typeof code === 'string' ? code : undefined;
}
