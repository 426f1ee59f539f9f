import { relative } from 'node:path';
import { z } from 'zod';
import type { Diagnostic } from '../../../protocol/diagnostic.js';
import { finding } from '../finding.js';

/** What ESLint's `json` formatter prints, as far as it is used. */
const eslintOutputSchema = z.array(
  z.object({
    filePath: z.string(),
    messages: z.array(
      z.object({
        /** null: the file could not be parsed. */
        ruleId: z.string().nullable(),
        /** 1: warning, 2: error. */
        severity: z.number(),
        message: z.string(),
        line: z.number().optional(),
        column: z.number().optional(),
      }),
    ),
  }),
);

/**
 * Reads the output of `commands.lint`; `projectFolder` is the folder as the linter saw it.
 * @throws Error when the text is not what ESLint prints.
 */
export function readLint(output: string, projectFolder: string): readonly Diagnostic[] {
  return eslintOutputSchema.parse(JSON.parse(output)).flatMap(({ filePath, messages }) =>
    messages.map(({ ruleId, severity, message, line, column }) =>
      finding(
        severity === 2 ? 'MW6002' : 'MW6001',
        {
          path: relative(projectFolder, filePath),
          ...(line !== undefined && line > 0 ? { line } : {}),
          ...(column !== undefined && column > 0 ? { column } : {}),
        },
        ruleId === null ? message : `${message} (${ruleId})`,
      ),
    ),
  );
}
