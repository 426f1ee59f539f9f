import { request as httpRequest } from 'node:http';
import type { Socket } from 'node:net';
import type { ServiceRequest, ServiceResponse } from '../sandbox.js';

/** Bytes of an answer that are kept; a service that is tried needs no more, and a hostile one gets no more. */
const ANSWER_BYTES = 4 * 1024 * 1024;

function headersOf(raw: NodeJS.Dict<string | string[]>): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(raw).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, Array.isArray(value) ? value.join(', ') : value]],
    ),
  );
}

/**
 * One HTTP exchange over a connection of its own.
 * @throws Error when the connection fails, the answer is over 4 MiB, or the time-out passes.
 */
export async function exchange(
  connect: () => Promise<Socket>,
  request: ServiceRequest,
): Promise<ServiceResponse> {
  const deadline = AbortSignal.timeout(request.timeoutMs);
  const socket = await untilAborted(connect(), deadline);
  const json = request.body === undefined ? undefined : JSON.stringify(request.body);
  const body = request.rawBody ?? json;
  return new Promise<ServiceResponse>((resolve, reject) => {
    const fail = (error: Error): void => {
      socket.destroy();
      reject(
        deadline.aborted
          ? new Error(
              `${request.method} ${request.path} had no answer within ${String(request.timeoutMs)} ms.`,
            )
          : error,
      );
    };
    const outgoing = httpRequest({
      createConnection: () => socket,
      method: request.method,
      path: request.path,
      signal: deadline,
      headers: {
        host: 'localhost',
        connection: 'close',
        accept: 'application/json, */*',
        ...request.headers,
        ...(request.rawBody === undefined && json !== undefined
          ? { 'content-type': 'application/json' }
          : {}),
        ...(body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) }),
      },
    });
    // Not once: what is torn down after a failure may fail again.
    outgoing.on('error', fail);
    outgoing.once('response', (incoming) => {
      const chunks: Buffer[] = [];
      let bytes = 0;
      incoming.on('data', (chunk: Buffer) => {
        bytes += chunk.length;
        if (bytes > ANSWER_BYTES)
          fail(new Error(`The answer to ${request.path} is over ${String(ANSWER_BYTES)} bytes.`));
        else chunks.push(chunk);
      });
      incoming.on('error', fail);
      incoming.once('end', () => {
        socket.destroy();
        resolve({
          status: incoming.statusCode ?? 0,
          headers: headersOf(incoming.headers),
          body: Buffer.concat(chunks).toString('utf8'),
        });
      });
    });
    outgoing.end(body);
  });
}

async function untilAborted(connecting: Promise<Socket>, deadline: AbortSignal): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const late = (): void => {
      reject(new Error('The connection to the service was not made in time.'));
      connecting.then(
        (socket) => socket.destroy(),
        () => undefined,
      );
    };
    deadline.addEventListener('abort', late, { once: true });
    connecting.then(resolve, reject).finally(() => {
      deadline.removeEventListener('abort', late);
    });
  });
}
