import { createHash } from 'node:crypto';
import { treeProblem } from '../../protocol/tree-problem.js';
import { DeliveryError } from './delivery-error.js';

/** What is delivered beside the tree. These hold times and costs, so no commit has them. */
export const REPORT_PAGE = 'MILLWRIGHT.md';
export const REPORT_HTML = 'millwright-report.html';
export const REPORT_DATA = 'millwright-report.json';
/** All of them. */
export const REPORTS: readonly string[] = [REPORT_PAGE, REPORT_HTML, REPORT_DATA];
/** Folder of Millwright's own notes inside of a delivered project. */
export const NOTES_FOLDER = '.millwright';
/** What was written, for the next delivery. */
export const MANIFEST = `${NOTES_FOLDER}/manifest.json`;

/** Path → content. */
export type Files = ReadonlyMap<string, Uint8Array>;

export function sha256(content: Uint8Array): string {
  return createHash('sha256').update(content).digest('hex');
}

/** @throws DeliveryError when the files cannot stand in one folder, or one is in the place of `own`, what Millwright adds. */
export function checkTreePaths(tree: Files, own: readonly string[] = [...REPORTS, MANIFEST]): void {
  const problem = treeProblem(tree.keys()) ?? treeProblem([...tree.keys(), ...own]);
  if (problem !== undefined)
    throw new DeliveryError(`This project cannot be written into a folder: ${problem}.`);
}

/** The tree and its report, as Markdown, as HTML and as data. */
export function withReports(
  tree: Files,
  report: { readonly page: string; readonly html: string; readonly data: string },
): Files {
  return new Map([
    ...tree,
    [REPORT_PAGE, Buffer.from(report.page, 'utf8')],
    [REPORT_HTML, Buffer.from(report.html, 'utf8')],
    [REPORT_DATA, Buffer.from(report.data, 'utf8')],
  ]);
}
