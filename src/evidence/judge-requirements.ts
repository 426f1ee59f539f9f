import type { Requirement } from '../protocol/analysis.js';
import {
  boundRequirements,
  type Evidence,
  type Mutation,
  type ProofStep,
  type TestResult,
} from '../protocol/evidence.js';

/**
 * What the tests, the mutants and the proof recipe show of each requirement. A test counts for the ids in its title, as the
 * runner printed it. A passing bound test makes a requirement `tested`; `proven` it is only when the mutants aimed at it, as
 * many as it takes, were killed by tests bound to it.
 *
 * @param tests null when nothing could be run.
 * @param mutations what became of the aimed mutants; none where no mutant was run.
 */
export function judgeRequirements(
  requirements: readonly Requirement[],
  tests: readonly TestResult[] | null,
  proof: readonly ProofStep[],
  mutations: readonly Mutation[] = [],
): readonly Evidence[] {
  const bound = new Map<string, TestResult[]>();
  for (const test of tests ?? []) {
    for (const id of boundRequirements(test)) bound.set(id, [...(bound.get(id) ?? []), test]);
  }
  const mutated = new Map(mutations.map((mutation) => [mutation.requirement, mutation]));
  return requirements.map((requirement) => {
    const own = bound.get(requirement.id) ?? [];
    const mutation = mutated.get(requirement.id);
    const { level, because } = weigh(requirement, own, tests !== null, proof, mutation);
    return { requirement: requirement.id, level, because, tests: own, mutants: mutation?.mutants ?? [] };
  });
}

function weigh(
  requirement: Requirement,
  own: readonly TestResult[],
  testsRan: boolean,
  proof: readonly ProofStep[],
  mutation: Mutation | undefined,
): Pick<Evidence, 'level' | 'because'> {
  const { proof: wanted } = requirement;
  if (wanted.kind === 'none') return { level: 'open', because: wanted.reason };
  if (wanted.kind === 'check')
    return wanted.step === undefined
      ? weighProof(wanted.check, proof)
      : weighStep(wanted.check, wanted.step, proof);
  if (!testsRan) return { level: 'open', because: 'the tests could not be run here' };
  const failed = own.filter(({ outcome }) => outcome === 'failed');
  if (failed.length > 0)
    return { level: 'disputed', because: `${count(failed.length, 'test')} bound to it failed` };
  const passed = own.filter(({ outcome }) => outcome === 'passed');
  if (passed.length === 0) {
    const because = own.length === 0 ? 'no test is bound to it' : 'every test bound to it was skipped';
    return { level: 'open', because };
  }
  const tested = `${count(passed.length, 'test')} bound to it passed`;
  if (mutation?.proven !== true)
    return { level: 'tested', because: `${tested}; ${mutation?.missing ?? 'no mutant was aimed at it'}` };
  const killed = mutation.mutants.filter(({ outcome }) => outcome === 'killed').length;
  return { level: 'proven', because: `${tested}, and killed ${count(killed, 'mutant')} aimed at it` };
}

/** What one step of the recipe shows of it, whatever became of the others. */
function weighStep(
  check: string,
  name: string,
  proof: readonly ProofStep[],
): Pick<Evidence, 'level' | 'because'> {
  switch (proof.find(({ step }) => step === name)?.outcome) {
    case 'passed':
      return { level: 'tested', because: `shown by the proof step "${name}": ${check}` };
    case 'failed':
      return { level: 'disputed', because: `the proof step "${name}" failed (${check})` };
    case 'unproven':
    case undefined:
      return { level: 'open', because: `the proof step "${name}" could not be run here: ${check}` };
  }
}

function weighProof(check: string, proof: readonly ProofStep[]): Pick<Evidence, 'level' | 'because'> {
  const failed = proof.find(({ outcome }) => outcome === 'failed');
  if (failed !== undefined)
    return { level: 'disputed', because: `the proof step "${failed.step}" failed (${check})` };
  const passed = proof.filter(({ outcome }) => outcome === 'passed');
  if (passed.length === 0 || passed.length < proof.length)
    return { level: 'open', because: `could not be shown here: ${check}` };
  return { level: 'tested', because: `shown by the proof recipe: ${check}` };
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}
