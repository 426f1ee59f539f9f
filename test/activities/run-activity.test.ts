import { describe, expect, it } from '@jest/globals';
import { ApplicationFailure, CancelledFailure } from '@temporalio/common';
import { toActivityFailure } from '../../src/activities/activity-failure.js';
import { runActivity } from '../../src/activities/run-activity.js';
import { quietEnvironment } from '../doubles/served-activities.js';
import { ERRORS, MillwrightError, type ErrorType } from '../../src/protocol/errors.js';

describe('how an error leaves an activity', () => {
  it.each(Object.keys(ERRORS) as ErrorType[])('%s is final, under its own name', (type) => {
    const failure = toActivityFailure(new MillwrightError(type, 'It is so.', { path: 'a.ts' }));
    expect(failure).toBeInstanceOf(ApplicationFailure);
    expect(failure).toMatchObject({
      type,
      message: 'It is so.',
      nonRetryable: true,
      details: [{ path: 'a.ts' }],
    });
  });

  it('a named one that is passing is tried again', () => {
    const failure = toActivityFailure(
      new MillwrightError('ToolchainMissing', 'Out of reach.', { transient: true }),
    );
    expect(failure).toMatchObject({ type: 'ToolchainMissing', nonRetryable: false });
  });

  it.each<[string, unknown, string, string]>([
    ['an error', new TypeError('undefined is not a function'), 'TypeError', 'undefined is not a function'],
    [
      'a system error',
      Object.assign(new Error('ENOSPC: disk full'), { code: 'ENOSPC' }),
      'Error',
      'ENOSPC: disk full',
    ],
    ['a string', 'gone', 'Error', 'gone'],
    ['nothing', undefined, 'Error', 'undefined'],
  ])('%s without a name is tried again', (_what, thrown, type, message) => {
    expect(toActivityFailure(thrown)).toMatchObject({ type, message, nonRetryable: false });
  });

  it('what is a failure already passes through', () => {
    const failure = ApplicationFailure.nonRetryable('no', 'Mine');
    const cancelled = new CancelledFailure('stop');
    expect(toActivityFailure(failure)).toBe(failure);
    expect(toActivityFailure(cancelled)).toBe(cancelled);
  });
});

describe('an activity', () => {
  it('beats before it begins its work, and goes on while it works', async () => {
    const environment = quietEnvironment();
    let beats = 0;
    environment.on('heartbeat', () => (beats += 1));
    let beatsBefore = 0;
    const result = await environment.run(() =>
      runActivity(async () => {
        beatsBefore = beats;
        while (beats < 3) await new Promise((resolve) => setTimeout(resolve, 20));
        return 'done';
      }),
    );
    expect(result).toBe('done');
    expect(beatsBefore).toBe(1);
  });

  it('tells with each beat how far its work last said that it is', async () => {
    const environment = quietEnvironment();
    const told: unknown[] = [];
    environment.on('heartbeat', (details: unknown) => told.push(details));
    await environment.run(() =>
      runActivity(async (_signal, progress) => {
        progress({ replyCharacters: 20 });
        progress({ replyCharacters: 90 });
        while (told.length < 3) await new Promise((resolve) => environment.once('heartbeat', resolve));
      }),
    );
    expect(told).toEqual([undefined, { replyCharacters: 90 }, { replyCharacters: 90 }]);
  });

  it('stops beating when it has ended', async () => {
    const environment = quietEnvironment();
    let beats = 0;
    environment.on('heartbeat', () => (beats += 1));
    await environment.run(() => runActivity(() => Promise.resolve()));
    await new Promise((resolve) => setTimeout(resolve, 1_200));
    expect(beats).toBe(1);
  });

  it.each<[string, () => Error]>([
    ['as told', () => new CancelledFailure('told')],
    ['with an error of its own', () => new Error('the child was killed')],
    ['with a named error', () => new MillwrightError('SandboxUnavailable', 'killed')],
  ])('that is cancelled and ends %s ends as cancelled', async (_how, error) => {
    const environment = quietEnvironment();
    const running = environment.run(() =>
      runActivity(
        (signal) =>
          new Promise((_resolve, reject) => {
            signal.addEventListener('abort', () => {
              reject(error());
            });
          }),
      ),
    );
    environment.cancel();
    await expect(running).rejects.toBeInstanceOf(CancelledFailure);
  });

  it('that has its result in spite of a cancellation keeps it', async () => {
    const environment = quietEnvironment();
    const running = environment.run(() => runActivity(() => Promise.resolve('done')));
    environment.cancel();
    expect(await running).toBe('done');
  });
});
