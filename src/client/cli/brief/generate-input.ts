import {
  generateInputSchema,
  INLINE_BRIEF_BYTES,
  utf8Bytes,
  type GenerateInput,
} from '../../../protocol/generate-input.js';
import { problemsOf } from '../../../protocol/parse-input.js';
import type { GivenPlan } from '../../../protocol/given-plan.js';
import type { ClientParts } from '../../parts.js';
import { CommandError } from '../command-error.js';
import type { GenerateOrder } from '../arguments/invocation.js';

type RunOptions = Omit<GenerateOrder, 'brief' | 'yes'>;

/**
 * What was ordered beside the brief, proven by the run's own schema.
 * @throws CommandError `Usage` naming every option that cannot be used.
 */
export function runOptionsOf(order: RunOptions): GenerateInput {
  const options: GenerateInput = {
    ...(order.name === undefined ? {} : { name: order.name }),
    ...(order.kind === undefined ? {} : { kind: order.kind }),
    ...(order.concurrency === undefined ? {} : { concurrency: order.concurrency }),
    ...(order.sandbox === undefined ? {} : { sandbox: order.sandbox }),
    ...limitsOf(order),
    ...(order.author === undefined ? {} : { author: order.author }),
    ...(order.guided ? { mode: 'guided' } : {}),
  };
  const parsed = generateInputSchema.safeParse({ ...options, brief: 'good' });
  if (parsed.success) return options;
  const problems = problemsOf(parsed.error, []).map((problem) => `--${problem}.`);
  throw new CommandError('Usage', problems.join('\n'));
}

function limitsOf({ maxCost, maxTaskCost, maxErrors }: RunOptions): Pick<GenerateInput, 'limits'> {
  const limits = {
    ...(maxCost === undefined ? {} : { costUsd: maxCost }),
    ...(maxTaskCost === undefined ? {} : { taskUsd: maxTaskCost }),
    ...(maxErrors === undefined ? {} : { errors: maxErrors }),
  };
  return Object.keys(limits).length === 0 ? {} : { limits };
}

/**
 * The input of the run that was ordered. A brief too long for history is put into the artifact store, and its reference is
 * sent; so is a plan that is to be built as it is. Nothing is uploaded for a run that cannot start.
 * @throws CommandError `Usage` naming every option that cannot be used.
 */
export async function generateInputOf(
  order: RunOptions,
  brief: string,
  artifacts: Pick<ClientParts['artifacts'], 'put'>,
  given?: GivenPlan,
): Promise<GenerateInput> {
  const options = runOptionsOf(order);
  return {
    ...options,
    ...(given === undefined ? {} : { plan: await artifacts.put(JSON.stringify(given)) }),
    ...(utf8Bytes(brief) > INLINE_BRIEF_BYTES ? { briefRef: await artifacts.put(brief) } : { brief }),
  };
}

/** Longest id that is still readable where it is shown; Temporal takes 1,000 bytes, and children add to it. */
const LONGEST_ID = 120;

/** Why `id` cannot be a run's workflow id, or undefined. */
export function workflowIdProblem(id: string): string | undefined {
  if (id.length > LONGEST_ID) return `--id is longer than ${String(LONGEST_ID)} characters.`;
  return /^[\p{L}\p{N}][\p{L}\p{N}._-]*$/u.test(id)
    ? undefined
    : '--id is made of letters, digits, ".", "_" and "-", and starts with a letter or a digit.';
}
