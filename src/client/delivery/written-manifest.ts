import { z } from 'zod';
import { projectPathSchema } from '../../protocol/tree.js';

const sha256Schema = z.string().regex(/^[0-9a-f]{64}$/);

/**
 * `.millwright/manifest.json`: what Millwright wrote, path → SHA-256, so that a later delivery can tell its own files
 * from a person's changes. `unfinished` is there while a delivery is being written, and tells the next one what a
 * process that was killed may have left: the content on its way to each path (null: the file is being removed), and
 * whether the folder's git repository is still to be made.
 */
const manifestSchema = z.strictObject({
  version: z.literal(1),
  run: z.string(),
  files: z.record(projectPathSchema, sha256Schema),
  unfinished: z
    .strictObject({ files: z.record(projectPathSchema, sha256Schema.nullable()), repository: z.boolean() })
    .optional(),
});

export interface WrittenManifest {
  readonly run: string;
  readonly files: ReadonlyMap<string, string>;
  readonly unfinished:
    { readonly files: ReadonlyMap<string, string | null>; readonly repository: boolean } | undefined;
}

/** A manifest that is not one is as good as none: every file then counts as a person's. */
export function parseManifest(text: string): WrittenManifest | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  const parsed = manifestSchema.safeParse(value);
  if (!parsed.success) return undefined;
  const { run, files, unfinished } = parsed.data;
  return {
    run,
    files: new Map(Object.entries(files)),
    unfinished:
      unfinished === undefined
        ? undefined
        : { files: new Map(Object.entries(unfinished.files)), repository: unfinished.repository },
  };
}

function sorted<Value>(entries: ReadonlyMap<string, Value>): Record<string, Value> {
  return Object.fromEntries([...entries].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)));
}

/** Equal manifests have equal text. */
export function encodeWrittenManifest({ run, files, unfinished }: WrittenManifest): string {
  const value = {
    version: 1,
    run,
    files: sorted(files),
    ...(unfinished === undefined
      ? {}
      : { unfinished: { files: sorted(unfinished.files), repository: unfinished.repository } }),
  };
  return `${JSON.stringify(value, null, 2)}\n`;
}
