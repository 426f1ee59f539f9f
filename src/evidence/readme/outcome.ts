import type { ProofStep } from '../../protocol/evidence.js';

/** What following one line showed. */
export type Outcome = Omit<ProofStep, 'step'>;

const DETAIL_CHARACTERS = 400;

export function passed(detail: string): Outcome {
  return { outcome: 'passed', detail };
}

/** @param words the last of which are shown. */
export function failed(what: string, words: string): Outcome {
  return { outcome: 'failed', detail: `${what}: ${words.trim().slice(-DETAIL_CHARACTERS)}` };
}

export function unproven(detail: string): Outcome {
  return { outcome: 'unproven', detail };
}
