import { MockActivityEnvironment } from '@temporalio/testing';
import { DefaultLogger } from '@temporalio/worker';
import { createActivities } from '../../src/activities/create-activities.js';
import type { Parts } from '../../src/activities/parts.js';
import type { Activities } from '../../src/protocol/activities.js';

/** An environment that does not print the failures that a test means to see. */
export function quietEnvironment(
  info?: ConstructorParameters<typeof MockActivityEnvironment>[0],
): MockActivityEnvironment {
  return new MockActivityEnvironment(info, { logger: new DefaultLogger('ERROR') });
}

/** The activities over these parts, each called as a worker calls it: in an activity's context. */
export function served(parts: Parts, environment?: MockActivityEnvironment): Activities {
  const activities = createActivities(parts);
  const inContext =
    <Input, Result>(activity: (input: Input) => Promise<Result>) =>
    (input: Input): Promise<Result> =>
      (environment ?? quietEnvironment()).run(() => activity(input));
  return {
    analyze: inContext(activities.analyze),
    plan: inContext(activities.plan),
    adoptPlan: inContext(activities.adoptPlan),
    readPlan: inContext(activities.readPlan),
    amendPlan: inContext(activities.amendPlan),
    prepare: inContext(activities.prepare),
    checkContracts: inContext(activities.checkContracts),
    buildFile: inContext(activities.buildFile),
    validate: inContext(activities.validate),
    checkTree: inContext(activities.checkTree),
    readFile: inContext(activities.readFile),
    foldTree: inContext(activities.foldTree),
    lint: inContext(activities.lint),
    test: inContext(activities.test),
    prove: inContext(activities.prove),
    followReadme: inContext(activities.followReadme),
    mutate: inContext(activities.mutate),
    judge: inContext(activities.judge),
    review: inContext(activities.review),
    askReviewer: inContext(activities.askReviewer),
    deliver: inContext(activities.deliver),
    settleRun: inContext(activities.settleRun),
    setSpendLimit: inContext(activities.setSpendLimit),
  };
}
