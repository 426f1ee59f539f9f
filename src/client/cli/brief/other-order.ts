import type { GenerateInput, GenerateOptions } from '../../../protocol/generate-input.js';
import { CommandError } from '../command-error.js';

/**
 * Refuses to attach to a run that does other work than was ordered, or does it otherwise. What was not typed is taken as the run has
 * it; the limit of what it may spend is changed in the open run, and is no difference.
 * @param ordered holds what was typed, and no default.
 * @throws CommandError `Usage` naming every difference, and the ways on.
 */
export function refuseOtherOrder(workflowId: string, ordered: GenerateInput, open: GenerateOptions): void {
  const differences = [
    ...(sameBrief(ordered, open) ? [] : ['It is of another brief.']),
    ...(ordered.plan === undefined || ordered.plan.sha256 === open.plan?.sha256
      ? []
      : [open.plan === undefined ? 'It makes its own plan.' : 'It builds another plan.']),
    ...optionsOf(ordered, open).flatMap(([option, wanted, has]) =>
      wanted === undefined || wanted === has ? [] : [`${option} is ${String(has ?? 'not set')} there.`],
    ),
  ];
  if (differences.length === 0) return;
  throw new CommandError(
    'Usage',
    `The run ${workflowId} is open, and was not started like this: ${differences.join(' ')}\n` +
      `Watch it with "millwright follow ${workflowId}", or end it with "millwright cancel ${workflowId}" and start anew ` +
      'with --again, or start a run beside it with an --id of its own.',
  );
}

function sameBrief(ordered: GenerateInput, open: GenerateOptions): boolean {
  return ordered.brief?.trim() === open.brief?.trim() && ordered.briefRef?.sha256 === open.briefRef?.sha256;
}

type Value = string | number | null | undefined;

/** Option as it is typed, its value in the order, and in the open run. */
function optionsOf(
  ordered: GenerateInput,
  open: GenerateOptions,
): readonly (readonly [option: string, wanted: Value, has: Value])[] {
  return [
    ['--name', ordered.name, open.name],
    ['--kind', ordered.kind, open.kind],
    ['--author', ordered.author, open.author],
    ['--sandbox', ordered.sandbox, open.sandbox],
    ['The mode (--guided)', ordered.mode, open.mode],
    ['--concurrency', ordered.concurrency, open.concurrency],
    ['--max-errors', ordered.limits?.errors, open.limits.errors],
    ['--max-task-cost', ordered.limits?.taskUsd, open.limits.taskUsd],
  ];
}
