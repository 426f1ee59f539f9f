import type ts from 'typescript';
import { checkContracts } from '../checks/check-contracts.js';
import { checkDraft } from '../checks/check-draft.js';
import { checkProject } from '../checks/check-project.js';
import { checkTree } from '../checks/check-tree.js';
import { aimMutants } from '../mutants/aim-mutants.js';
import { reviewTree } from '../review/review-tree.js';
import type { ProjectSession } from './project-session.js';
import type { Job, JobResult } from './thread-messages.js';

/** @throws ts.OperationCanceledException when it is cancelled. */
export function runJob(session: ProjectSession, job: Job, cancellation: ts.CancellationToken): JobResult {
  switch (job.kind) {
    case 'draft':
      return { ...checkDraft(session, job, cancellation), mutants: [] };
    case 'tree':
      return { diagnostics: checkTree(session, job, cancellation), declarations: '', mutants: [] };
    case 'contracts':
      return { diagnostics: checkContracts(session, cancellation), declarations: '', mutants: [] };
    case 'project':
      return { diagnostics: checkProject(session, cancellation), declarations: '', mutants: [] };
    case 'review':
      return {
        diagnostics: reviewTree(session.files, job.aspect, cancellation),
        declarations: '',
        mutants: [],
      };
    case 'mutants':
      return {
        diagnostics: [],
        declarations: '',
        mutants: aimMutants(session.compiler(), job.aims, cancellation),
      };
  }
}
