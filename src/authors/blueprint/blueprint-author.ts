import { isDeepStrictEqual } from 'node:util';
import type { Analysis } from '../../protocol/analysis.js';
import { MillwrightError } from '../../protocol/errors.js';
import { freeEstimate } from '../../protocol/estimate.js';
import type { GivenPlan } from '../../protocol/given-plan.js';
import type { Plan } from '../../protocol/plan.js';
import { planProblem } from '../../protocol/plan-problem.js';
import type {
  AdoptRequest,
  Adoption,
  AnalyzeRequest,
  Author,
  Draft,
  DraftRequest,
  PlanRequest,
} from '../author.js';
import { domainSchema, type Domain } from './domain/domain.js';
import { adoptPlan } from './planning/adopt-plan.js';
import { planProject } from './planning/plan-project.js';
import { projectFiles } from './planning/project-files.js';
import { withShownProofs } from './planning/shown-requirements.js';
import { readBrief } from './reading/read-brief.js';
import { formatted } from './rendering/format.js';
import { toolingFile } from './tooling/tooling-file.js';

function domainOf(analysis: Analysis): Domain {
  const parsed = domainSchema.safeParse(analysis.subject);
  if (parsed.success) return parsed.data;
  throw new MillwrightError(
    'InvalidPlan',
    'The analysis was not made by the blueprint author of this version, so there is no blueprint for it. Start a new run.',
    { issues: parsed.error.issues.map((issue) => issue.message) },
  );
}

async function analyze({ brief, name, kind }: Omit<AnalyzeRequest, 'run'>): Promise<Analysis> {
  const analysis = readBrief({ brief, name, kind });
  return Promise.resolve(withShownProofs(analysis, domainOf(analysis)));
}

async function plan({ analysis, attempt, problems }: Omit<PlanRequest, 'run' | 'previous'>): Promise<Plan> {
  if (attempt > 1) {
    const found = problems.map((problem) => problem.message).join('; ');
    throw new MillwrightError(
      'InvalidPlan',
      `Blueprints give one plan for one analysis, and this one was refused: ${found}. Word the brief differently, or configure a model.`,
    );
  }
  return Promise.resolve(planProject(analysis, domainOf(analysis)));
}

/**
 * The brief is read again: templates write from the author's own reading, so a plan that was made from another one cannot
 * be built. Name, title and description are a person's to change.
 */
async function adopt({ brief, given, signal }: AdoptRequest): Promise<Adoption> {
  const { name, title, description, kind } = given.plan;
  const read = await analyze({ brief, name, kind, signal });
  const subject: Domain = { ...domainOf(read), name, title, description };
  const stated = domainSchema.safeParse(given.analysis.subject);
  if (!stated.success || !isDeepStrictEqual({ ...stated.data, name, title, description }, subject)) {
    const problem = planProblem(
      ['subject'],
      'subject',
      'The subject is not what is read from the brief: one of the two was changed, or another version of Millwright wrote the plan.',
      'Change the brief, not the subject, and plan again.',
    );
    return { outcome: 'refused', problems: [problem] };
  }
  const own = { analysis: { ...read, subject }, plan: planProject(read, subject) };
  const adopted = adoptPlan(renamed(given, planProject(read, stated.data), own.plan), own, brief);
  return 'problems' in adopted
    ? { outcome: 'refused', problems: adopted.problems }
    : { outcome: 'adopted', given: adopted.given };
}

/** A recipe that nobody touched speaks of the project by the name that it has now. */
function renamed(given: GivenPlan, before: Plan, after: Plan): GivenPlan {
  if (!isDeepStrictEqual(given.plan.proofRecipe, before.proofRecipe)) return given;
  return { ...given, plan: { ...given.plan, proofRecipe: after.proofRecipe } };
}

/** Of a plan of one's own every file; of another's what is the same around anybody's code. */
async function contentOf({
  analysis,
  plan: planned,
  path,
  read,
}: Pick<DraftRequest, 'analysis' | 'plan' | 'path' | 'read'>): Promise<string | undefined> {
  if (analysis.author !== 'blueprint') return toolingFile(planned, path, await read('package.json'));
  const file = projectFiles(domainOf(analysis)).find((candidate) => candidate.path === path);
  return file === undefined ? undefined : formatted(path, file.content);
}

async function draft(request: Omit<DraftRequest, 'run' | 'tier' | 'outline' | 'remark'>): Promise<Draft> {
  const { path, repair } = request;
  const content = await contentOf(request);
  if (content === undefined) return { outcome: 'nothing', reason: `there is no blueprint for ${path}` };
  if (repair !== null && repair.previous === content) {
    return { outcome: 'nothing', reason: 'a blueprint writes the same file every time' };
  }
  return { outcome: 'draft', content, costUsd: 0 };
}

/** Asks less of who asks than other authors do: no model is called, so no run is charged. */
export interface BlueprintAuthor extends Author {
  readonly analyze: typeof analyze;
  readonly plan: typeof plan;
  readonly draft: typeof draft;
}

/** The author that needs no model: it writes software that keeps records, from templates. */
export function createBlueprintAuthor(): BlueprintAuthor {
  return {
    name: 'blueprint',
    analyze,
    plan,
    adopt,
    draft,
    estimate: ({ plan: made }) => freeEstimate(made.files.length),
  };
}
