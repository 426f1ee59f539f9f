import { expect, it, jest } from '@jest/globals';
import { generateInputSchema } from '../../../src/protocol/generate-input.js';
import { analysisOf } from '../../doubles/plans.js';

const real = await import('@temporalio/workflow');

/** In this process there is no workflow: one question is answered when it is waited for, and the deadline of the other passes. */
let answer: () => void = () => undefined;
jest.unstable_mockModule('@temporalio/workflow', () => ({
  ...real,
  setCurrentDetails: () => undefined,
  upsertSearchAttributes: () => undefined,
  workflowInfo: () => ({
    firstExecutionRunId: '0123456789abcdef',
    workflowId: 'shelf',
    startTime: new Date(0),
  }),
  condition: () => {
    answer();
    return Promise.resolve();
  },
}));
const { clarify } = await import('../../../src/workflows/phases/understand.js');
const { takeResponse } = await import('../../../src/workflows/policy/requests.js');
const { RunState } = await import('../../../src/workflows/run-state.js');

it('a guided run assumes what nobody answers, and not what somebody does', async () => {
  const options = generateInputSchema.parse({ brief: 'A shelf.', mode: 'guided' });
  const state = new RunState(options, undefined);
  const question = { options: ['few', 'many'], default: 'few' };
  state.analysis = analysisOf({
    questions: [
      { id: 'size', text: 'How many books?', ...question },
      { id: 'loans', text: 'How many loans?', ...question },
    ],
  });
  answer = () => {
    const response = { requestId: 'clarify-size', choice: 'few' };
    state.requests = takeResponse(state.requests, response);
    answer = () => undefined;
  };
  expect(await clarify(state, options)).toEqual({ size: 'few', loans: 'few' });
  expect(state.assumptions).toEqual(['How many loans? Assumed: few.']);
});
