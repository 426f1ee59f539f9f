import { OpenAI } from 'openai';
import type { EndpointSettings } from '../settings.js';
import { connect } from './connect.js';
import { chatBody } from './chat.js';
import { errorIn } from './error-body.js';
import { responsesBody } from './responses.js';
import type { WireCall } from './wire-call.js';

/** Sent where no key is needed: the client wants one, and some servers want the header. */
const NO_KEY = 'none';
/** A timer cannot be set for longer. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;
/** Of an error that is no JSON. */
const ERROR_BYTES = 64 * 1024;

/** Sends a call and resolves to the raw response, its body unread. @throws what the client throws of a refused one. */
export type Send = (call: WireCall, signal: AbortSignal) => Promise<Response>;

/** The client of one endpoint. It is kept inside of the function: it holds the key in plain text. */
export function createSender({ baseUrl, key, api }: EndpointSettings): Send {
  const client = new OpenAI({
    baseURL: baseUrl,
    apiKey: key?.reveal() ?? NO_KEY,
    // Organisation and project are OpenAI's: nobody else hears of them.
    ...(new URL(baseUrl).hostname === 'api.openai.com' ? {} : { organization: null, project: null }),
    adminAPIKey: null,
    webhookSecret: null,
    maxRetries: 0,
    // Whoever reads the reply times all of it, its headers too.
    timeout: LONGEST_TIMER_MS,
    logLevel: 'off',
    fetch: async (url, init) => withKnownError(await connect(url, init)),
  });
  return (call, signal) =>
    api === 'chat'
      ? client.chat.completions.create(chatBody(call), { signal }).asResponse()
      : client.responses.create(responsesBody(call), { signal }).asResponse();
}

/** A refusal in the one shape that the client reads: servers have at least five. */
async function withKnownError(response: Response): Promise<Response> {
  if (response.ok) return response;
  const text = await firstBytes(response, ERROR_BYTES);
  const headers = new Headers(response.headers);
  headers.delete('content-length');
  headers.delete('content-encoding');
  return new Response(JSON.stringify({ error: errorIn(text) }), { status: response.status, headers });
}

/** What a body begins with; what is beyond `most` is not read. */
async function firstBytes({ body }: Response, most: number): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  try {
    for await (const chunk of (body ?? []) as AsyncIterable<Uint8Array>) {
      chunks.push(chunk);
      bytes += chunk.byteLength;
      if (bytes >= most) break;
    }
  } catch {
    // What came until then says more than that no more came.
  }
  return Buffer.concat(chunks).subarray(0, most).toString('utf8');
}
