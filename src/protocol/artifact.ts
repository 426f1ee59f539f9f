import { z } from 'zod';

/** Bytes in the artifact store, named by their SHA-256 (lower-case hex). History holds these, never content. */
export const artifactRefSchema = z.strictObject({
  sha256: z.string().regex(/^[0-9a-f]{64}$/, 'must be a SHA-256 in lower-case hex'),
  bytes: z.int().nonnegative(),
});
export type ArtifactRef = Readonly<z.infer<typeof artifactRefSchema>>;
