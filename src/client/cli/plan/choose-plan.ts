import { resolve } from 'node:path';
import type { GivenPlan } from '../../../protocol/given-plan.js';
import { PLAN_FILE_NAME } from '../../plan-file/plan-file-name.js';
import type { BriefSource, GenerateOrder } from '../arguments/invocation.js';
import { readBrief } from '../brief/read-brief.js';
import { CommandError } from '../command-error.js';
import type { CliContext, CommandResult } from '../context.js';
import { forTerminal } from '../render/for-terminal.js';
import { askToBuild, type Question } from './ask-to-build.js';
import { loadPlan } from './load-plan.js';
import { savePlanBeside } from './save-plan.js';
import { shellWord } from '../../shell-word.js';
import { shownPath } from './shown-path.js';

/** What is to be built, or why nothing is. */
export type Choice =
  /** Without `given` the run reads and plans by itself. */
  | {
      readonly kind: 'build';
      readonly brief: string;
      readonly given: GivenPlan | undefined;
      /** The run asks by itself: its plan costs money, so it is made where it is paid for. */
      readonly guided?: true;
    }
  | { readonly kind: 'left'; readonly result: CommandResult };

/**
 * Reads the brief or the plan file. A person at a terminal is shown the plan and asked, and what was agreed to is what is
 * built; a guided run asks by itself, and everyone else goes on.
 */
export async function choosePlan(context: CliContext, order: GenerateOrder): Promise<Choice> {
  const source = order.brief;
  const { terminal } = context;
  const asks = terminal !== null && !order.yes && !order.guided;
  if (source.from === 'plan') {
    const loaded = await loadPlan(context, source.path);
    refuseAnotherAuthor(order.author, loaded.given);
    if (!asks) return { kind: 'build', ...loaded };
    // What costs money is asked by the run, which knows what it may spend.
    if (loaded.given.plan.author === 'model') return { kind: 'build', ...loaded, guided: true };
    return agree(context, terminal, loaded, {
      editable: false,
      wayBack: `The plan is as you left it. Go on with: millwright generate --plan ${shellWord(source.path)}`,
    });
  }
  const brief = await briefOf(context, source);
  if (!asks) return { kind: 'build', brief, given: undefined };
  if (order.author !== 'blueprint' && (await context.parts.models()) !== undefined) {
    return { kind: 'build', brief, given: undefined, guided: true };
  }
  const planning = await context.parts.planning();
  const given = await planning.propose({
    brief,
    name: order.name,
    kind: order.kind,
    signal: context.interrupted,
  });
  return agree(
    context,
    terminal,
    { brief, given },
    {
      editable: true,
      wayBack:
        'The same command asks again, and builds without asking with --yes; "millwright plan" writes the plan to a file.',
    },
  );
}

/** A plan names its author. @throws CommandError `Usage`. */
function refuseAnotherAuthor(author: GenerateOrder['author'], { plan }: GivenPlan): void {
  if (author === undefined || author === 'auto' || author === plan.author) return;
  throw new CommandError(
    'Usage',
    `The plan is for the ${plan.author} author. Plan again with --author ${author}, or leave --author out.`,
  );
}

function briefOf({ cwd, stdin, display, interrupted }: CliContext, source: BriefSource): Promise<string> {
  return readBrief(source, {
    cwd,
    stdin,
    onPrompt: (line) => {
      display.line(line);
    },
    interrupted,
  });
}

async function agree(
  context: CliContext,
  terminal: NonNullable<CliContext['terminal']>,
  planned: { readonly brief: string; readonly given: GivenPlan },
  question: Question,
): Promise<Choice> {
  const { cwd, display, interrupted } = context;
  const { renderPlan } = await import('../render/plan-screen.js');
  const screen = renderPlan(planned.given, display.style(), terminal.output.rows);
  if (!interrupted.aborted) terminal.output.write(`\n${forTerminal(screen.join('\n'))}\n`);
  const decision = await askToBuild(terminal, interrupted, question);
  if (decision === 'build') return { kind: 'build', ...planned };
  if (decision === 'no') return left([`Nothing was started. ${question.wayBack}`], null);
  const { writePlanFile } = await import('../../plan-file/write-plan-file.js');
  const wanted = resolve(cwd, PLAN_FILE_NAME);
  const file = await savePlanBeside(wanted, (place) =>
    writePlanFile(planned.brief, planned.given, { path: shownPath(cwd, place) }),
  );
  const shown = shownPath(cwd, file);
  return left(
    [
      `Wrote ${shown}; nothing was started. Edit it, then build exactly that:`,
      `  millwright generate --plan ${shellWord(shown)}`,
    ],
    file,
  );
}

function left(lines: readonly string[], written: string | null): Choice {
  return { kind: 'left', result: { exitCode: 0, json: { outcome: null, written }, lines: () => lines } };
}
