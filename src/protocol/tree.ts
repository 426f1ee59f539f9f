import { z } from 'zod';
import { artifactRefSchema, type ArtifactRef } from './artifact.js';
import { projectPathProblem } from './project-path.js';

export const projectPathSchema = z.string().superRefine((path, context) => {
  const problem = projectPathProblem(path);
  if (problem !== undefined)
    context.addIssue({ code: 'custom', message: `path ${JSON.stringify(path)}: ${problem}` });
});

/**
 * A tree as stored: path → content, sorted by path. It holds no time and no cost, so that equal work has an equal hash.
 */
export const manifestSchema = z.strictObject({
  version: z.literal(1),
  files: z.array(z.strictObject({ path: projectPathSchema, content: artifactRefSchema })),
});
export type Manifest = z.infer<typeof manifestSchema>;
export type ManifestFile = Manifest['files'][number];

/** One file put into a tree (`content`), or taken out of it (`null`). */
export const treeChangeSchema = z.strictObject({
  path: projectPathSchema,
  content: artifactRefSchema.nullable(),
});
export type TreeChange = Readonly<z.infer<typeof treeChangeSchema>>;

/** A tree in flight: a stored manifest plus the few changes since; folded into a new manifest now and then. */
export const treeViewSchema = z.strictObject({
  manifest: artifactRefSchema.nullable(),
  changes: z.array(treeChangeSchema),
});
export type TreeView = {
  readonly manifest: ArtifactRef | null;
  readonly changes: readonly TreeChange[];
};

export const EMPTY_TREE: TreeView = { manifest: null, changes: [] };

function byPath(a: { path: string }, b: { path: string }): number {
  return a.path < b.path ? -1 : a.path > b.path ? 1 : 0;
}

/** The files of `manifest` with `changes` applied in order, sorted by path. */
export function applyChanges(
  files: readonly ManifestFile[],
  changes: readonly TreeChange[],
): readonly ManifestFile[] {
  const byName = new Map(files.map((file) => [file.path, file.content]));
  for (const { path, content } of changes) {
    if (content === null) byName.delete(path);
    else byName.set(path, content);
  }
  return [...byName].map(([path, content]) => ({ path, content })).sort(byPath);
}

/** The one spelling of a manifest that is stored, so that equal trees have equal hashes. */
export function encodeManifest(files: readonly ManifestFile[]): string {
  const sorted = [...files].sort(byPath);
  return JSON.stringify({
    version: 1,
    files: sorted.map(({ path, content }) => ({
      path,
      content: { sha256: content.sha256, bytes: content.bytes },
    })),
  });
}
