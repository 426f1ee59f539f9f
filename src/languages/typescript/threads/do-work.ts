import type ts from 'typescript';
import { checkContracts } from '../checks/check-contracts.js';
import { checkDrafts } from '../checks/check-drafts.js';
import { checkProject } from '../checks/check-project.js';
import { checkTree } from '../checks/check-tree.js';
import { aimMutants } from '../mutants/aim-mutants.js';
import { reviewTree } from '../review/review-tree.js';
import { packageDeclarations } from '../packages/package-declarations.js';
import type { ProjectSession } from './project-session.js';
import type { DraftJob, Job, JobResult, Work } from './thread-messages.js';

const NOTHING: JobResult = { diagnostics: [], declarations: '', mutants: [], packages: [] };

/** A result for each draft, or one for any other job. @throws ts.OperationCanceledException when it is cancelled. */
export function doWork(
  session: ProjectSession,
  work: Work,
  cancellation: ts.CancellationToken,
): readonly JobResult[] {
  return work.kind === 'drafts'
    ? checkDrafts(session, work.drafts, cancellation).map((verdict) => ({ ...NOTHING, ...verdict }))
    : [runJob(session, work, cancellation)];
}

function runJob(
  session: ProjectSession,
  job: Exclude<Job, DraftJob>,
  cancellation: ts.CancellationToken,
): JobResult {
  switch (job.kind) {
    case 'tree':
      return { ...NOTHING, diagnostics: checkTree(session, job, cancellation) };
    case 'contracts':
      return { ...NOTHING, diagnostics: checkContracts(session, cancellation) };
    case 'project':
      return { ...NOTHING, diagnostics: checkProject(session, cancellation) };
    case 'review':
      return { ...NOTHING, diagnostics: reviewTree(session.files, job.aspect, cancellation) };
    case 'mutants':
      return { ...NOTHING, mutants: aimMutants(session.compiler(), job.aims, cancellation) };
    case 'package-declarations':
      return { ...NOTHING, packages: packageDeclarations(session, job, cancellation) };
  }
}
