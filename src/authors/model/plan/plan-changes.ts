import { z } from 'zod';
import { planReplySchema, type PlanReply } from './plan-reply.js';

const { shape } = planReplySchema;

/** What changes in a plan that was refused: whatever is not in it stays as it was. */
export const planChangesSchema = z.strictObject({
  whole: z
    .boolean()
    .describe(
      'true: this is a whole plan, and nothing of the refused one stays; false: these are changes of it',
    ),
  description: shape.description.nullable(),
  phases: shape.phases.nullable().describe('all of them; null: as they are'),
  files: shape.files.describe('files that change or are new, each in whole; the others stay'),
  removedFiles: z.array(z.string()).describe('paths of files that go'),
  packages: shape.packages.nullable().describe('all of them; null: as they are'),
  bindings: shape.bindings.describe('bindings that change or are new, by requirement; the others stay'),
  removedBindings: z.array(z.string()).describe('requirements whose bindings go'),
  criticalParts: shape.criticalParts.nullable().describe('all of them; null: as they are'),
  proof: shape.proof.nullable().describe('null: as it is'),
});
export type PlanChanges = z.infer<typeof planChangesSchema>;

/** Those of `all` that stay or are changed, in their places, and then those that are new. */
function merged<Each>(
  all: readonly Each[],
  changed: readonly Each[],
  removed: readonly string[],
  keyOf: (each: Each) => string,
): Each[] {
  const byKey = new Map(all.map((each) => [keyOf(each), each]));
  for (const key of removed) byKey.delete(key);
  for (const each of changed) byKey.set(keyOf(each), each);
  return [...byKey.values()];
}

/** The plan that comes of changes, or of a whole plan, in which what is null stays as well. */
export function withChanges(refused: PlanReply, changes: PlanChanges): PlanReply {
  const { whole, files, bindings, removedFiles, removedBindings } = changes;
  return {
    description: changes.description ?? refused.description,
    phases: changes.phases ?? refused.phases,
    files: whole ? files : merged(refused.files, files, removedFiles, ({ path }) => path),
    packages: changes.packages ?? refused.packages,
    bindings: whole
      ? bindings
      : merged(refused.bindings, bindings, removedBindings, ({ requirement }) => requirement),
    criticalParts: changes.criticalParts ?? refused.criticalParts,
    proof: changes.proof ?? refused.proof,
  };
}
