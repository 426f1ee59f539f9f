import type { Aspect } from '../domain/aspect.js';
import type { Domain, Entity } from '../domain/domain.js';
import type { Field } from '../domain/field.js';
import type { Rule } from '../domain/rule.js';
import type { RequirementNotes } from './understanding.js';

/**
 * What is understood and no template writes yet. A part leaves its list when its template is there; what a list still names is
 * taken out of the domain, and the requirements that need it stay open.
 */
const UNWRITTEN = {
  rules: new Set<Rule['kind']>(),
  types: new Set<Field['type']['kind']>(['references']),
  aspects: new Set<Aspect['kind']>(),
  /** Parts of what is written otherwise. */
  details: new Set<'also' | 'state' | 'limit by field' | 'on delete'>(),
} as const;

/** Whether templates write records that name several others; until then those are tied by records of their own. */
export function writesReferences(): boolean {
  return !UNWRITTEN.types.has('references');
}

const REASON = 'it was understood, and no template writes it yet';

function isWritten(rule: Rule): boolean {
  const { rules, details } = UNWRITTEN;
  if (rules.has(rule.kind)) return false;
  if (rule.kind !== 'at-most' && rule.kind !== 'unique') return true;
  if (rule.also.length > 0 && details.has('also')) return false;
  if (rule.kind === 'unique') return rule.state === null || !details.has('state');
  if (typeof rule.limit !== 'number' && details.has('limit by field')) return false;
  return (
    rule.state === null ||
    !details.has('state') ||
    rule.state.is.kind === 'unset' ||
    rule.state.is.kind === 'equals'
  );
}

/** The field as it can be written. */
function writtenField(field: Field): Field {
  return field.type.kind === 'reference' &&
    field.type.onDelete !== 'refuse' &&
    UNWRITTEN.details.has('on delete')
    ? { ...field, type: { ...field.type, onDelete: 'refuse' } }
    : field;
}

/** Without what no template writes; every requirement that was about it is open, and says so. */
export function writtenOnly(
  domain: Omit<Domain, 'claims'>,
  requirements: readonly RequirementNotes[],
): { readonly domain: Omit<Domain, 'claims'>; readonly requirements: readonly RequirementNotes[] } {
  const gone = new Set<string>();
  const softened = new Set<string>();
  const entities = domain.entities.map((entity): Entity => {
    const fields = entity.fields.flatMap((field) => {
      if (UNWRITTEN.types.has(field.type.kind)) {
        gone.add(`${entity.singular}/${field.words}`);
        return [];
      }
      const written = writtenField(field);
      if (written !== field && field.type.kind === 'reference') softened.add(field.type.entity);
      return [written];
    });
    return { ...entity, fields };
  });
  const rules = domain.rules.filter(isWritten);
  const kept = new Set(rules.map(({ id }) => id));
  const misses = (aspect: Aspect): boolean => {
    if (UNWRITTEN.aspects.has(aspect.kind)) return true;
    if (aspect.kind === 'rule') return !kept.has(aspect.rule);
    if (aspect.kind === 'deletion') return softened.has(aspect.entity);
    return 'field' in aspect && gone.has(`${aspect.entity}/${aspect.field}`);
  };
  return {
    domain: { ...domain, entities, rules, access: UNWRITTEN.aspects.has('sign-in') ? null : domain.access },
    requirements: requirements.map((requirement) =>
      requirement.outcome.kind === 'met' && requirement.outcome.aspects.some(misses)
        ? { ...requirement, outcome: { kind: 'open', reason: REASON } }
        : requirement,
    ),
  };
}
