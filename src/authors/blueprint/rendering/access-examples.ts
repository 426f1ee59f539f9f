import type { Domain, Entity } from '../domain/domain.js';
import { samplePassword, type AccessView } from './access-view.js';
import { exampleBody, shellWord } from './examples.js';

const ADDRESS = 'http://127.0.0.1:3000';

/** What stands for a secret in an example: nobody should copy one. */
const PASSWORD = '<password>';
const BEARER = "-H 'authorization: Bearer <token>'";

/** Registers where people do, signs in, asks for something, and signs out. */
export function accessExamples(domain: Domain, people: Entity, access: AccessView): readonly string[] {
  const post = (path: string, body: unknown): string =>
    `curl -X POST ${ADDRESS}${path} -H 'content-type: application/json' -d ${shellWord(JSON.stringify(body))}`;
  const body = exampleBody(domain, people);
  const password = access.isOpen ? samplePassword(domain) : PASSWORD;
  return [
    ...(access.isOpen ? [post(access.people.route, body)] : []),
    post(access.route, { [access.login]: body[access.login], password }),
    `curl '${ADDRESS}${access.people.route}?limit=5' ${BEARER}`,
    `curl -X DELETE ${ADDRESS}${access.route}/current ${BEARER}`,
  ];
}

/** What the first person can be made from, as one word of a shell. */
export function firstPersonExample(domain: Domain, people: Entity): string {
  return shellWord(JSON.stringify({ ...exampleBody(domain, people), password: PASSWORD }));
}
