import { foldTree, readTree } from '../artifacts/tree-store.js';
import type { Activities } from '../protocol/activities.js';
import { MillwrightError } from '../protocol/errors.js';
import { toFindings } from './findings.js';
import type { Parts } from './parts.js';
import type { Project } from './project.js';
import { runActivity } from './run-activity.js';

type CheckActivities = Pick<
  Activities,
  'prepare' | 'checkContracts' | 'validate' | 'checkTree' | 'review' | 'foldTree' | 'readFile'
>;

/** What the language's toolchain and checks do, and the tree's own bookkeeping. */
export function checkActivities({ store }: Parts, project: Project): CheckActivities {
  return {
    prepare: ({ plan: ref }) =>
      runActivity(async (signal) => {
        const plan = await project.plan(ref);
        const { toolchain } = project.language(plan);
        const { files, diagnostics } = await toolchain.resolve(plan, signal);
        const findings = await toFindings(store, diagnostics);
        if (findings.blocking === 0) await toolchain.install(files, signal);
        const { ref: environment, changes } = await project.storeEnvironment(files);
        return { environment, changes, findings };
      }),
    checkContracts: (input) =>
      runActivity(async (signal) => {
        const plan = await project.plan(input.plan);
        const environment = await project.environment(plan, input.environment, signal);
        return toFindings(store, await project.language(plan).checkContracts(plan, environment, signal));
      }),
    validate: (input) =>
      runActivity(async (signal) => {
        const plan = await project.plan(input.plan);
        const spec = plan.files.find(({ path }) => path === input.path);
        if (spec === undefined) {
          throw new MillwrightError('InvalidPlan', `The plan has no file spec for ${input.path}.`);
        }
        const [content, tree, environment] = await Promise.all([
          project.text(input.content),
          project.texts(input.tree),
          project.environment(plan, input.environment, signal),
        ]);
        const check = { plan, spec, content, tree, environment };
        const verdict = await project.language(plan).checkDraft(check, signal);
        const findings = await toFindings(store, verdict.diagnostics);
        // What builds on a file asks for its outline, the files of a phase all at once: made here, it is there by then.
        if (findings.blocking === 0) project.outline(plan, { path: input.path, content });
        return { findings };
      }),
    checkTree: (input) =>
      runActivity(async (signal) => {
        const plan = await project.plan(input.plan);
        const [tree, environment] = await Promise.all([
          project.texts(input.tree),
          project.environment(plan, input.environment, signal),
        ]);
        const check = { plan, tree, environment, paths: input.paths };
        return toFindings(store, await project.language(plan).checkTree(check, signal));
      }),
    review: (input) =>
      runActivity(async (signal) => {
        const plan = await project.plan(input.plan);
        const [tree, environment] = await Promise.all([
          project.texts({ manifest: input.tree, changes: [] }),
          project.environment(plan, input.environment, signal),
        ]);
        const found = await project
          .language(plan)
          .review({ tree, aspect: input.aspect, environment }, signal);
        return toFindings(store, found);
      }),
    foldTree: ({ tree }) => runActivity(() => foldTree(store, tree)),
    readFile: ({ tree, path }) =>
      runActivity(async () => {
        const files = await readTree(store, { manifest: tree, changes: [] });
        const file = files.find((entry) => entry.path === path);
        if (file === undefined) throw new MillwrightError('ArtifactMissing', `The tree has no file ${path}.`);
        return file.content;
      }),
  };
}
