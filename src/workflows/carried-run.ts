import type { AnalysisDigest, PlanDigest } from '../protocol/digest.js';
import type { ArtifactRef } from '../protocol/artifact.js';
import type { CostEstimate } from '../protocol/estimate.js';
import type { Limits } from '../protocol/generate-input.js';
import type { Effort } from '../protocol/effort.js';
import type { Progress } from '../protocol/progress.js';
import type { BuildState, FileProgress } from './loops/build-state.js';
import type { RequestBook } from './policy/requests.js';

/** What a build has settled so far, and what it stands on. */
export interface Foundation {
  readonly analysis: { readonly ref: ArtifactRef; readonly digest: AnalysisDigest };
  readonly plan: ArtifactRef;
  readonly environment: ArtifactRef;
}

/** One file, small: 600 of them must fit one payload. The content of accepted ones is in the tree's manifest. */
type CarriedFile = readonly [
  standing: FileProgress['standing'],
  drafts: number,
  round: number,
  content: ArtifactRef | null,
  author: FileProgress['author'],
  lowConfidence: boolean,
  exhausted: boolean,
  diagnostics: FileProgress['diagnostics'],
  effort?: Effort | null,
  refused?: string | null,
  refusedDraft?: ArtifactRef,
];

/** Second argument of `generateProject` when it continues as new in the middle of the build. Never written by a person. */
export interface CarriedRun {
  readonly startedAt: string;
  readonly phases: Progress['phases'];
  readonly foundation: Foundation;
  readonly assumptions: readonly string[];
  readonly limits: Limits;
  /** Spent on analysis and plans, in US dollars; left out: nothing. */
  readonly planningUsd?: number;
  /** Left out: no model writes the run. */
  readonly estimate?: CostEstimate;
  readonly insteadOf?: string;
  /** Times that a person was asked about the limit; left out: never. */
  readonly budgetAsked?: number;
  readonly paused: boolean;
  readonly requests: RequestBook;
  /** Phases whose gate is shut; left out: any. */
  readonly gates?: readonly string[];
  /** In the order of the plan's files. */
  readonly files: readonly CarriedFile[];
  readonly build: Omit<BuildState, 'files'>;
}

export function packFiles(files: readonly FileProgress[]): readonly CarriedFile[] {
  return files.map((file): CarriedFile => {
    const always = [
      file.standing,
      file.drafts,
      file.round,
      file.content,
      file.author,
      file.lowConfidence,
      file.exhausted,
      file.diagnostics,
    ] as const;
    if (file.refusedDraft !== undefined)
      return [...always, file.effort ?? null, file.refused ?? null, file.refusedDraft];
    if (file.refused !== undefined) return [...always, file.effort ?? null, file.refused];
    return file.effort === undefined ? always : [...always, file.effort];
  });
}

/** The order of `files` is that of the plan, with amendments at its end, as `BuildState` keeps it. */
export function unpackFiles(plan: PlanDigest, files: readonly CarriedFile[]): readonly FileProgress[] {
  return files.flatMap(
    (
      [
        standing,
        drafts,
        round,
        content,
        author,
        lowConfidence,
        exhausted,
        diagnostics,
        effort,
        refused,
        refusedDraft,
      ],
      index,
    ) => {
      const path = plan.files[index]?.path;
      if (path === undefined) return [];
      const file = { path, standing, drafts, round, content, author, lowConfidence, exhausted, diagnostics };
      return [
        {
          ...file,
          ...(effort == null ? {} : { effort }),
          ...(refused == null ? {} : { refused }),
          ...(refusedDraft === undefined ? {} : { refusedDraft }),
        },
      ];
    },
  );
}
