import { runFailure } from './run-failure.js';
import { cancellationIn } from './was-cancelled.js';

/** Runs a workflow's body; what fails it leaves as a failure with a stable type. A bug stays a bug, and a cancel a cancel. */
export async function withNamedFailures<Result>(body: () => Promise<Result>): Promise<Result> {
  try {
    return await body();
  } catch (error) {
    throw cancellationIn(error) ?? runFailure(error) ?? error;
  }
}
