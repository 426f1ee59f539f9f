import type { Domain, Entity } from '../domain/domain.js';
import { samplePassword, type AccessView } from './access-view.js';
import { exampleBody, shellWord, type JsonValue } from './examples.js';
import { requiredReferences } from './field-code.js';

const ADDRESS = 'http://127.0.0.1:3000';

/** What stands for a secret in an example: nobody should copy one. */
const PASSWORD = '<password>';
const BEARER = "-H 'authorization: Bearer <token>'";

/** Registers where people do, signs in, asks for something, and signs out. */
export function accessExamples(domain: Domain, people: Entity, access: AccessView): readonly string[] {
  const post = (path: string, body: unknown): string =>
    `curl -X POST ${ADDRESS}${path} -H 'content-type: application/json' -d ${shellWord(JSON.stringify(body))}`;
  const ids = requiredReferences(people).map(({ name, entity }) => [name, `<id of the ${entity}>`] as const);
  const password = access.isOpen && ids.length === 0 ? samplePassword(domain) : PASSWORD;
  const body: Record<string, JsonValue> = {
    ...exampleBody(domain, people),
    ...Object.fromEntries(ids),
    password,
  };
  return [
    ...(access.isOpen ? [post(access.people.route, body)] : []),
    post(access.route, { [access.login]: body[access.login], password }),
    `curl '${ADDRESS}${access.people.route}?limit=5' ${BEARER}`,
    `curl -X DELETE ${ADDRESS}${access.route}/current ${BEARER}`,
  ];
}

/** A record as JSON, with those that it has to name in place of their ids. */
interface NestedBody {
  readonly [name: string]: JsonValue | NestedBody;
}

/** What the first person can be made from, where nothing is there yet. */
export function firstRecord(domain: Domain, entity: Entity): NestedBody {
  const parents = requiredReferences(entity).flatMap(({ name, entity: named }) => {
    const parent = domain.entities.find(({ singular }) => singular === named);
    return parent === undefined ? [] : [[name, firstRecord(domain, parent)] as const];
  });
  const { password, ...body } = exampleBody(domain, entity);
  return { ...body, ...Object.fromEntries(parents), ...(password === undefined ? {} : { password }) };
}

/** The same as one word of a shell, without a password that anybody could copy. */
export function firstPersonExample(domain: Domain, people: Entity): string {
  return shellWord(JSON.stringify({ ...firstRecord(domain, people), password: PASSWORD }));
}
