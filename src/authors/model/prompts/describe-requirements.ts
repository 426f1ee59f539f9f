import type { Requirement } from '../../../protocol/analysis.js';

/** Requirements with their examples, as every role reads them. */
export function describeRequirements(requirements: readonly Requirement[]): string {
  return requirements
    .map(({ id, statement, source, examples, proof }) =>
      [
        `- ${id}: ${statement} (brief: ${JSON.stringify(source)}; proof: ${proof.kind})`,
        ...examples.map(({ given, when, then }) => `  - Given ${given}, when ${when}, then ${then}`),
      ].join('\n'),
    )
    .join('\n');
}
