import { getJson, putJson } from '../artifacts/json-artifact.js';
import { readTreeContents } from '../artifacts/tree-store.js';
import type { Environment, Language, ProjectFile } from '../languages/language.js';
import { analysisSchema, type Analysis } from '../protocol/analysis.js';
import type { ArtifactRef } from '../protocol/artifact.js';
import { MillwrightError } from '../protocol/errors.js';
import { planSchema, type Plan } from '../protocol/plan.js';
import { encodeManifest, manifestSchema, type TreeChange, type TreeView } from '../protocol/tree.js';
import { keepOutlines } from './kept-outlines.js';
import type { Parts } from './parts.js';

/** Reads what a run has stored: its analysis, its plan, its environment, its tree. */
export interface Project {
  analysis(ref: ArtifactRef): Promise<Analysis>;
  plan(ref: ArtifactRef): Promise<Plan>;
  storePlan(plan: Plan): Promise<ArtifactRef>;
  language(plan: Plan): Language;
  /** Stores an environment's files; any worker can install it again from them. */
  storeEnvironment(
    files: readonly ProjectFile[],
  ): Promise<{ ref: ArtifactRef; changes: readonly TreeChange[] }>;
  /** The environment, installed here if it is not yet. */
  environment(plan: Plan, ref: ArtifactRef, signal: AbortSignal): Promise<Environment>;
  /** Every file of a tree as text. */
  texts(view: TreeView): Promise<ReadonlyMap<string, string>>;
  text(ref: ArtifactRef): Promise<string>;
  /** A file as its exported declarations: see `Language.outline`. */
  outline(plan: Plan, file: ProjectFile): string;
}

export function createProject(parts: Pick<Parts, 'store' | 'languages'>): Project {
  const { store } = parts;
  const decoder = new TextDecoder('utf-8');
  const text = async (ref: ArtifactRef): Promise<string> => decoder.decode(await store.get(ref));
  const language = (plan: Plan): Language => {
    const found = parts.languages[plan.language];
    if (found === undefined) {
      throw new MillwrightError(
        'ToolchainMissing',
        `This worker has no checks for ${plan.language}; start one that has.`,
      );
    }
    return found;
  };
  const outlineOf = keepOutlines();
  return {
    analysis: (ref) => getJson(store, ref, analysisSchema),
    plan: (ref) => getJson(store, ref, planSchema),
    // Parsed: what could not be read back would end the run at its next activity.
    storePlan: (plan) => putJson(store, planSchema.parse(plan)),
    language,
    storeEnvironment: async (files) => {
      const changes = await Promise.all(
        files.map(async ({ path, content }) => ({ path, content: await store.put(content) })),
      );
      return { ref: await store.put(encodeManifest(changes)), changes };
    },
    environment: async (plan, ref, signal) => {
      const manifest = await getJson(store, ref, manifestSchema);
      const files = await Promise.all(
        manifest.files.map(async ({ path, content }) => ({ path, content: await text(content) })),
      );
      return language(plan).toolchain.install(files, signal);
    },
    texts: async (view) => {
      const contents = await readTreeContents(store, view);
      return new Map([...contents].map(([path, bytes]) => [path, decoder.decode(bytes)]));
    },
    text,
    outline: (plan, file) => outlineOf(language(plan), file),
  };
}
