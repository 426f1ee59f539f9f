import { createHash } from 'node:crypto';
import { z } from 'zod';
import { FIRST_VERSION, NODE_RANGE, stringifyFile, type PinnedPackages } from './manifest.js';

const entrySchema = z.record(z.string(), z.unknown()).and(
  z.object({
    version: z.string().optional(),
    resolved: z.string().optional(),
    integrity: z.string().optional(),
    link: z.boolean().optional(),
    inBundle: z.boolean().optional(),
    optionalDependencies: z.record(z.string(), z.string()).optional(),
  }),
);
export type LockEntry = z.infer<typeof entrySchema>;

const packagesSchema = z.record(z.string(), entrySchema);

/** A `package-lock.json` of version 3. What is not looked at is carried along as it is, in its order. */
export const lockSchema = z
  .record(z.string(), z.unknown())
  .refine((lock) => lock.lockfileVersion === 3, 'is not of lockfileVersion 3')
  .refine((lock) => packagesSchema.safeParse(lock.packages).success, 'has no packages');
export type Lock = Readonly<z.infer<typeof lockSchema>>;

/** Every package of a lock by its place (`node_modules/a/node_modules/b`); the project itself is at ''. */
export function lockEntries(lock: Lock): ReadonlyMap<string, LockEntry> {
  return new Map(Object.entries(packagesSchema.parse(lock.packages)));
}

export function withEntries(lock: Lock, entries: ReadonlyMap<string, LockEntry>): Lock {
  return { ...lock, packages: Object.fromEntries(entries) };
}

/** A lock depends on the packages and not on whose they are: it is resolved, cached and keyed under this name. */
export const NEUTRAL_NAME = 'project';

export function neutralManifest(packages: PinnedPackages): string {
  return stringifyFile({
    name: NEUTRAL_NAME,
    version: FIRST_VERSION,
    private: true,
    type: 'module',
    engines: { node: NODE_RANGE },
    ...packages,
  });
}

/** `lock` as that of the project `name`. */
export function renameLock(lock: Lock, name: string): Lock {
  const entries = new Map(lockEntries(lock));
  entries.set('', { ...entries.get(''), name });
  return withEntries({ ...lock, name }, entries);
}

/** A hash over texts that cannot be confused with one over the same text cut elsewhere. */
export function sha256(...parts: readonly string[]): string {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part).update('\0');
  return hash.digest('hex');
}
