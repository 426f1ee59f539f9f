import type { z } from 'zod';
import type { ArtifactStore } from '../protocol/artifact-store.js';
import type { ArtifactRef } from '../protocol/artifact.js';
import { messageOf, MillwrightError } from '../protocol/errors.js';
import { problemsOf } from '../protocol/parse-input.js';

/** Stores `value` as JSON. @throws TypeError when JSON cannot hold it (undefined, a function, a cycle, a bigint). */
export async function putJson(store: ArtifactStore, value: unknown): Promise<ArtifactRef> {
  // The compiler's type leaves out that `stringify` answers undefined to what JSON has no word for.
  const text: unknown = JSON.stringify(value);
  if (typeof text !== 'string') throw new TypeError(`JSON cannot hold a value of type ${typeof value}`);
  return store.put(text);
}

/**
 * Reads an artifact that `putJson` stored, parsed by `schema`.
 * @throws MillwrightError `ArtifactMissing`, or `ArtifactCorrupt` when the bytes are damaged or not of that shape.
 */
export async function getJson<T>(store: ArtifactStore, ref: ArtifactRef, schema: z.ZodType<T>): Promise<T> {
  const bytes = await store.get(ref);
  const unfit = (problems: readonly string[], cause?: unknown): MillwrightError =>
    new MillwrightError(
      'ArtifactCorrupt',
      `Artifact ${ref.sha256} does not hold what was expected of it: ${problems.slice(0, 5).join('; ')}. ` +
        'It was stored for something else or by another version of Millwright: use that version, or start the run again.',
      { sha256: ref.sha256, problems },
      { cause },
    );
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (error) {
    throw unfit([`it is not JSON (${messageOf(error)})`], error);
  }
  const parsed = schema.safeParse(value);
  if (!parsed.success) throw unfit(problemsOf(parsed.error, []));
  return parsed.data;
}
