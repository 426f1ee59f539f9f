import { z } from 'zod';
import type { Diagnostic } from '../../../protocol/diagnostic.js';
import type { Reviewer } from '../../../protocol/review.js';

/** Findings as a model writes them. */
export const reviewReplySchema = z.strictObject({
  findings: z.array(
    z.strictObject({
      path: z.string(),
      quote: z.string().describe('one to three lines of the file, copied letter for letter'),
      severity: z.enum(['error', 'warning', 'info']),
      problem: z.string(),
      mend: z.string(),
    }),
  ),
});
export type ReviewReply = z.infer<typeof reviewReplySchema>;

/** Findings of one reviewer that are told; they travel through history. */
const MOST_FINDINGS = 8;
const LONGEST_TEXT = 400;
/** Fewer letters and digits than these stand in too many places to show one. */
const SHORTEST_QUOTE = 6;

const RANK = { error: 0, warning: 1, info: 2 } as const;

export interface ReadFindings {
  readonly findings: readonly Diagnostic[];
  /** Findings whose quote does not stand in the file that they name. */
  readonly dropped: number;
}

/** Lines without the blanks that a model adds or takes away; empty ones at both ends are no part of a quote. */
function linesOf(text: string): readonly string[] {
  return text
    .replace(/\r\n?/g, '\n')
    .split('\n')
    .map((line) => line.replace(/\s+/g, ' ').trim());
}

/** The line, counted from 1, where the quote begins; undefined when it does not stand there, or could stand anywhere. */
export function lineOfQuote(content: string, quote: string): number | undefined {
  const wanted = linesOf(quote.trim());
  if (quote.replace(/[^\p{L}\p{N}]/gu, '').length < SHORTEST_QUOTE) return undefined;
  const lines = linesOf(content);
  const isThere = (start: number): boolean =>
    wanted.every((line, index) => {
      const there = lines[start + index];
      if (there === undefined) return false;
      return line === '' ? there === '' : there.includes(line);
    });
  const start = lines.findIndex((_, index) => isThere(index));
  return start === -1 ? undefined : start + 1;
}

function told(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length > LONGEST_TEXT ? `${line.slice(0, LONGEST_TEXT)}…` : line;
}

/** The findings that point at something, as advice. @param shown the files that the reviewer was shown whole, path → content. */
export function readFindings(
  { findings }: ReviewReply,
  reviewer: Reviewer,
  shown: ReadonlyMap<string, string>,
): ReadFindings {
  const said = findings.filter(({ problem }) => problem.trim() !== '');
  const placed = said.flatMap(({ path, quote, severity, problem, mend }): readonly Diagnostic[] => {
    const line = lineOfQuote(shown.get(path) ?? '', quote);
    if (line === undefined) return [];
    return [
      {
        code: `review/${reviewer}`,
        // What is hard to change does no harm as it stands.
        severity: reviewer === 'maintainability' && severity === 'error' ? 'warning' : severity,
        source: reviewer,
        path,
        line,
        message: told(problem),
        ...(mend.trim() === '' ? {} : { hint: told(mend) }),
        blocking: false,
      },
    ];
  });
  return {
    findings: [...placed]
      .sort((one, other) => RANK[one.severity] - RANK[other.severity])
      .slice(0, MOST_FINDINGS),
    dropped: said.length - placed.length,
  };
}
