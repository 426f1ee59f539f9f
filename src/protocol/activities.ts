import type { ArtifactRef } from './artifact.js';
import type {
  BuildFileInput,
  BuildFileResult,
  CheckTreeInput,
  FoldTreeInput,
  ReadFileInput,
  ValidateInput,
  ValidateResult,
} from './build-activities.js';
import type { DeliverInput, SettleRunInput } from './delivery-activities.js';
import type { Findings } from './findings.js';
import type {
  AdoptPlanInput,
  AdoptPlanResult,
  AmendPlanInput,
  AnalyzeInput,
  AnalyzeResult,
  CheckContractsInput,
  PlanInput,
  PlanResult,
  PrepareInput,
  PrepareResult,
  ReadPlanInput,
  SetSpendLimitInput,
} from './plan-activities.js';
import type { Delivery } from './report.js';
import type { AskReviewerInput, AskReviewerResult } from './review.js';
import type {
  FollowReadmeInput,
  JudgeInput,
  JudgeResult,
  LintResult,
  MutateInput,
  MutateResult,
  ProveResult,
  ReviewInput,
  TestRunResult,
  VerifyStepInput,
} from './verify-activities.js';

/** Every activity, by its type name. Inputs and results are plain JSON and hold references, never content. */
export interface Activities {
  analyze(input: AnalyzeInput): Promise<AnalyzeResult>;
  plan(input: PlanInput): Promise<PlanResult>;
  adoptPlan(input: AdoptPlanInput): Promise<AdoptPlanResult>;
  readPlan(input: ReadPlanInput): Promise<PlanResult>;
  amendPlan(input: AmendPlanInput): Promise<PlanResult>;
  prepare(input: PrepareInput): Promise<PrepareResult>;
  checkContracts(input: CheckContractsInput): Promise<Findings>;
  buildFile(input: BuildFileInput): Promise<BuildFileResult>;
  validate(input: ValidateInput): Promise<ValidateResult>;
  checkTree(input: CheckTreeInput): Promise<Findings>;
  readFile(input: ReadFileInput): Promise<ArtifactRef>;
  foldTree(input: FoldTreeInput): Promise<ArtifactRef>;
  lint(input: VerifyStepInput): Promise<LintResult>;
  test(input: VerifyStepInput): Promise<TestRunResult>;
  prove(input: VerifyStepInput): Promise<ProveResult>;
  followReadme(input: FollowReadmeInput): Promise<ProveResult>;
  mutate(input: MutateInput): Promise<MutateResult>;
  judge(input: JudgeInput): Promise<JudgeResult>;
  review(input: ReviewInput): Promise<Findings>;
  askReviewer(input: AskReviewerInput): Promise<AskReviewerResult>;
  deliver(input: DeliverInput): Promise<Delivery>;
  settleRun(input: SettleRunInput): Promise<void>;
  setSpendLimit(input: SetSpendLimitInput): Promise<void>;
}
