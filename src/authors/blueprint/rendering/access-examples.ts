import type { Domain, Entity } from '../domain/domain.js';
import { samplePassword, type AccessView } from './access-view.js';
import { exampleBody, shellWord } from './examples.js';

const ADDRESS = 'http://127.0.0.1:3000';

/** Signs in, asks for something, and signs out. */
export function accessExamples(domain: Domain, people: Entity, access: AccessView): readonly string[] {
  const post = (path: string, body: unknown): string =>
    `curl -X POST ${ADDRESS}${path} -H 'content-type: application/json' -d ${shellWord(JSON.stringify(body))}`;
  const body = exampleBody(domain, people);
  const credentials = { [access.login]: body[access.login], password: samplePassword(domain) };
  const token = `node -p 'JSON.parse(require("fs").readFileSync(0)).token'`;
  return [
    ...(access.isOpen ? [post(access.people.route, body)] : []),
    `TOKEN=$(${post(access.route, credentials)} | ${token})`,
    `curl '${ADDRESS}${access.people.route}?limit=5' -H "authorization: Bearer $TOKEN"`,
    `curl -X DELETE ${ADDRESS}${access.route}/current -H "authorization: Bearer $TOKEN"`,
  ];
}
