import { z } from 'zod';
import { contractExportSchema, fileSpecSchema, plannedPackageSchema } from './plan.js';
import { projectPathSchema } from './tree.js';

/** What a draft came back for instead of content, and why. The workflow decides on it by policy. */
export const needSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('package'),
    name: z.string().min(1),
    version: plannedPackageSchema.shape.version,
    dev: z.boolean(),
    why: z.string().min(1),
  }),
  z.strictObject({
    kind: z.literal('export'),
    path: projectPathSchema,
    wanted: contractExportSchema,
    why: z.string().min(1),
  }),
  z.strictObject({ kind: z.literal('file'), spec: fileSpecSchema, why: z.string().min(1) }),
]);
export type Need = z.infer<typeof needSchema>;
