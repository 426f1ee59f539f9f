import { ApplicationFailure } from '@temporalio/common';
import type { Activities } from '../../src/protocol/activities.js';
import type { Findings } from '../../src/protocol/findings.js';
import type { AnalysisDigest, PlanDigest } from '../../src/protocol/digest.js';
import type { Diagnostic } from '../../src/protocol/diagnostic.js';
import { diagnosticsSignature } from '../../src/protocol/diagnostics.js';
import { MemoryTrees, refOf } from './artifacts.js';
import { analysisOf, planOf, plannedFile } from './plans.js';

type Name = keyof Activities;
type Input<N extends Name> = Parameters<Activities[N]>[0];
type Result<N extends Name> = Awaited<ReturnType<Activities[N]>>;

/**
 * What each activity answers; `nth` counts its calls from 1. What a test does not script is answered as in a run in which
 * nothing goes wrong.
 */
export type Answers = {
  readonly [N in Name]?: (input: Input<N>, nth: number) => Result<N> | Promise<Result<N>>;
};

export interface StubScript {
  readonly analysis?: AnalysisDigest;
  /** One for each attempt; the last one stays. */
  readonly plans?: readonly PlanDigest[];
  readonly answers?: Answers;
  /** How often an activity may be called, where that is not what a run does by itself. */
  readonly calls?: Readonly<Partial<Record<Name, number>>>;
}

/** One call, as the workflow made it. */
export interface Call {
  readonly name: Name;
  readonly input: unknown;
}

/** Three files in two phases: one critical, one that stands on it, one test. */
export const THREE_FILES: PlanDigest = planOf([
  plannedFile('src/base.ts', { priority: 'critical' }),
  plannedFile('src/user.ts', { needs: ['src/base.ts'], phase: 'edges' }),
  plannedFile('test/user.test.ts', {
    role: 'tester',
    needs: ['src/user.ts'],
    phase: 'edges',
    priority: 'low',
  }),
]);

export function findingsOf(...diagnostics: Diagnostic[]): Findings {
  const blocking = diagnostics.filter((diagnostic) => diagnostic.blocking).length;
  return { diagnostics, blocking, signature: diagnosticsSignature(diagnostics), all: null };
}

/** How often an activity may be called in a run in which nothing goes wrong; what is not named here, as often as it likes. */
const ONCE_A_RUN: Readonly<Partial<Record<Name, number>>> = {
  analyze: 1,
  plan: 1,
  adoptPlan: 1,
  prepare: 1,
  checkContracts: 1,
  amendPlan: 0,
  prove: 1,
  mutate: 1,
  followReadme: 1,
  judge: 1,
  review: 4,
  askReviewer: 3,
  deliver: 1,
  settleRun: 1,
};

/**
 * The activities of one run, in memory. A call too many, and a draft that was asked for twice, fails the run for good, so
 * that no test passes by accident.
 */
export class StubActivities {
  readonly calls: Call[] = [];
  readonly trees = new MemoryTrees();
  readonly #script: StubScript;
  readonly #drafts = new Set<string>();
  readonly #planDigests = new Map<string, PlanDigest>();

  constructor(script: StubScript = {}) {
    this.#script = script;
  }

  of<N extends Name>(name: N): readonly Input<N>[] {
    return this.calls.flatMap((call) => (call.name === name ? [call.input as Input<N>] : []));
  }

  async call<N extends Name>(name: N, input: Input<N>): Promise<Result<N>> {
    this.calls.push({ name, input });
    const nth = this.of(name).length;
    const allowed = this.#script.calls?.[name] ?? ONCE_A_RUN[name] ?? Infinity;
    if (nth > allowed) throw unexpected(`${name} was called ${nth} times, and ${allowed} were expected`);
    const scripted = this.#script.answers?.[name] as
      ((input: Input<N>, nth: number) => Result<N> | Promise<Result<N>>) | undefined;
    return scripted === undefined ? this.#ordinary()[name](input) : scripted(input, nth);
  }

