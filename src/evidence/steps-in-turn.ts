import type { ProofStep } from '../protocol/evidence.js';

const DETAIL_CHARACTERS = 1_000;

/** What a command of a proof recipe did. */
export interface CommandEnd {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Step {
  readonly name: string;
  readonly take: () => Promise<Omit<ProofStep, 'step'>>;
}

/** Takes the steps one after the other. A step that fails makes those after it unproven, not failed. */
export async function stepsInTurn(steps: readonly Step[]): Promise<readonly ProofStep[]> {
  const taken: ProofStep[] = [];
  for (const { name, take } of steps) {
    const stopped = taken.some(({ outcome }) => outcome !== 'passed');
    taken.push(
      stopped
        ? { step: name, outcome: 'unproven', detail: 'an earlier step failed' }
        : { step: name, ...(await take()) },
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
