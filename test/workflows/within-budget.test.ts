import { expect, it, jest } from '@jest/globals';
import { MillwrightError } from '../../src/protocol/errors.js';
import { generateInputSchema } from '../../src/protocol/generate-input.js';

const real = await import('@temporalio/workflow');

/** In this process there is no workflow: what it would wait for is looked at when something has changed. */
const waiting: (() => void)[] = [];
jest.unstable_mockModule('@temporalio/workflow', () => ({
  ...real,
  workflowInfo: () => ({
    firstExecutionRunId: '0123456789abcdef',
    workflowId: 'shelf',
    startTime: new Date(0),
  }),
  condition: (holds: () => boolean) =>
    new Promise<void>((resolve) => {
      waiting.push(() => {
        if (holds()) resolve();
      });
    }),
}));
const { withinBudget } = await import('../../src/workflows/within-budget.js');
const { RunState } = await import('../../src/workflows/run-state.js');

it('begins nothing anew in a paused run that fails, and holds its end back for no pause', async () => {
  const state = new RunState(generateInputSchema.parse({ brief: 'A shelf.', mode: 'guided' }), undefined);
  const exhausted = new MillwrightError('BudgetExhausted', 'The run may spend 1.00 USD.');
  state.askOnce = () => Promise.resolve(true);
  const work = jest.fn(() => {
    state.paused = true;
    return Promise.reject(exhausted);
  });
  const ended = withinBudget(state, work);
  ended.catch(() => undefined);
  await new Promise((resolve) => setImmediate(resolve));
  state.failing = true;
  for (const look of waiting) look();
  await expect(ended).rejects.toBe(exhausted);
  expect(work).toHaveBeenCalledTimes(1);
});
