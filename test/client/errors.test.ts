import { describe, expect, it } from '@jest/globals';
import { ServiceError, WorkflowFailedError } from '@temporalio/client';
import {
  ActivityFailure,
  ApplicationFailure,
  CancelledFailure,
  ChildWorkflowFailure,
  RetryState,
  TerminatedFailure,
} from '@temporalio/common';
import { CommandError, Interrupted } from '../../src/client/cli/command-error.js';
import { printedError } from '../../src/client/cli/print-error.js';
import { runFailureOf } from '../../src/client/runs/run-failure.js';
import { isNotFound, isUnavailable } from '../../src/client/runs/server-errors.js';
import { ConfigError } from '../../src/config.js';
import { ERRORS, MillwrightError, type ErrorType } from '../../src/protocol/errors.js';

const TYPES = Object.keys(ERRORS) as ErrorType[];

/** A failure as it reaches the client: from an activity of a child of the run. */
function failedRun(cause: Error): WorkflowFailedError {
  const activity = new ActivityFailure(
    'activity failed',
    'prepare',
    '1',
    RetryState.NON_RETRYABLE_FAILURE,
    'w',
    cause,
  );
  const child = new ChildWorkflowFailure(
    'millwright',
    { workflowId: 'c', runId: 'r' },
    'verifyProject',
    RetryState.NON_RETRYABLE_FAILURE,
    activity,
  );
  return new WorkflowFailedError('Workflow execution failed', child, RetryState.NON_RETRYABLE_FAILURE);
}

describe('a failed run', () => {
  it.each(TYPES)('with %s anywhere in its causes is printed by that name, with its exit code', (type) => {
    const error = failedRun(
      ApplicationFailure.create({ type, message: `What to do about ${type}.`, nonRetryable: true }),
    );
    expect(printedError(error)).toEqual({
      type,
      text: `${type}: What to do about ${type}.`,
      exitCode: ERRORS[type].exitCode,
    });
  });

  it.each<[string, () => Error, string, number]>([
    ['cancelled', () => new CancelledFailure('cancelled'), 'Cancelled', 1],
    ['terminated', () => new TerminatedFailure('terminated'), 'Terminated', 1],
    ['failed with a name of no set', () => ApplicationFailure.create({ type: 'Surprise' }), 'Unknown', 2],
  ])('that was %s is said to be', (_, cause, type, exitCode) => {
    const error = new WorkflowFailedError('failed', cause(), RetryState.NON_RETRYABLE_FAILURE);
    expect(runFailureOf(error)).toMatchObject({ type, exitCode });
  });

  it('is told from an error of the client itself', () => {
    expect(runFailureOf(new Error('connect ECONNREFUSED'))).toBeUndefined();
  });
});

describe('an error of a command', () => {
  it.each([
    ['bad arguments', new CommandError('Usage', 'Say what.'), 'Say what.', 2],
    ['a bad setting', new ConfigError('MILLWRIGHT_HOME: bad'), 'MILLWRIGHT_HOME: bad', 2],
    ['Ctrl-C', new Interrupted('Come back with follow.'), 'Come back with follow.', 130],
    ['a part', new MillwrightError('ArtifactMissing', 'Gone.'), 'ArtifactMissing: Gone.', 2],
  ])('of %s is a sentence', (_, error, text, exitCode) => {
    expect(printedError(error)).toMatchObject({ text, exitCode });
  });

  it('that nobody foresaw is printed with its stack', () => {
    const { text, exitCode } = printedError(new TypeError('x is not a function'));
    expect(text).toContain('TypeError: x is not a function\n    at ');
    expect(exitCode).toBe(2);
  });
});

describe('an answer of the server', () => {
  const grpc = (code: number): Error => Object.assign(new Error('rpc'), { code, details: '', metadata: {} });
  const wrapped = (code: number): Error => new ServiceError('service', { cause: grpc(code) });

  it.each([
    [14, true, false],
    [4, true, false],
    [9, true, false],
    [5, false, true],
    [3, false, false],
  ])('with gRPC status %i: worth asking again %s, no such run %s', (code, unavailable, notFound) => {
    for (const error of [grpc(code), wrapped(code)]) {
      expect(isUnavailable(error)).toBe(unavailable);
      expect(isNotFound(error)).toBe(notFound);
    }
  });
});
