import { getJson, putJson } from '../artifacts/json-artifact.js';
import { readTree } from '../artifacts/tree-store.js';
import type { Author } from '../authors/author.js';
import type { Activities } from '../protocol/activities.js';
import type { AuthorName } from '../protocol/analysis.js';
import { digestAnalysis, digestPlan } from '../protocol/digest.js';
import { MillwrightError } from '../protocol/errors.js';
import { givenPlanSchema } from '../protocol/given-plan.js';
import { amendPlan } from './amend-plan.js';
import { briefText } from './brief-text.js';
import type { Parts } from './parts.js';
import type { Project } from './project.js';
import { refusedPlan } from './refused-plan.js';
import { runActivity } from './run-activity.js';

type AuthorActivities = Pick<
  Activities,
  'analyze' | 'plan' | 'adoptPlan' | 'readPlan' | 'amendPlan' | 'buildFile'
>;

/** What authors do: analysis, plan, drafts. */
export function authorActivities(parts: Parts, project: Project): AuthorActivities {
  const { store } = parts;
  const author = (name: AuthorName): Author => {
    const found = parts.authors[name];
    if (found === undefined) {
      throw new MillwrightError(
        'ModelRequired',
        `The ${name} author was asked for, and this worker has none. Start the run with the blueprint author, or a worker with a model configured.`,
      );
    }
    return found;
  };
  return {
    analyze: ({ options }) =>
      runActivity(async (signal) => {
        const wanted =
          options.author === 'auto'
            ? parts.authors.model === undefined
              ? 'blueprint'
              : 'model'
            : options.author;
        const analysis = await author(wanted).analyze({
          brief: await briefText(store, options),
          name: options.name,
          kind: options.kind,
          signal,
        });
        return { analysis: await putJson(store, analysis), digest: digestAnalysis(analysis) };
      }),
    plan: ({ analysis: ref, answers, attempt, problems }) =>
      runActivity(async (signal) => {
        const analysis = await project.analysis(ref);
        const plan = await author(analysis.author).plan({ analysis, answers, attempt, problems, signal });
        return { plan: await project.storePlan(plan), digest: digestPlan(plan) };
      }),
    adoptPlan: ({ options, plan: ref }) =>
      runActivity(async (signal) => {
        const given = await getJson(store, ref, givenPlanSchema);
        const brief = await briefText(store, options);
        const adoption = await author(given.analysis.author).adopt({ brief, given, signal });
        if (adoption.outcome === 'refused') throw refusedPlan(adoption.problems);
        const { analysis, plan } = adoption.given;
        return {
          analysis: { analysis: await putJson(store, analysis), digest: digestAnalysis(analysis) },
          plan: { plan: await project.storePlan(plan), digest: digestPlan(plan) },
        };
      }),
    readPlan: ({ plan }) => runActivity(async () => ({ plan, digest: digestPlan(await project.plan(plan)) })),
    amendPlan: ({ plan: ref, asker, needs }) =>
      runActivity(async () => {
        const plan = amendPlan(await project.plan(ref), asker, needs);
        return { plan: await project.storePlan(plan), digest: digestPlan(plan) };
      }),
    buildFile: (input) =>
      runActivity(async (signal) => {
        const tree = new Map((await readTree(store, input.tree)).map(({ path, content }) => [path, content]));
        const draft = await author(input.author).draft({
          analysis: await project.analysis(input.analysis),
          plan: await project.plan(input.plan),
          path: input.path,
          draft: input.draft,
          read: async (path) => {
            const content = tree.get(path);
            return content === undefined ? undefined : project.text(content);
          },
          repair:
            input.repair === null
              ? null
              : {
                  previous: await project.text(input.repair.previous),
                  diagnostics: input.repair.findings.diagnostics,
                },
          signal,
        });
        if (draft.outcome !== 'draft') return draft;
        const { content, costUsd } = draft;
        return { outcome: 'draft', content: await store.put(content), author: input.author, costUsd };
      }),
  };
}
