import type { ServerResponse } from 'node:http';
import { completionChunks, wholeCompletion, type Completion } from './completion.js';
import type { WireFault } from './faults/fault-kinds.js';
import type { CompletionRequest } from './prompt.js';

/** Pieces of a slow stream come this far apart, in milliseconds. */
const SLOW_MS = 100;
/** What a client that is too fast is told to wait, in seconds. */
const RETRY_AFTER = 1;

export function answerJson(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Record<string, string> = {},
): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  response.end(JSON.stringify(body));
}

export function fail(
  response: ServerResponse,
  status: number,
  error: { readonly message: string; readonly code: string; readonly param: string },
  headers: Record<string, string> = {},
): void {
  const type = status === 429 ? 'requests' : status >= 500 ? 'server_error' : 'invalid_request_error';
  answerJson(response, status, { error: { ...error, type } }, headers);
}

/** Resolves after so long, or when the client has gone. */
export function passed(response: ServerResponse, milliseconds: number): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      clearTimeout(timer);
      response.off('close', done);
      resolve();
    };
    const timer = setTimeout(done, milliseconds);
    response.once('close', done);
  });
}

/** Sends a completion as the request wants it, or what the wire makes of it. */
export async function send(
  response: ServerResponse,
  completion: Completion,
  { stream, stream_options: streamOptions }: CompletionRequest,
  wire: WireFault | undefined,
): Promise<void> {
  if (wire === 'rate-limited')
    return fail(
      response,
      429,
      { message: 'Rate limit reached for requests.', code: 'rate_limit_exceeded', param: '' },
      { 'retry-after': String(RETRY_AFTER) },
    );
  if (wire === 'server-error')
    return fail(response, 500, { message: 'The server had an error.', code: 'internal_error', param: '' });
  if (stream !== true) {
    // Who hangs says nothing; who is dropped has heard the beginning.
    if (wire === 'hang') return;
    if (wire === 'dropped') {
      const body = JSON.stringify(wholeCompletion(completion));
      response.writeHead(200, {
        'content-type': 'application/json',
        'content-length': String(body.length + 1),
      });
      response.write(body.slice(0, body.length / 2), () => response.destroy());
      return;
    }
    if (wire === 'slow') await passed(response, SLOW_MS * 10);
    return answerJson(response, 200, wholeCompletion(completion));
  }
  response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-cache' });
  const chunks = completionChunks(completion, streamOptions?.include_usage === true);
  const half = Math.ceil(chunks.length / 2);
  for (const [index, chunk] of chunks.entries()) {
    if (index === half && wire === 'hang') return;
    if (index === half && wire === 'dropped') {
      response.destroy();
      return;
    }
    response.write(`data: ${JSON.stringify(chunk)}\n\n`);
    if (wire === 'slow') await passed(response, SLOW_MS);
    if (response.destroyed) return;
  }
  response.end('data: [DONE]\n\n');
}
