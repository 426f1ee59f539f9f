import { z } from 'zod';

/** Which check found it; in the order in which the checks run, cheap to dear. */
export const diagnosticSourceSchema = z.enum([
  'plan',
  'parse',
  'placeholders',
  'imports',
  'packages',
  'contract',
  'types',
  'lint',
  'security',
  'performance',
  'maintainability',
  'style',
  'test',
  'proof',
]);
export type DiagnosticSource = z.infer<typeof diagnosticSourceSchema>;

/** One finding of a check. `line` and `column` count from 1. */
export const diagnosticSchema = z.strictObject({
  /** Stable, for programs: `MW2001`, `TS2345`, `plan/cycle` … */
  code: z.string().min(1),
  severity: z.enum(['error', 'warning', 'info']),
  source: diagnosticSourceSchema,
  path: z.string().optional(),
  line: z.int().positive().optional(),
  column: z.int().positive().optional(),
  message: z.string().min(1),
  /** What to do about it. */
  hint: z.string().optional(),
  /** A blocking one keeps a file from being accepted, or a gate from opening. */
  blocking: z.boolean(),
});
export type Diagnostic = Readonly<z.infer<typeof diagnosticSchema>>;
