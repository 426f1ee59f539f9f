import {
  condition,
  defineSignal,
  executeChild,
  setCurrentDetails,
  setHandler,
  workflowInfo,
} from '@temporalio/workflow';
import type { ArtifactRef } from '../protocol/artifact.js';
import type { ProduceFileResult, VerifyProjectInput, VerifyProjectResult } from '../protocol/children.js';
import type { Diagnostic } from '../protocol/diagnostic.js';
import type { VerifyStepInput } from '../protocol/verify-activities.js';
import { childIds, SIGNALS, WORKFLOWS } from '../protocol/names.js';
import { activity } from './activity-options.js';
import { cancelledFile } from './loops/cancelled-file.js';
import { FIRST_VERIFY_ROUND, verifyProject as verify } from './loops/verify-project.js';
import type { produceFile } from './produce-file.js';
import { sentBackInput } from './sent-back-input.js';
import { wasCancelledAlone } from './was-cancelled.js';
import { withNamedFailures } from './with-named-failures.js';

const pause = defineSignal(SIGNALS.pause);
const resume = defineSignal(SIGNALS.resume);

/** Types, lint, tests and the proof recipe of a whole tree, with repair rounds. */
export async function verifyProject(input: VerifyProjectInput): Promise<VerifyProjectResult> {
  const { run, analysis, plan, environment, sandbox, limits, author, repairs = true, missing = [] } = input;
  const step = (tree: VerifyStepInput['tree']): VerifyStepInput => ({
    run,
    analysis,
    plan,
    tree,
    environment,
    sandbox,
  });
  let paused = false;
  setHandler(pause, () => {
    paused = true;
  });
  setHandler(resume, () => {
    paused = false;
  });
  const whilePaused = async (next: string): Promise<void> => {
    if (!paused) return;
    setCurrentDetails(`Paused: ${next} when the run goes on.`);
    await condition(() => !paused);
  };
  return withNamedFailures(async () => {
    const { digest } = await activity('readPlan', 'the plan’s files')({ run, plan });
    const drafts = new Map<string, number>();
    const sendBack = async (
      path: string,
      diagnostics: readonly Diagnostic[] | null,
      round: number,
      tree: ArtifactRef,
    ): Promise<ProduceFileResult> => {
      await whilePaused(`${path} is sent back`);
      setCurrentDetails(`${diagnostics === null ? 'Writing anew' : 'Repairing'} ${path}, round ${round}.`);
      const repair =
        diagnostics === null
          ? {}
          : { repair: { previous: await activity('readFile', path)({ run, tree, path }), diagnostics } };
      const childInput = sentBackInput(input, digest.files, limits, {
        path,
        tree,
        round: FIRST_VERIFY_ROUND + round,
        draftsBefore: drafts.get(path) ?? input.drafts[path] ?? 1,
        ...repair,
      });
      let result: ProduceFileResult;
      try {
        result = await executeChild<typeof produceFile>(WORKFLOWS.produceFile, {
          workflowId: childIds.sentBack(workflowInfo().workflowId, path, round),
          args: [childInput],
          staticSummary: `${diagnostics === null ? 'a second test,' : 'repair'} ${path}`,
        });
      } catch (error) {
        if (!wasCancelledAlone(error)) throw error;
        result = cancelledFile(childInput);
      }
      drafts.set(path, result.drafts);
      return result;
    };
    return verify(
      {
        tree: input.tree,
        // A file that is not there can be neither at fault nor sent back.
        files: digest.files.filter(({ path }) => !missing.includes(path)),
        repairs,
        ...(input.errors === undefined ? {} : { errors: input.errors }),
      },
      {
        whilePaused: () => whilePaused('the tree is looked at'),
        checkTypes: (tree) => {
          setCurrentDetails('Type-checking the whole tree, linting it and running its tests in the sandbox.');
          return activity(
            'checkTree',
            'types of the whole tree',
          )({
            run,
            plan,
            tree: { manifest: tree, changes: [] },
            environment,
            paths: [],
          });
        },
        lint: (tree) => activity('lint', 'lint')(step(tree)),
        test: (tree) => activity('test', 'tests in the sandbox')(step(tree)),
        prove: (tree) => {
          setCurrentDetails(
            'Building, starting and probing the project, and breaking it on purpose, in the sandbox.',
          );
          return activity('prove', 'proof recipe: build, start, probe, stop')(step(tree));
        },
        mutate: (tree, tests) =>
          activity('mutate', 'mutants aimed at each requirement')({ ...step(tree), tests }),
        followReadme: (tree, ran) =>
          activity('followReadme', 'every command of the README')({ ...step(tree), ran }),
        repair: sendBack,
        // Blueprints write the same test every time.
        revise: author === 'model' && repairs ? sendBack : null,
        redraft:
          author === 'model' && repairs ? (path, round, tree) => sendBack(path, null, round, tree) : null,
        concurrency: input.concurrency,
        fold: (tree, accepted) =>
          activity('foldTree', 'the repaired files')({ run, tree: { manifest: tree, changes: accepted } }),
      },
    );
  });
}
