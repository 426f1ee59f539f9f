import type { PlanDigest, PlannedFile } from '../../src/protocol/digest.js';
import { syntheticPlan } from '../simulation/synthetic-plan.js';
import type { StubJob } from './stub-job.js';

/** The plan of a job: equal jobs have equal plans, in every process. */
export function planOfJob(job: StubJob): PlanDigest {
  if (job.shape === 'layered') return syntheticPlan(job.files, job.seed);
  const files = Array.from({ length: job.files }, (_, index): PlannedFile => ({
    path: fileName(index),
    role: 'backend',
    priority: index === 0 ? 'critical' : 'normal',
    phase: 'only',
    dependencies:
      job.shape === 'chain' && index > 0 ? [{ path: fileName(index - 1), on: 'implementation' }] : [],
  }));
  return {
    kind: 'library',
    phases: [{ id: 'only', title: 'The only phase', critical: true }],
    files,
    bindings: [],
    criticalParts: [
      { part: 'entry', path: fileName(0) },
      { part: 'tests', path: fileName(1) },
    ],
    packages: [],
  };
}

function fileName(index: number): string {
  return `src/file-${index}.ts`;
}
