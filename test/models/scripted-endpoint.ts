import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

export interface SeenCall {
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: Record<string, unknown>;
}

/** Answers one call; the connection stays open for as long as it does not end it. */
export type Answer = (response: ServerResponse, call: SeenCall) => void | Promise<void>;

/** An endpoint on loopback that plays one answer after the other, and the last one for ever. */
export interface ScriptedEndpoint {
  readonly baseUrl: string;
  /** Every call, in the order in which it came. */
  readonly calls: readonly SeenCall[];
  play(...answers: readonly Answer[]): void;
  close(): Promise<void>;
}

export async function scriptedEndpoint(): Promise<ScriptedEndpoint> {
  const calls: SeenCall[] = [];
  let script: Answer[] = [];
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const call = {
      path: request.url ?? '',
      headers: request.headers,
      body: JSON.parse(await text(request)) as Record<string, unknown>,
    };
    calls.push(call);
    const next = script.length > 1 ? script.shift() : script[0];
    if (next === undefined) throw new Error('The script has no answer.');
    await next(response, call);
  };
  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => {
      response.destroy(error instanceof Error ? error : undefined);
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  return {
    baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    calls,
    play: (...answers) => {
      script = [...answers];
    },
    close: () =>
      new Promise((resolve, reject) => {
        server.close((error) => {
          if (error === undefined) resolve();
          else reject(error);
        });
        server.closeAllConnections();
      }),
  };
}

export function json(body: unknown, status = 200, headers: Readonly<Record<string, string>> = {}): Answer {
  return (response) => {
    response.writeHead(status, { 'content-type': 'application/json', ...headers });
    response.end(JSON.stringify(body));
  };
}

/** A refusal in OpenAI's shape. */
export function refusal(
  status: number,
  message: string,
  fields: Readonly<Record<string, unknown>> = {},
  headers: Readonly<Record<string, string>> = {},
): Answer {
  return json({ error: { message, type: null, param: null, code: null, ...fields } }, status, headers);
}

/** What OpenRouter says of a call that the provider behind it refused, whose whole answer is in it. */
export function upstreamRefusal(status: number, raw: unknown): object {
  return {
    message: 'Provider returned error',
    code: status,
    metadata: { raw: typeof raw === 'string' ? raw : JSON.stringify(raw, null, 2), provider_name: 'OpenAI' },
  };
}

function events(response: ServerResponse, documents: readonly unknown[]): void {
  for (const document of documents) {
    const type = (document as { readonly type?: string }).type;
    response.write(`${type === undefined ? '' : `event: ${type}\n`}data: ${JSON.stringify(document)}\n\n`);
  }
}

/** A stream of these documents; `last` false leaves the connection open, as one that hangs does. */
export function stream(
  documents: readonly unknown[],
  { done = true, last = true }: { readonly done?: boolean; readonly last?: boolean } = {},
): Answer {
  return (response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    events(response, documents);
    if (done) response.write('data: [DONE]\n\n');
    if (last) response.end();
  };
}

/** A stream that breaks off: the connection is destroyed once these documents are out. */
export function dropped(documents: readonly unknown[]): Answer {
  return (response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.flushHeaders();
    for (const document of documents) response.write(`data: ${JSON.stringify(document)}\n\n`);
    response.write('', () => {
      response.destroy();
    });
  };
}

export const USAGE = {
  prompt_tokens: 40,
  completion_tokens: 12,
  total_tokens: 52,
  prompt_tokens_details: { cached_tokens: 8 },
  completion_tokens_details: { reasoning_tokens: 5 },
};

/** Chunks of a reply over Chat Completions. */
export function chunks(
  pieces: readonly string[],
  finish: string | null = 'stop',
  usage: unknown = USAGE,
): readonly unknown[] {
  const choice = (delta: object, reason: string | null = null): unknown => ({
    object: 'chat.completion.chunk',
    choices: [{ index: 0, delta, finish_reason: reason }],
  });
  return [
    choice({ role: 'assistant', content: '' }),
    ...pieces.map((content) => choice({ content })),
    ...(finish === null ? [] : [choice({}, finish)]),
    ...(usage === null ? [] : [{ object: 'chat.completion.chunk', choices: [], usage }]),
  ];
}

/** A whole reply over Chat Completions. */
export function completion(
  message: Readonly<Record<string, unknown>>,
  finish: string | null = 'stop',
  usage: unknown = USAGE,
): unknown {
  return {
    object: 'chat.completion',
    choices: [{ index: 0, message: { role: 'assistant', ...message }, finish_reason: finish }],
    ...(usage === null ? {} : { usage }),
  };
}

export const RESPONSES_USAGE = {
  input_tokens: 40,
  input_tokens_details: { cached_tokens: 8 },
  output_tokens: 12,
  output_tokens_details: { reasoning_tokens: 5 },
  total_tokens: 52,
};

/** A whole reply over Responses. */
export function response(
  content: readonly unknown[],
  fields: Readonly<Record<string, unknown>> = {},
): Readonly<Record<string, unknown>> {
  return {
    object: 'response',
    status: 'completed',
    output: [
      { type: 'reasoning', summary: [] },
      { type: 'message', role: 'assistant', content },
    ],
    usage: RESPONSES_USAGE,
    ...fields,
  };
}

/** Events of a reply over Responses. */
export function responseEvents(
  pieces: readonly string[],
  fields: Readonly<Record<string, unknown>> = {},
): readonly unknown[] {
  const type = fields.status === 'incomplete' ? 'response.incomplete' : 'response.completed';
  return [
    { type: 'response.created', response: { status: 'in_progress', output: [] } },
    ...pieces.map((delta) => ({ type: 'response.output_text.delta', delta })),
    { type, response: response([{ type: 'output_text', text: pieces.join('') }], fields) },
  ];
}
