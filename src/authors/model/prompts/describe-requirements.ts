import type { Requirement } from '../../../protocol/analysis.js';
import { oneLine } from './sections.js';

/** Requirements with their examples, as every role reads them. */
export function describeRequirements(requirements: readonly Requirement[]): string {
  return requirements
    .map(({ id, statement, source, examples, proof }) =>
      [
        `- ${id}: ${oneLine(statement)} (brief: ${JSON.stringify(source)}; proof: ${proof.kind})`,
        ...examples.map(
          ({ given, when, then }) => `  - ${oneLine(`Given ${given}, when ${when}, then ${then}`)}`,
        ),
      ].join('\n'),
    )
    .join('\n');
}
