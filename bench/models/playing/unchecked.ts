import type { Activities } from '../../../src/protocol/activities.js';
import type { Findings } from '../../../src/protocol/findings.js';

const NOTHING_FOUND: Findings = { diagnostics: [], blocking: 0, signature: '', all: null };
const NOT_RUN = 'nothing is run here';

/** The activities of a product that takes every draft as it comes: nothing that was written is looked at, and nothing is run. */
export function unchecked(activities: Activities): Activities {
  return {
    ...activities,
    validate: () => Promise.resolve({ findings: NOTHING_FOUND }),
    checkTree: () => Promise.resolve(NOTHING_FOUND),
    lint: () => Promise.resolve({ findings: NOTHING_FOUND, unproven: NOT_RUN }),
    test: () =>
      Promise.resolve({
        passed: 0,
        failed: 0,
        skipped: 0,
        findings: NOTHING_FOUND,
        atTests: [],
        results: null,
        unproven: NOT_RUN,
        sandbox: 'none',
      }),
    prove: () => Promise.resolve({ steps: [] }),
    followReadme: () => Promise.resolve({ steps: [] }),
    mutate: () => Promise.resolve({ mutations: null, killed: 0, survived: 0, unproven: NOT_RUN, weak: [] }),
  };
}
