import type { ArtifactRef } from '../../../protocol/artifact.js';
import { MillwrightError } from '../../../protocol/errors.js';
import { reportSchema, type Report } from '../../../protocol/report.js';
import type { ClientParts } from '../../parts.js';

export interface ReadReport {
  readonly report: Report;
  /** As it was stored, byte for byte. */
  readonly json: string;
}

/** @throws MillwrightError `ArtifactMissing`, `ArtifactCorrupt`. */
export async function readReport(
  artifacts: Pick<ClientParts['artifacts'], 'get'>,
  ref: ArtifactRef,
): Promise<ReadReport> {
  const json = new TextDecoder().decode(await artifacts.get(ref));
  const parsed = reportSchema.safeParse(JSON.parse(json));
  if (!parsed.success) {
    throw new MillwrightError(
      'ArtifactCorrupt',
      `The report ${ref.sha256} is not one that this version reads (${parsed.error.issues[0]?.path.join('.') ?? ''}). Fetch the run with the version that made it.`,
    );
  }
  return { report: parsed.data, json };
}