  /** A run in which nothing goes wrong. */
  #ordinary(): { readonly [N in Name]: (input: Input<N>) => Result<N> } {
    const none = findingsOf();
    return {
      analyze: () => ({ analysis: refOf('analysis'), digest: this.#script.analysis ?? analysisOf() }),
      plan: ({ attempt }) => {
        const plans = this.#script.plans ?? [THREE_FILES];
        const digest = plans[Math.min(attempt, plans.length) - 1] ?? THREE_FILES;
        const plan = refOf(`plan ${attempt}`);
        this.#planDigests.set(plan.sha256, digest);
        return { plan, digest };
      },
      adoptPlan: () => {
        const digest = this.#script.plans?.[0] ?? THREE_FILES;
        const plan = refOf('the given plan');
        this.#planDigests.set(plan.sha256, digest);
        const analysis = { analysis: refOf('analysis'), digest: this.#script.analysis ?? analysisOf() };
        return { analysis, plan: { plan, digest } };
      },
      readPlan: ({ plan }) => {
        const digest = this.#planDigests.get(plan.sha256);
        if (digest === undefined) throw unexpected('that plan was never made');
        return { plan, digest };
      },
      amendPlan: () => {
        throw unexpected('no amendment was scripted');
      },
      prepare: () => ({
        environment: refOf('environment'),
        changes: [{ path: 'package.json', content: refOf('{}') }],
        findings: none,
      }),
      checkContracts: () => none,
      buildFile: ({ path, draft, author }) => {
        const key = `${path} ${draft}`;
        if (this.#drafts.has(key)) throw unexpected(`draft ${draft} of ${path} was asked for twice`);
        this.#drafts.add(key);
        return { outcome: 'draft', content: refOf(`${path}, draft ${draft}`), author, costUsd: 0 };
      },
      validate: () => ({ findings: none }),
      checkTree: () => none,
      readFile: ({ tree, path }) => {
        const file = this.trees.files({ manifest: tree, changes: [] }).find((entry) => entry.path === path);
        if (file === undefined) throw unexpected(`the tree has no ${path}`);
        return file.content;
      },
      foldTree: ({ tree }) => this.trees.fold(tree),
      lint: () => ({ findings: none, unproven: null }),
      test: () => ({
        passed: 1,
        failed: 0,
        skipped: 0,
        findings: none,
        atTests: [],
        results: refOf('test results'),
        unproven: null,
        sandbox: 'bubblewrap',
      }),
      prove: () => ({ steps: [{ step: 'build', outcome: 'passed', detail: '' }] }),
      followReadme: () => ({ steps: [{ step: 'npm test', outcome: 'passed', detail: '' }] }),
      mutate: () => ({ mutations: refOf('mutations'), killed: 1, survived: 0, unproven: null, weak: [] }),
      judge: () => ({
        levels: Object.fromEntries(
          (this.#script.analysis ?? analysisOf()).requirements.map(({ id, proof }) => [
            id,
            proof === 'none' ? 'open' : 'tested',
          ]),
        ),
        evidence: refOf('evidence'),
      }),
      review: () => none,
      askReviewer: () => ({ outcome: 'reviewed', findings: [], dropped: 0, files: 1, spentUsd: 0 }),
      deliver: (input) => ({
        outcome: input.outcome,
        name: 'library-api',
        kind: 'library',
        tree: this.trees.fold(input.tree),
        report: refOf('report'),
        bundle: null,
        flags: input.flags.slice(0, 50),
        requirements: { proven: 0, tested: 0, open: 0, disputed: 0 },
        files: this.trees.files(input.tree).length,
        costUsd: input.costUsd,
      }),
      settleRun: () => undefined,
      setSpendLimit: () => undefined,
    };
  }
}

/** Fails the activity, and with it the run, for good. */
function unexpected(what: string): ApplicationFailure {
  return ApplicationFailure.nonRetryable(`The test did not expect this: ${what}.`, 'Unexpected');
}
