import { condition, executeChild, workflowInfo } from '@temporalio/workflow';
import type { ProduceFileInput } from '../../protocol/children.js';
import type { PlanDigest } from '../../protocol/digest.js';
import type { GenerateOptions } from '../../protocol/generate-input.js';
import type { Need } from '../../protocol/need.js';
import { childIds, FIXED_REQUESTS, WORKFLOWS } from '../../protocol/names.js';
import { activity } from '../activity-options.js';
import { askPerson } from '../ask-person.js';
import type { Foundation } from '../carried-run.js';
import type { BuildPorts } from '../loops/build-ports.js';
import { buildProject, type BuildResult } from '../loops/build-project.js';
import type { BuildState } from '../loops/build-state.js';
import type { PreparedPlan, UnsoundPlan } from '../loops/plan-ports.js';
import { proveAmended } from '../loops/plan-project.js';
import { GATE_CHOICES, type GateChoice } from '../policy/requests.js';
import type { produceFile } from '../produce-file.js';
import type { RunState } from '../run-state.js';
import { wasCancelledAlone } from '../was-cancelled.js';
import { withinBudget } from '../within-budget.js';
import { proofPorts } from './plan.js';

/** A history this large drains and continues as new, whatever its events count; the server's own bound is 50 MB. */
const LARGEST_HISTORY_BYTES = 8 * 1024 * 1024;

/** What an amended plan stands on; replaced as a whole when needs are granted. */
export interface BuildGround {
  foundation: Foundation;
}

/** Phases build and gate: a child workflow for each file, started by the scheduler. */
export function build(
  state: RunState,
  options: GenerateOptions,
  ground: BuildGround,
  plan: PlanDigest,
  start: BuildState,
): Promise<BuildResult> {
  const byPath = (paths: PlanDigest) => new Map(paths.files.map((file) => [file.path, file]));
  let files = byPath(plan);
  const ports: BuildPorts = {
    produce: (file, request) => {
      const { analysis, plan: planRef, environment } = ground.foundation;
      const { round, draftsBefore, repair, taskUsd, ...always } = request;
      const { author } = analysis.digest;
      const planned = files.get(file.path) ?? file;
      const input: ProduceFileInput = {
        ...always,
        // Each member stays in this run's history once for each file.
        ...(round === 0 ? {} : { round }),
        ...(draftsBefore === 0 ? {} : { draftsBefore }),
        ...(repair === null ? {} : { repair }),
        ...(author === 'model' && taskUsd !== null ? { taskUsd } : {}),
        run: state.run,
        analysis: analysis.ref,
        plan: planRef,
        environment,
        path: file.path,
        role: planned.role,
        priority: planned.priority,
        author,
      };
      const child = childIds.file(state.run, file.path, round * 100 + decisionsOf(state));
      return withinBudget(state, (again) =>
        executeChild<typeof produceFile>(WORKFLOWS.produceFile, {
          workflowId: childIds.again(child, again),
          staticSummary: file.path,
          args: [input],
        }),
      );
    },
    wasCancelled: wasCancelledAlone,
    checkGate: async (phase, tree, paths) => {
      state.enter('gate', `Gate of the phase ${phase}: types and contracts of the tree so far.`);
      const { diagnostics } = await activity(
        'checkTree',
        `gate of ${phase}`,
      )({
        run: state.run,
        plan: ground.foundation.plan,
        tree,
        environment: ground.foundation.environment,
        paths,
      });
      state.enter('build', `The gate of ${phase} was looked at.`);
      return diagnostics.filter(({ blocking }) => blocking);
    },
    fold: (tree) => activity('foldTree', `${tree.changes.length} files`)({ run: state.run, tree }),
    ask: async (kind, phase, question, choices = GATE_CHOICES) => {
      const id = kind === 'gate' ? FIXED_REQUESTS.gate(phase) : unasked(state, `guardrail-${phase}`);
      const answer = await askPerson(state, {
        id,
        kind,
        question,
        options: [...choices],
        default: 'stop',
      });
      return isGateChoice(answer.choice) ? answer.choice : 'stop';
    },
    amend: (asker, needs) => amend(state, ground, asker, needs, (amended) => (files = byPath(amended))),
    windDown: () => {
      state.failing = true;
      state.say('The build has failed; what is being written still comes to its end.');
    },
    paused: () => (state.paused ? condition(() => !state.paused) : undefined),
    shouldDrain: () => {
      const info = workflowInfo();
      return info.historyLength > options.historyEvents || info.historySize > LARGEST_HISTORY_BYTES;
    },
    onChange: (build) => {
      state.buildChanged(build);
    },
  };
  return buildProject(
    plan,
    start,
    { concurrency: options.concurrency, mode: options.mode, limits: () => state.limits },
    ports,
  );
}

/** An id under which nothing was asked yet: what answers one question of a guardrail answers no other. */
function unasked({ requests }: RunState, id: string): string {
  const before = requests.asked.filter((asked) => asked.startsWith(`${id}-`)).length;
  return `${id}-${before + 1}`;
}

function isGateChoice(choice: string): choice is GateChoice {
  return GATE_CHOICES.some((known) => known === choice);
}

/** A file that was granted needs, or refused them, is drafted again by a child of its own. */
function decisionsOf({ build: built }: RunState): number {
  if (built === undefined) return 0;
  return built.amendments.length + built.files.filter(({ refused }) => refused !== undefined).length;
}

/** An amended plan that stands is what the next file is begun on. */
async function amend(
  state: RunState,
  ground: BuildGround,
  asker: string,
  needs: readonly Need[],
  onPlan: (plan: PlanDigest) => void,
): Promise<PreparedPlan | UnsoundPlan> {
  const { foundation } = ground;
  const { run } = state;
  const amending = activity('amendPlan', `${needs.length} needs of ${asker}`);
  const amended = await amending({ run, plan: foundation.plan, asker, needs });
  const proven = await proveAmended(amended, foundation.analysis.digest, proofPorts(state));
  if ('problems' in proven) return proven;
  const { plan, prepared } = proven;
  ground.foundation = { ...foundation, plan: plan.plan, environment: prepared.environment };
  state.plan = plan.digest;
  onPlan(plan.digest);
  return proven;
}
