import type { Client } from '@temporalio/client';
import type { PlanDigest } from '../../../protocol/digest.js';
import type { PersonRequest, Response } from '../../../protocol/messages.js';
import { QUERIES, UPDATES } from '../../../protocol/names.js';
import type { Progress } from '../../../protocol/progress.js';
import { Interrupted } from '../command-error.js';
import type { CliContext } from '../context.js';
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

  const answerAll = async (): Promise<void> => {
    const open = await handle.query<readonly PersonRequest[]>(QUERIES.requests);
    for (const request of open) {
      display.settle();
      if (request.kind === 'approve') await showPlan();
      const { choice, limitUsd } = await ask(terminal, interrupted, request, wayBack);
      if (limitUsd !== undefined)
        await handle.executeUpdate(UPDATES.changeLimits, { args: [{ costUsd: limitUsd }] });
      const response: Response = { requestId: request.id, choice };
      await handle.executeUpdate(UPDATES.respond, { args: [response] });
    }
  };
  const showPlan = async (): Promise<void> => {
    const plan = await handle.query<PlanDigest | null>(QUERIES.plan);
    if (plan !== null) terminal.output.write(`\n${renderDigest(plan, display.style()).join('\n')}\n`);
  };
  return {
    busy: () => busy,
    look: ({ waitingFor }) => {
      if (busy || waitingFor.length === 0) return;
      busy = true;
      answerAll().then(
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

async function ask(
  { input, output }: Terminal,
  interrupted: AbortSignal,
  request: PersonRequest,
  wayBack: string,
): Promise<Chosen> {
  const { isCancel, select, text } = await import('@clack/prompts');
  const asked = (answer: string | symbol): string => {
    if (isCancel(answer) || typeof answer === 'symbol')
      throw new Interrupted(`The run waits for an answer.\n${wayBack}`);
    return answer;
  };
  const options = request.options.map((value) => ({
    value,
    label: value,
    ...(value === request.default ? { hint: 'the default' } : {}),
  }));
  const common = { input, output, signal: interrupted };
  const choice = asked(await select<string>({ message: request.question, options, ...common }));
  if (request.kind !== 'budget' || choice !== 'go-on') return { choice };
  const limit = asked(
    await text({
      message: 'New limit of the whole run, in US dollars',
      validate: (value) => (Number(value) > 0 ? undefined : 'A number above 0, e.g. 5'),
      ...common,
    }),
  );
  return { choice, limitUsd: Number(limit) };
}
