import type { Delivery, Report } from '../../../protocol/report.js';
import { writeDelivery } from '../../delivery/write-delivery.js';
import { describeWrite, type WriteResult } from '../../delivery/write-result.js';
import type { ClientParts } from '../../parts.js';
import { paragraph } from '../render/format.js';
import type { Style } from '../render/style.js';
import { readReport } from './read-report.js';

export interface ProjectToWrite {
  readonly workflowId: string;
  readonly delivery: Delivery;
  /** Absolute. */
  readonly folder: string;
  readonly force: boolean;
}

export interface WrittenProject {
  readonly report: Report;
  readonly result: WriteResult;
  readonly lines: (style: Style) => readonly string[];
}

/** Reads what a run delivered and writes it into a folder. @throws DeliveryError, MillwrightError of the artifacts. */
export async function writeProject(
  parts: Pick<ClientParts, 'artifacts' | 'readTree'>,
  project: ProjectToWrite,
): Promise<WrittenProject> {
  const { delivery } = project;
  const { report, json } = await readReport(parts.artifacts, delivery.report);
  const files = await parts.readTree({ manifest: delivery.tree, changes: [] });
  const bundle = delivery.bundle === null ? null : await parts.artifacts.get(delivery.bundle);
  const result = await writeDelivery({
    target: project.folder,
    files,
    report,
    reportJson: json,
    bundle,
    runName: project.workflowId,
    force: project.force,
  });
  return {
    report,
    result,
    lines: (style) =>
      describeWrite(result, project.workflowId).flatMap((line) => paragraph(line, style.columns)),
  };
}
