import { z } from 'zod';
import { contractExportSchema, fileRoleSchema, type FileSpec } from '../../../protocol/plan.js';
import type { Need } from '../../../protocol/need.js';
import { needSchema } from '../../../protocol/need.js';
import { withTools } from '../plan/packages-at-hand.js';
import { readJson, type ReadJson } from '../replies/read-json.js';

const exported = z.object({
  name: z.string().min(1),
  kind: contractExportSchema.shape.kind,
  declaration: z.string().min(1),
});

const wanted = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('package'),
    name: z.string().min(1),
    version: z.string().min(1).optional(),
    dev: z.boolean().default(false),
    why: z.string().min(1),
  }),
  z.object({
    kind: z.literal('export'),
    path: z.string().min(1),
    name: z.string().min(1),
    exportKind: contractExportSchema.shape.kind,
    declaration: z.string().min(1),
    why: z.string().min(1),
  }),
  z.object({
    kind: z.literal('file'),
    path: z.string().min(1),
    role: z.enum(fileRoleSchema.options).optional(),
    purpose: z.string().min(1),
    imports: z.array(z.string()).default([]),
    exports: z.array(exported).min(1),
    why: z.string().min(1),
  }),
]);

function toNeed(want: z.output<typeof wanted>, asker: FileSpec): unknown {
  switch (want.kind) {
    case 'package': {
      const planned = { ...want, version: want.version ?? '' };
      return withTools([planned]).find(({ name }) => name === want.name) ?? planned;
    }
    case 'export':
      return {
        kind: 'export',
        path: want.path,
        wanted: { export: want.name, kind: want.exportKind, declaration: want.declaration },
        why: want.why,
      };
    case 'file':
      return {
        kind: 'file',
        why: want.why,
        spec: {
          action: 'create',
          path: want.path,
          role: want.role ?? asker.role,
          priority: asker.priority,
          phase: asker.phase,
          purpose: want.purpose,
          dependencies: [],
          contract: {
            imports: want.imports,
            exports: want.exports.map(({ name, kind, declaration }) => ({ export: name, kind, declaration })),
          },
          requirements: [],
        },
      };
  }
}

/** Characters of a `needs` block: what is missing for one file is said in far less, and it all travels through histories. */
const LONGEST_NEEDS = 32_000;
const PROBLEMS_SHOWN = 12;

/** What a draft of `asker` came back for, from the JSON of each of its `needs` blocks. */
export function readNeeds(blocks: readonly string[], asker: FileSpec): ReadJson<readonly Need[]> {
  const length = blocks.reduce((sum, json) => sum + json.length, 0);
  if (length > LONGEST_NEEDS)
    return {
      outcome: 'unreadable',
      problem: `The needs are ${String(length)} characters long, more than ${String(LONGEST_NEEDS)}: ask only for what is truly missing.`,
    };
  const wants: z.output<typeof wanted>[] = [];
  for (const json of blocks) {
    const read = readJson(json, z.array(wanted).min(1));
    if (read.outcome !== 'read') return read;
    wants.push(...read.value);
  }
  const parsed = z.array(needSchema).safeParse(wants.map((want) => toNeed(want, asker)));
  if (parsed.success) return { outcome: 'read', value: parsed.data };
  const problems = parsed.error.issues
    .slice(0, PROBLEMS_SHOWN)
    .map(({ path, message }) => `${path.map(String).join('.')}: ${message}`);
  return { outcome: 'unreadable', problem: `The needs cannot be read: ${problems.join('; ')}.` };
}
