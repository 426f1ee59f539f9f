import type { Client } from '@temporalio/client';
import type { PlanDigest } from '../../../protocol/digest.js';
import type { PersonRequest, Response } from '../../../protocol/messages.js';
import { QUERIES, UPDATES } from '../../../protocol/names.js';
import type { Progress } from '../../../protocol/progress.js';
import { changeSpendLimit } from '../../runs/change-spend-limit.js';
import { dollars } from '../arguments/values.js';
import { Interrupted } from '../command-error.js';
import type { CliContext } from '../context.js';
import { forTerminal } from '../render/for-terminal.js';
import { renderDigest } from '../render/digest-screen.js';

type Terminal = NonNullable<CliContext['terminal']>;

/** Someone at the terminal who answers what a run asks, while the run is followed. */
export interface Answering {
  /** Is a question on the screen? Then nothing else is drawn. */
  readonly busy: () => boolean;
  /** Looks whether the run asks something, and puts it on the screen. */
  look(progress: Progress): void;
  /** Rejects when the person leaves, or an answer could not be given; never resolves. */
  readonly left: Promise<never>;
}

/**
 * Puts a run's requests to the person at the terminal, one after the other. Leaving a question leaves the run waiting: it is asked
 * again by whoever follows it next.
 */
export function answerRequests(
  { display, interrupted }: CliContext,
  terminal: Terminal,
  client: Client,
  workflowId: string,
  wayBack: string,
): Answering {
  const handle = client.workflow.getHandle(workflowId);
  let busy = false;
  let leave: (reason: unknown) => void = () => undefined;
  const left = new Promise<never>((_, reject) => (leave = reject));
  // Whoever races it hears of it; nobody else has to.
  left.catch(() => undefined);

  const answerAll = async (spends: boolean): Promise<void> => {
    const open = await handle.query<readonly PersonRequest[]>(QUERIES.requests);
    for (const request of open) {
      display.settle();
      if (request.kind === 'approve') await showPlan();
      const { choice, limitUsd } = await ask(terminal, interrupted, { request, spends }, wayBack);
      if (limitUsd !== undefined) await changeSpendLimit(client, workflowId, limitUsd);
      const response: Response = { requestId: request.id, choice };
      await handle.executeUpdate(UPDATES.respond, { args: [response] });
    }
  };
  const showPlan = async (): Promise<void> => {
    const plan = await handle.query<PlanDigest | null>(QUERIES.plan);
    if (plan !== null)
      terminal.output.write(`\n${forTerminal(renderDigest(plan, display.style()).join('\n'))}\n`);
  };
  return {
    busy: () => busy,
    look: ({ waitingFor, costUsd, estimate = null }) => {
      if (busy || waitingFor.length === 0) return;
      busy = true;
      answerAll(estimate !== null || costUsd > 0).then(
        () => (busy = false),
        (error: unknown) => {
          leave(error);
        },
      );
    },
    left,
  };
}

interface Chosen {
  readonly choice: string;
  /** A new limit, when the question is about money. */
  readonly limitUsd?: number;
}

interface Option {
  readonly value: string;
  readonly label: string;
  readonly hint?: string;
}

/** No choice of the run's own: it approves once the limit is changed. */
const WITH_LIMIT = 'approve-with-limit';

/** As `--max-cost` is read. */
function amountProblem(text: string | undefined): string | undefined {
  try {
    dollars(text ?? '');
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

async function ask(
  { input, output }: Terminal,
  interrupted: AbortSignal,
  { request, spends }: { readonly request: PersonRequest; readonly spends: boolean },
  wayBack: string,
): Promise<Chosen> {
  const { isCancel, select, text } = await import('@clack/prompts');
  const asked = (answer: string | symbol): string => {
    if (isCancel(answer) || typeof answer === 'symbol')
      throw new Interrupted(`The run waits for an answer.\n${wayBack}`);
    return answer;
  };
  const options: Option[] = request.options.map((value) => ({
    value,
    label: forTerminal(value),
    ...(value === request.default ? { hint: 'the default' } : {}),
  }));
  const common = { input, output, signal: interrupted };
  if (request.kind === 'approve' && spends) {
    options.push({ value: WITH_LIMIT, label: 'approve with another limit' });
  }
  const chosen = asked(await select<string>({ message: forTerminal(request.question), options, ...common }));
  const choice = chosen === WITH_LIMIT ? 'approve' : chosen;
  if (chosen !== WITH_LIMIT && (request.kind !== 'budget' || choice !== 'go-on')) return { choice };
  const limit = asked(
    await text({ message: 'New limit of the whole run, in US dollars', validate: amountProblem, ...common }),
  );
  return { choice, limitUsd: dollars(limit) };
}
