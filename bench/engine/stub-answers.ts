import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Activities } from '../../src/protocol/activities.js';
import type { BuildFileInput, ValidateInput } from '../../src/protocol/build-activities.js';
import type { Findings } from '../../src/protocol/findings.js';
import type { RunKey } from '../../src/protocol/run-key.js';
import type { ArtifactRef } from '../../src/protocol/artifact.js';
import type { AnalysisDigest } from '../../src/protocol/digest.js';
import { MillwrightError } from '../../src/protocol/errors.js';
import { planOfJob } from './job-plan.js';
import { jobOfBrief, type StubJob } from './stub-job.js';

/** What the bench leaves to the product: the tree's own bookkeeping and the record of the run; its runs are given no plan. */
export type StubbedActivities = Omit<
  Activities,
  'foldTree' | 'settleRun' | 'readFile' | 'adoptPlan' | 'setSpendLimit'
>;

const NO_FINDINGS: Findings = { diagnostics: [], blocking: 0, signature: '', all: null };

/** Files that `prepare` lays into every tree, as the product's own does. */
const PREPARED = ['package.json', 'package-lock.json', 'tsconfig.json'] as const;

/** Answers in place of the activities, of the shape and size of real ones. A run is known by the brief it was analyzed from. */
export function createStubAnswers(): StubbedActivities {
  const jobs = new Map<string, StubJob>();
  const jobOf = (run: RunKey): StubJob | undefined => jobs.get(run.id);
  const planned = (run: RunKey): StubJob => {
    const job = jobOf(run);
    if (job === undefined)
      throw new MillwrightError('GenerationError', `The run ${run.id} was never analyzed here.`);
    return job;
  };
  const planResult = (run: RunKey) =>
    Promise.resolve({ plan: artifact(`plan of ${run.id}`), digest: planOfJob(planned(run)) });
  return {
    analyze: ({ run, options }) => {
      jobs.set(run.id, jobOfBrief(options.brief ?? ''));
      return Promise.resolve({ analysis: artifact(`analysis of ${run.id}`), digest: ANALYSIS });
    },
    plan: ({ run }) => planResult(run),
    readPlan: ({ run }) => planResult(run),
    amendPlan: ({ run }) => planResult(run),
    prepare: () =>
      Promise.resolve({
        environment: artifact('environment'),
        changes: PREPARED.map((path) => ({ path, content: artifact(path) })),
        findings: NO_FINDINGS,
      }),
    checkContracts: () => Promise.resolve(NO_FINDINGS),
    buildFile: async ({ run, path }: BuildFileInput) => {
      await sleep(jobOf(run)?.sleepMs ?? 0);
      return { outcome: 'draft', content: artifact(`content of ${path}`), author: 'blueprint', costUsd: 0 };
    },
    validate: async ({ run, path }: ValidateInput) => {
      const job = jobOf(run);
      await sleep(job?.hiddenSleepMs ?? 0);
      const fails =
        job !== undefined && job.failingFile !== null && planOfJob(job).files[job.failingFile]?.path === path;
      return {
        findings: fails ? unsound(path) : NO_FINDINGS,
        declarations: sha256(`declarations of ${path}`),
      };
    },
    checkTree: () => Promise.resolve(NO_FINDINGS),
    lint: () => Promise.resolve({ findings: NO_FINDINGS, unproven: null }),
    test: () =>
      Promise.resolve({
        passed: 1,
        failed: 0,
        skipped: 0,
        findings: NO_FINDINGS,
        atTests: [],
        results: null,
        unproven: null,
        sandbox: 'bubblewrap',
      }),
    prove: () => Promise.resolve({ steps: [] }),
    followReadme: () => Promise.resolve({ steps: [] }),
    mutate: () => Promise.resolve({ mutations: null, killed: 0, survived: 0, unproven: null, weak: [] }),
    judge: () => Promise.resolve({ levels: { R1: 'tested' }, evidence: artifact('evidence') }),
    review: () => Promise.resolve(NO_FINDINGS),
    askReviewer: () => Promise.resolve({ outcome: 'left-out', reason: 'nobody is asked', spentUsd: 0 }),
    deliver: ({ tree, files, flags, outcome }) =>
      Promise.resolve({
        outcome,
        name: ANALYSIS.name,
        kind: ANALYSIS.kind,
        tree: tree.manifest ?? artifact('no tree'),
        report: artifact('report'),
        bundle: null,
        flags: [...flags],
        requirements: { proven: 0, tested: 1, open: 0, disputed: 0 },
        files: files.length,
        costUsd: 0,
      }),
  };
}

const ANALYSIS: AnalysisDigest = {
  author: 'blueprint',
  name: 'synthetic',
  kind: 'library',
  understood: ['A plan that exists to be scheduled.'],
  questions: [],
  requirements: [{ id: 'R1', proof: 'check' }],
};

function unsound(path: string): Findings {
  const diagnostics = [
    {
      code: 'bench/unsound',
      severity: 'error',
      source: 'types',
      path,
      message: 'Is never sound.',
      blocking: true,
    },
  ] as const;
  return { diagnostics, blocking: 1, signature: `unsound ${path}`, all: null };
}

function artifact(text: string): ArtifactRef {
  return { sha256: sha256(text), bytes: Buffer.byteLength(text) };
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
