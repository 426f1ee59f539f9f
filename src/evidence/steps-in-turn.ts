import type { ProofStep } from '../protocol/evidence.js';

const DETAIL_CHARACTERS = 1_000;

/** What a command of a proof recipe did. */
export interface CommandEnd {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** After so many milliseconds no further command of a recipe is begun. The last one is ended by its own bound. */
export const PROOF_MS = 6 * 60_000;

const TOO_LATE: Omit<ProofStep, 'step'> = {
  outcome: 'unproven',
  detail: `the commands before it took ${PROOF_MS / 60_000} minutes`,
};

export interface Step {
  readonly name: string;
  /** `inTime` begins a command, unless it is too late for it. */
  readonly take: (inTime: InTime) => Promise<Omit<ProofStep, 'step'>>;
}

export type InTime = (take: () => Promise<Omit<ProofStep, 'step'>>) => Promise<Omit<ProofStep, 'step'>>;

/**
 * Takes the steps one after the other. A step that fails makes those after it unproven, not failed; so does one that takes all
 * the time.
 * @param now milliseconds of the clock.
 */
export async function stepsInTurn(steps: readonly Step[], now: () => number): Promise<readonly ProofStep[]> {
  const end = now() + PROOF_MS;
  const inTime: InTime = (take) => (now() < end ? take() : Promise.resolve(TOO_LATE));
  const taken: ProofStep[] = [];
  for (const { name, take } of steps) {
    const failed = taken.some(({ outcome }) => outcome === 'failed');
    taken.push(
      failed
        ? { step: name, outcome: 'unproven', detail: 'an earlier step failed' }
        : { step: name, ...(await inTime(() => take(inTime))) },
    );
  }
  return taken;
}

/** The end of what a command printed. */
export function lastWords({ stdout, stderr }: CommandEnd): string {
  return `${stdout}\n${stderr}`.trim().slice(-DETAIL_CHARACTERS);
}

/** Passed when the command ends with 0 and its output has `prints` in it. */
export function ended(what: string, end: CommandEnd, prints = ''): Omit<ProofStep, 'step'> {
  if (end.exitCode !== 0) {
    return {
      outcome: 'failed',
      detail: `${what} ended with exit code ${end.exitCode ?? 'none'}: ${lastWords(end)}`,
    };
  }
  return end.stdout.includes(prints)
    ? {
        outcome: 'passed',
        detail: prints === '' ? `${what} ended with exit code 0` : `${what} printed ${prints}`,
      }
    : { outcome: 'failed', detail: `${what} did not print ${prints}: ${lastWords(end)}` };
}
