import type { Domain, Entity } from '../domain/domain.js';
import type { Field } from '../domain/field.js';

/** The field that says which role a person has. */
export const ROLE = 'role';

/** Roles that differ: one that everyone has says nothing. */
export function rolesOf(domain: Domain): readonly string[] {
  const roles = domain.access?.roles ?? [];
  return roles.length < 2 ? [] : roles;
}

/** The role that gives others theirs: the last that is called so, or the last. */
export function adminOf(roles: readonly string[]): string | undefined {
  return roles.findLast((role) => /admin/i.test(role)) ?? roles.at(-1);
}

function person(entity: Entity, login: string, roles: readonly string[]): Entity {
  const [ordinary] = roles;
  const role: Field[] =
    ordinary === undefined
      ? []
      : [
          {
            words: ROLE,
            type: { kind: 'enum', values: [...roles] },
            optional: false,
            default: ordinary,
            set: 'system',
          },
        ];
  const fields = entity.fields
    .filter(({ words }) => ordinary === undefined || words !== ROLE)
    .map((field): Field => (field.words === login ? { ...field, optional: false, set: 'client' } : field));
  return { ...entity, fields: [...fields, ...role] };
}

/** The domain with all that signing in takes: people have one e-mail address each that is theirs alone, and a role. */
export function completedDomain(domain: Domain): Domain {
  const { access } = domain;
  if (access === null) return domain;
  // Whoever runs a command or calls a function is not asked who they are.
  if (domain.kind !== 'api') return { ...domain, access: null };
  const hasRule = domain.rules.some(
    (rule) =>
      rule.kind === 'unique' &&
      rule.entity === access.people &&
      rule.field === access.login &&
      rule.per === null &&
      rule.also.length === 0 &&
      rule.state === null,
  );
  return {
    ...domain,
    entities: domain.entities.map((entity) =>
      entity.singular === access.people ? person(entity, access.login, rolesOf(domain)) : entity,
    ),
    rules: hasRule
      ? domain.rules
      : [
          ...domain.rules,
          {
            kind: 'unique',
            id: 'sign-in-address',
            entity: access.people,
            field: access.login,
            per: null,
            also: [],
            state: null,
          },
        ],
  };
}
