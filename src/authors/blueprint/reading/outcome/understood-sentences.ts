import type { Requirement } from '../../../../protocol/analysis.js';
import type { Domain } from '../../domain/domain.js';
import { projectView, type ProjectView } from '../../rendering/project-view.js';
import { listed, proseWords, sentenceCase } from '../../rendering/words.js';

/** Who signs in, and who may do what. */
function accessSentences(view: ProjectView): readonly string[] {
  const { access } = view;
  if (access === undefined) return [];
  return [
    `${sentenceCase(access.people.plural)} sign in with an e-mail address and a password of at least ${String(access.passwordMin)} characters, and get a bearer token${access.isOpen ? '; they register themselves' : ''}.`,
    ...(access.roles.length === 0
      ? []
      : [
          `Everyone has one role: ${listed(access.roles, 'or')}. ${sentenceCase(access.adminName)} says who has which.`,
        ]),
    ...view.entities.flatMap(({ guard }) =>
      (guard?.permissions ?? []).map(({ prose }) => `${sentenceCase(prose).replaceAll('`', '')}.`),
    ),
  ];
}

const KINDS: Readonly<Record<Domain['kind'], { readonly is: string; readonly checks: string }>> = {
  api: {
    is: 'a REST API in TypeScript on Fastify that keeps its records in SQLite.',
    checks: 'every request checked, and every error answered with problem details',
  },
  cli: {
    is: 'a command-line program in TypeScript that keeps its records in a SQLite file.',
    checks: 'every value checked, and every refusal said on stderr with exit code 1',
  },
  library: {
    is: 'a library in TypeScript that keeps records in a SQLite file or in memory.',
    checks: 'every value checked, and every refusal thrown as an error with a code',
  },
};

/** What was understood, a plain sentence each, for a person to read before anything is built. */
export function understoodSentences(domain: Domain, requirements: readonly Requirement[]): readonly string[] {
  const view = projectView(domain);
  const entities = view.entities.map((entity) => {
    const fields = entity.fields.map(
      (field) => `${proseWords(field.words)} (${field.prose.replaceAll('`', '').replaceAll(';', ',')})`,
    );
    return `${sentenceCase(entity.plural)} are kept, each with ${fields.join('; ')}.`;
  });
  const rules = view.entities.flatMap((entity) => entity.ruleProse);
  const lists = view.entities
    .filter((entity) => entity.queryProse !== '')
    .map(
      (entity) => `A list of ${entity.plural} can be narrowed by ${entity.queryProse.replaceAll('`', '')}.`,
    );
  const orders = view.entities.flatMap((entity) =>
    entity.listProse.map((sentence) => `${sentenceCase(entity.plural)}: ${sentence.replaceAll('`', '')}`),
  );
  const access = accessSentences(view);
  const open = requirements
    .filter(({ proof }) => proof.kind === 'none')
    .map(
      ({ id, source, proof }) =>
        `Left open: ${id} "${source}" (${proof.kind === 'none' ? proof.reason : ''}).`,
    );
  return [
    `${domain.title}: ${KINDS[domain.kind].is}`,
    ...entities,
    ...rules,
    ...lists,
    ...orders,
    ...access,
    `Every list is paginated, ${KINDS[domain.kind].checks}.`,
    ...open,
  ];
}
