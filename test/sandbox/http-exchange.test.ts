import { once } from 'node:events';
import { createServer } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { describe, expect, it } from '@jest/globals';
import type { ServiceRequest } from '../../src/sandbox/sandbox.js';
import { exchange } from '../../src/sandbox/service/http-exchange.js';

/** The type and the body that a service receives, in its own words. */
async function received(request: Partial<ServiceRequest>): Promise<string> {
  const server = createServer((incoming, response) => {
    void text(incoming).then((body) =>
      response.end(`${incoming.headers['content-type'] ?? 'no type'}: ${body}`),
    );
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  try {
    const wanted = { method: 'POST', path: '/', timeoutMs: 10_000, ...request };
    return (await exchange(() => Promise.resolve(connect(port, '127.0.0.1')), wanted)).body;
  } finally {
    server.close();
  }
}

describe('an exchange with a service', () => {
  it.each<[Partial<ServiceRequest>, string]>([
    [{ body: { a: 1 } }, 'application/json: {"a":1}'],
    [{ rawBody: 'a,b', headers: { 'content-type': 'text/csv' } }, 'text/csv: a,b'],
    [{ rawBody: '{"a":1}' }, 'no type: {"a":1}'],
    [{}, 'no type: '],
  ])('sends %j as %s', async (request, as) => {
    expect(await received(request)).toBe(as);
  });
});
