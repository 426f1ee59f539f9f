import type { Diagnostic } from '../protocol/diagnostic.js';
import type { Mutation, MutantKind, MutantResult } from '../protocol/evidence.js';
import type { Plan } from '../protocol/plan.js';

/** As many as a tester can take in at once, and history bears. */
const WEAK_SHOWN = 20;

/** What a mutant does, and what tells it apart, in the words of who looks at the code from outside. */
const CHANGES: Readonly<Record<MutantKind, { readonly does: string; readonly shownBy: string }>> = {
  'guard-removed': {
    does: 'no longer refuses what it has to refuse',
    shownBy: 'gives it what is refused there, and nothing else that is wrong, and expects the refusal',
  },
  'limit-moved': {
    does: 'draws its limit one step away from where it has to be',
    shownBy: 'stands exactly at that limit, and one step beside it',
  },
  'branch-inverted': {
    does: 'takes the other way at a decision',
    shownBy: 'takes that decision both ways, and compares what comes back each time',
  },
  'call-dropped': {
    does: 'leaves out a step',
    shownBy: 'compares a result that has another value without that step',
  },
  'result-replaced': {
    does: 'gives back something else',
    shownBy: 'compares the whole of what comes back with its exact value',
  },
  'literal-changed': {
    does: 'uses another value',
    shownBy: 'compares a result that depends on that value',
  },
};

/**
 * What no test of the project noticed when the code was broken, as findings at test files: one for each mutant, whichever
 * requirements it was aimed at. Of the code a finding shows the one line that was changed, before and after, and no more.
 */
export function weakTests(plan: Plan, mutations: readonly Mutation[]): readonly Diagnostic[] {
  const missed = new Map<string, Missed>();
  for (const { requirement, proven, mutants } of mutations) {
    const binding = plan.bindings.find((each) => each.requirement === requirement);
    const survivor = survivorOf(mutants);
    if (proven || survivor === undefined || binding?.symbol == null || binding.test === null) continue;
    const { path, line, before, after, outcome } = survivor;
    const key = JSON.stringify([path, line, before, after, outcome]);
    const known = missed.get(key);
    if (known === undefined)
      missed.set(key, { survivor, symbol: binding.symbol, test: binding.test, requirements: [requirement] });
    else known.requirements.push(requirement);
  }
  return [...missed.values()].slice(0, WEAK_SHOWN).map(finding);
}

interface Missed {
  readonly survivor: MutantResult;
  readonly symbol: { readonly path: string; readonly export: string };
  readonly test: string;
  readonly requirements: string[];
}

/** What does not come to its end says nothing of its tests: they may only be slow. */
function survivorOf(mutants: readonly MutantResult[]): MutantResult | undefined {
  return (
    mutants.find(({ outcome }) => outcome === 'survived') ??
    mutants.find(({ outcome }) => outcome === 'crashed')
  );
}

function finding({ survivor, symbol, test, requirements }: Missed): Diagnostic {
  const { kind, path, line, before, after, outcome } = survivor;
  const { does, shownBy } = CHANGES[kind];
  const [react, fails] =
    outcome === 'crashed'
      ? ['fail without an assertion of theirs when', 'fails by an assertion']
      : ['pass although', 'fails'];
  const title = requirements.map((id) => `[${id}]`).join(' or ');
  const choice = requirements.length > 1 ? ', whichever of them it shows' : '';
  return {
    code: 'test/weak',
    severity: 'error',
    source: 'test',
    path: test,
    message: `The tests of ${requirements.join(' and ')} ${react} \`${symbol.export}\` of ${symbol.path} ${does}. Changed was line ${String(line)} of ${path}, from \`${before}\` to \`${after}\`.`,
    hint: `Add a test whose title starts with ${title}${choice}, that passes with the line as it was and ${fails} with the line as it was changed to. It ${shownBy}.`,
    blocking: true,
  };
}
