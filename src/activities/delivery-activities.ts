import { getJson, putJson } from '../artifacts/json-artifact.js';
import { foldTree, readTree, readTreeContents } from '../artifacts/tree-store.js';
import type { Activities } from '../protocol/activities.js';
import type { DeliverInput } from '../protocol/delivery-activities.js';
import type { ArtifactStore } from '../protocol/artifact-store.js';
import type { ArtifactRef } from '../protocol/artifact.js';
import { diagnosticSchema } from '../protocol/diagnostic.js';
import { MillwrightError } from '../protocol/errors.js';
import type { AuthorName } from '../protocol/analysis.js';
import { spentUsd, type RunCosts } from '../protocol/model-ledger.js';
import { evidenceSchema, type EvidenceLevel } from '../protocol/evidence.js';
import type { Report } from '../protocol/report.js';
import { briefText } from './brief-text.js';
import { effortReport } from './effort-report.js';
import type { Parts } from './parts.js';
import type { Project } from './project.js';
import { runActivity } from './run-activity.js';
import { spendingReport } from './spending-report.js';

/** What can be said of the tests, told honestly: blueprints write code and tests alike. */
const INDEPENDENCE = {
  blueprint:
    'The acceptance examples were read from the brief before any code was written, and test files were locked while code was repaired. Code and tests come from the same blueprints, so a misreading of the brief would be in both: compare the examples with what you meant.',
  model:
    'The acceptance examples were written from the brief before any code, and test files were locked while code was repaired.',
} as const;

type DeliveryActivities = Pick<Activities, 'deliver' | 'settleRun'>;

/** How many flags a run's result carries; the report has them all. */
const FLAGS_IN_RESULT = 50;

/** The end of a run: its report, its bundle, its record. */
export function deliveryActivities(parts: Parts, project: Project): DeliveryActivities {
  const { store } = parts;
  return {
    deliver: (input) =>
      runActivity(async () => {
        const tree = await foldTree(store, input.tree);
        const report = await writeReport(parts, project, input);
        const contents = await readTreeContents(store, input.tree);
        const bundle = await parts.bundler.bundle(contents, report.title);
        const count = (level: EvidenceLevel): number =>
          report.evidence.filter((entry) => entry.level === level).length;
        return {
          outcome: input.outcome,
          name: report.name,
          kind: report.kind,
          tree,
          report: await putJson(store, report),
          bundle: bundle === null ? null : await store.put(bundle),
          flags: input.flags.slice(0, FLAGS_IN_RESULT),
          requirements: {
            proven: count('proven'),
            tested: count('tested'),
            open: count('open'),
            disputed: count('disputed'),
          },
          files: contents.size,
          costUsd: report.costUsd,
        };
      }),
    settleRun: ({ run, input, briefRef, tree, delivery, ...record }) =>
      runActivity(async () => {
        await parts.spending.close(run.id);
        const costs = await parts.spending.costs(run.id);
        const brief = briefRef === null ? inlineBrief(input) : await storedBrief(store, briefRef);
        await parts.records.settle({
          ...record,
          // The ledger knows of calls that a run never heard back from.
          costUsd: Math.max(record.costUsd, spentUsd(costs)),
          key: run.id,
          workflowId: run.workflowId,
          brief,
          input,
          delivery,
          tree: tree === null ? null : await foldTree(store, tree),
          report: delivery?.report ?? null,
        });
      }),
  };
}

/** A run whose brief is missing, damaged or no text failed for that, and is recorded all the same. */
async function storedBrief(store: ArtifactStore, briefRef: ArtifactRef): Promise<string> {
  try {
    return await briefText(store, { brief: undefined, briefRef });
  } catch (error) {
    if (error instanceof MillwrightError) return '';
    throw error;
  }
}

function inlineBrief(input: unknown): string {
  return typeof input === 'object' && input !== null && 'brief' in input && typeof input.brief === 'string'
    ? input.brief
    : '';
}

function statementOf(author: AuthorName, { byModel, unknownCalls }: RunCosts): string {
  if (author === 'model') return 'Files were written by language models.';
  return byModel.length === 0 && unknownCalls === 0
    ? 'No language model was called: every file was written from blueprints.'
    : 'Language models were asked to read the brief, and gave nothing that could be used: every file was written from blueprints.';
}

async function writeReport(
  { store, version, spending }: Parts,
  project: Project,
  input: DeliverInput,
): Promise<Report> {
  const [analysis, plan, tree, costs, evidence, findings] = await Promise.all([
    project.analysis(input.analysis),
    project.plan(input.plan),
    readTree(store, input.tree),
    spending.costs(input.run.id),
    input.evidence === null ? [] : getJson(store, input.evidence, evidenceSchema.array()),
    Promise.all(input.findings.map((ref) => getJson(store, ref, diagnosticSchema.array()))),
  ]);
  const specs = new Map(plan.files.map((file) => [file.path, file]));
  const contents = new Map(tree.map(({ path, content }) => [path, content]));
  const prepared = tree.filter(({ path }) => !specs.has(path));
  return {
    version: 1,
    millwright: version,
    run: {
      id: input.run.id,
      workflowId: input.run.workflowId,
      startedAt: input.startedAt,
      endedAt: input.endedAt,
    },
    outcome: input.outcome,
    // Who reports has delivered.
    error: null,
    brief: await briefText(store, input.options),
    name: analysis.name,
    title: analysis.title,
    kind: analysis.kind,
    author: analysis.author,
    ...spendingReport(costs, input.estimate),
    statement: statementOf(analysis.author, costs),
    costUsd: Math.max(input.costUsd, spentUsd(costs)),
    understood: analysis.understood,
    assumptions: [...analysis.assumptions, ...input.assumptions],
    requirements: analysis.requirements,
    evidence,
    proof: [...input.proof],
    readme: [...input.readme],
    sandbox: input.sandbox,
    ...(input.revisedTests === undefined ? {} : { revisedTests: [...input.revisedTests] }),
    independence: INDEPENDENCE[analysis.author],
    files: [
      ...input.files.map(({ path, outcome, attempts, author }) => ({
        path,
        content: contents.get(path) ?? null,
        outcome,
        priority: specs.get(path)?.priority ?? null,
        attempts,
        author,
      })),
      ...prepared.map(({ path, content }) => ({
        path,
        content,
        outcome: 'prepared' as const,
        priority: null,
        attempts: 0,
        author: null,
      })),
    ],
    packages: plan.packages,
    findings: [...findings.flat(), ...(input.advice ?? [])],
    ...(input.reviews === undefined ? {} : { reviews: [...input.reviews] }),
    amendments: [...input.amendments],
    ...(analysis.author === 'model' ? { effort: effortReport(input) } : {}),
    flags: [...input.flags],
    tree: await foldTree(store, input.tree),
    phases: [...input.phases],
  };
}
