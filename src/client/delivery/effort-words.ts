import type { EffortReport, EscalationReason } from '../../protocol/effort.js';

/** Escalations that a page for people shows; the data file has them all. */
const SHOWN = 50;

const REASONS: Readonly<Record<EscalationReason, string>> = {
  'same-again': 'it gave the same again',
  'last-attempt': 'its last attempt',
  'sent-back': 'a gate or the verification sent it back',
  hallucinations: 'too many drafts of the run imported what does not exist',
  'used-up': 'the model had used up its attempts, or what the file may cost',
};

function count(number: number, one: string, many = `${one}s`): string {
  return `${number} ${number === 1 ? one : many}`;
}

export interface ShownEscalation {
  readonly path: string;
  /** `strong tier`, `blueprint author` … */
  readonly to: string;
  readonly why: string;
}

/** What the files took of models, for people: a line each, and where drafts went. */
export interface ShownEffort {
  readonly lines: readonly string[];
  readonly escalations: readonly ShownEscalation[];
  /** Escalations that are not shown. */
  readonly more: number;
}

/** Nothing of a project that no model wrote. */
export function shownEffort(effort: EffortReport | undefined): ShownEffort {
  if (effort === undefined) return { lines: [], escalations: [], more: 0 };
  const { drafts, repairs, repairsPerFile, sideBySide, unreadable, hallucinated } = effort;
  const lines = [
    `${count(drafts, 'draft')}, ${count(repairs, 'repair')} among them: ${repairsPerFile.toFixed(2)} a file`,
    sideBySide === 0 ? '' : `${count(sideBySide, 'time')} two drafts were made side by side`,
    unreadable === 0 ? '' : `${count(unreadable, 'reply', 'replies')} without a draft`,
    hallucinated === 0 ? '' : `${count(hallucinated, 'draft')} imported what does not exist`,
    effort.errors === 0
      ? ''
      : `${count(effort.errors, 'error')}, of ${effort.errorsAllowed} that the run might have`,
  ];
  return {
    lines: lines.filter((line) => line !== ''),
    escalations: effort.escalations.slice(0, SHOWN).map(({ path, to, why }) => ({
      path,
      to: to === 'blueprint' ? 'blueprint author' : `${to} tier`,
      why: REASONS[why],
    })),
    more: Math.max(0, effort.escalations.length - SHOWN),
  };
}
