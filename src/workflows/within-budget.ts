import { askPerson } from './ask-person.js';
import { BUDGET_CHOICES } from './policy/requests.js';
import { whilePaused } from './pausing.js';
import { namedError } from './run-failure.js';
import type { RunState } from './run-state.js';

/**
 * Work that spends. When its next call does not fit into the run's limit, a guided run asks, once for all that wait, and does the
 * work again when a person says so: what was settled is not paid again. An autonomous run ends as `BudgetExhausted`.
 * @param work `again` counts from 0.
 */
export async function withinBudget<Result>(
  state: RunState,
  work: (again: number) => Promise<Result>,
): Promise<Result> {
  let kept: unknown;
  for (let again = 0; ; again++) {
    await whilePaused(state);
    // What failed meanwhile ends the run: nothing is begun anew for it.
    if (again > 0 && state.failing) throw kept;
    try {
      return await work(again);
    } catch (error) {
      const named = namedError(error);
      if (named?.type !== 'BudgetExhausted' || state.mode !== 'guided') throw error;
      if (!(await state.askOnce(() => mayGoOn(state, named.message)))) throw error;
      kept = error;
    }
  }
}

async function mayGoOn(state: RunState, message: string): Promise<boolean> {
  state.budgetAsked += 1;
  const answer = await askPerson(state, {
    id: `budget-${state.budgetAsked}`,
    kind: 'budget',
    question: `${message} Raise the limit and go on: millwright respond ${state.run.workflowId} budget-${state.budgetAsked} go-on --max-cost USD`,
    options: [...BUDGET_CHOICES],
    default: 'stop',
  });
  return answer.choice === 'go-on';
}
