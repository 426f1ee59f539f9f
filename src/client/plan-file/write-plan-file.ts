import { Document, isMap, isScalar, isSeq } from 'yaml';
import type { GivenPlan } from '../../protocol/given-plan.js';
import type { CostEstimate } from '../../protocol/estimate.js';
import { shellWord } from '../shell-word.js';
import { estimateOf } from './estimate.js';
import { keepComments } from './keep-comments.js';
import { toPlanFile, type PlanFile } from './plan-file.js';
import { sectionNotes, type PlanSection } from './section-notes.js';

/** Longest line before a text is folded; brief and declarations stand as they are. */
const COLUMNS = 118;

export interface PlanFileOptions {
  /** How the file is called in the command that builds it. */
  readonly path: string;
  /** What stands there now: a person's comments are kept. */
  readonly before?: string | undefined;
  /** What models will likely cost; left out where none writes it. */
  readonly cost?: CostEstimate | undefined;
}

/** A plan as a file for a person to read and edit, with a comment on what may be changed where. */
export function writePlanFile(
  brief: string,
  given: GivenPlan,
  { path, before, cost }: PlanFileOptions,
): string {
  const { subject, ...shown } = toPlanFile(brief, given);
  const file: PlanFile = { ...shown, estimate: estimateOf(given, cost), subject };
  const document = new Document(file, { aliasDuplicateObjects: false });
  document.commentBefore = [
    ` The plan of a project. Edit it, then build exactly this:`,
    `   millwright generate --plan ${shellWord(path)}`,
    ` It is checked first, and every problem is named with its line.`,
  ].join('\n');
  const notes = sectionNotes(given);
  for (const pair of isMap(document.contents) ? document.contents.items : []) {
    const { key, value } = pair;
    if (!isScalar(key)) continue;
    const note = notes[String(key.value) as PlanSection];
    if (note !== undefined) key.commentBefore = note.replace(/^/gm, ' ');
    if (key.value !== 'version') key.spaceBefore = true;
    if (key.value === 'files') compact(value);
  }
  if (before !== undefined) keepComments(before, document);
  return document.toString({ lineWidth: COLUMNS, blockQuote: 'literal', flowCollectionPadding: true });
}

/** Dependencies and lists of ids on a line each: a file spec is to be taken in at a glance. */
function compact(files: unknown): void {
  for (const file of isSeq(files) ? files.items : []) {
    if (!isMap(file)) continue;
    for (const dependency of itemsOf(file.get('dependencies'))) flow(dependency);
    flow(file.get('requirements'));
    if (itemsOf(file.getIn(['contract', 'exports'])).length === 0) flow(file.get('contract'));
  }
}

function itemsOf(node: unknown): readonly unknown[] {
  return isSeq(node) ? node.items : [];
}

function flow(node: unknown): void {
  if (isMap(node) || isSeq(node)) node.flow = true;
}
