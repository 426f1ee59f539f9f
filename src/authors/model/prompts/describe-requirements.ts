import type { Requirement } from '../../../protocol/analysis.js';
import { bullets, oneLine } from './sections.js';

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

/** What is asked for, without examples: for who has nothing to decide in it. */
export function requirementLines(requirements: readonly Requirement[]): string {
  return bullets(requirements.map(({ id, statement }) => `${id}: ${statement}`));
}
