import type { DraftRequest } from '../../src/authors/author.js';
import { fileSpec, WHOLE_ANALYSIS, WHOLE_PLAN } from './whole-plan.js';

/** A first draft of a file that the plan has alone, with nothing accepted before it; `change` says what is otherwise. */
export function draftRequest(path: string, change: Partial<DraftRequest> = {}): DraftRequest {
  return {
    run: { id: 'run', workflowId: 'todo' },
    analysis: WHOLE_ANALYSIS,
    plan: { ...WHOLE_PLAN, files: [fileSpec(path)] },
    path,
    draft: 1,
    tier: 'standard',
    read: () => Promise.resolve(undefined),
    outline: () => Promise.resolve(undefined),
    repair: null,
    remark: null,
    signal: new AbortController().signal,
    ...change,
  };
}
