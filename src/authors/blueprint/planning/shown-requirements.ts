import { requirementIdsIn } from '../../../protocol/evidence.js';
import type { Analysis } from '../../../protocol/analysis.js';
import type { Domain } from '../domain/domain.js';
import { bindingsOf } from './bindings.js';
import { projectFiles } from './project-files.js';

/** The requirements that a test of the project carries in its title, and that a symbol implements. */
function shownRequirements(analysis: Analysis, domain: Domain): ReadonlySet<string> {
  const titles = projectFiles(domain)
    .filter(({ path }) => path.endsWith('.test.ts'))
    .flatMap(({ content }) => content.split('\n').filter((line) => /^\s*it\(/.test(line)));
  const inTitles = new Set(titles.flatMap((title) => requirementIdsIn(title)));
  return new Set(
    bindingsOf(analysis, domain)
      .filter(
        ({ requirement, symbol, test }) => symbol !== null && test !== null && inTitles.has(requirement),
      )
      .map(({ requirement }) => requirement),
  );
}

/** The analysis with every requirement that no test would show left open: nothing is claimed that nothing shows. */
export function withShownProofs(analysis: Analysis, domain: Domain): Analysis {
  const shown = shownRequirements(analysis, domain);
  return {
    ...analysis,
    requirements: analysis.requirements.map((requirement) =>
      requirement.proof.kind !== 'test' || shown.has(requirement.id)
        ? requirement
        : { ...requirement, proof: { kind: 'none', reason: 'it is written, and no test here shows it' } },
    ),
  };
}
