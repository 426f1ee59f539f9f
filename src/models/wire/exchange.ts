import { OpenAI } from 'openai';
import { Stream } from 'openai/streaming';
import { ZodError } from 'zod';
import type { Deadline } from './deadlines.js';
import { Deadlines, type CallTimeouts } from './deadlines.js';
import { endMark } from './end-mark.js';
import type { ReplyReader, WireReply } from './wire-call.js';

/** Streams print what they cannot parse, unless a client says that they must not. */
const QUIET = new OpenAI({ apiKey: 'none', logLevel: 'off' });

/** No reply is that long; what is, is not read to its end. */
export const DEFAULT_MAX_REPLY_BYTES = 64 * 1024 * 1024;

export type FaultKind =
  /** A deadline passed. */
  | 'timeout'
  /** The stream ended before the reply did. */
  | 'cut'
  /** What came cannot be read. */
  | 'garbled'
  /** What came can be read, and holds neither a reply nor a price for one. */
  | 'no-reply'
  /** What answered speaks no such API. */
  | 'no-api'
  | 'endless';

/** A call that was answered badly, or not in time; calls that were refused are the client's own errors. */
export class ExchangeFault extends Error {
  override readonly name = 'ExchangeFault';

  constructor(
    readonly kind: FaultKind,
    message: string,
  ) {
    super(message);
  }
}

export interface ExchangeOptions {
  readonly signal: AbortSignal;
  readonly timeouts: CallTimeouts;
  readonly maxReplyBytes: number;
  /** A reply that does not stream comes all at once, at its end. */
  readonly streaming: boolean;
  readonly onProgress: (characters: number) => void;
}

/**
 * Sends a call and reads its reply, streamed or not, whatever was asked for.
 * @throws the signal's reason, `ExchangeFault`, and what the client throws.
 */
export async function exchange(
  send: (signal: AbortSignal) => Promise<Response>,
  reader: ReplyReader,
  options: ExchangeOptions,
): Promise<WireReply> {
  const deadlines = new Deadlines(options.signal, options.timeouts);
  if (options.streaming) deadlines.wait('first byte');
  try {
    const response = await send(deadlines.signal);
    const said = await readReply(watch(response, deadlines, options.maxReplyBytes), reader, {
      onProgress: (characters) => {
        deadlines.moved();
        options.onProgress(characters);
      },
      onEnd: () => {
        deadlines.over();
      },
    });
    throwIfStopped(deadlines, options.signal, reader);
    const reply = reader.reply();
    if (!reader.isReply() && said !== '') throw noReply(reply, said);
    if (reply.finish === 'error') throw new ExchangeFault('cut', 'The model’s server gave up.');
    if (reply.finish === null) throw new ExchangeFault('cut', 'The stream ended before the reply did.');
    return reply;
  } catch (error) {
    throwIfStopped(deadlines, options.signal, reader);
    throw error;
  } finally {
    deadlines.stop();
  }
}

/** Who tells a usage may charge for it. */
function noReply({ usage }: WireReply, said: string): ExchangeFault {
  const told = usage !== null && usage.inputTokens + usage.outputTokens > 0;
  return new ExchangeFault(told ? 'garbled' : 'no-reply', `No reply is in ${said}`);
}

/** The client ends a stream that was aborted as if it were over. */
function throwIfStopped(deadlines: Deadlines, signal: AbortSignal, reader: ReplyReader): void {
  signal.throwIfAborted();
  const { passed } = deadlines;
  if (passed === undefined) return;
  // A server that leaves the connection open after its last word has answered.
  if (passed === 'closing' || (passed !== 'first byte' && reader.reply().finish !== null)) return;
  throw new ExchangeFault('timeout', timeoutMessage(passed, deadlines.lengthMs(passed)));
}

function timeoutMessage(deadline: Deadline, ms: number): string {
  const seconds = `${ms / 1000} s`;
  switch (deadline) {
    case 'first byte':
      return `Nothing came within ${seconds}.`;
    case 'idle':
      return `Nothing more came for ${seconds}.`;
    case 'total':
    case 'closing':
      return `The reply was not whole after ${seconds}.`;
  }
}

interface Heard {
  readonly onProgress: (characters: number) => void;
  /** Nothing more of the reply will come. */
  readonly onEnd: () => void;
}

/** Resolves to what came, or its first event; '' when nothing did. */
async function readReply(response: Response, reader: ReplyReader, heard: Heard): Promise<string> {
  const media = response.headers.get('content-type')?.toLowerCase() ?? '';
  if (media.includes('text/event-stream')) {
    return readEvents(response, reader, heard);
  }
  const text = await response.text();
  const document = parsed(text);
  if (document !== undefined) {
    readable(() => {
      reader.document(document);
    });
    if (reader.isReply()) heard.onProgress(reader.characters());
    return text;
  }
  if (/^(?:data|event|id|retry)?:/.test(text)) return readEvents(new Response(text), reader, heard);
  if (text.trim() === '' || /^\s*[{[]/.test(text)) {
    throw new ExchangeFault(
      'garbled',
      text.trim() === '' ? 'The reply is empty.' : 'The reply is broken JSON.',
    );
  }
  throw new ExchangeFault(
    'no-api',
    `It answered with ${media === '' ? 'something' : media} that is no reply.`,
  );
}

async function readEvents(
  response: Response,
  reader: ReplyReader,
  { onProgress, onEnd }: Heard,
): Promise<string> {
  const mark = endMark(onEnd);
  const watched = new Response(response.body?.pipeThrough(mark.watch) ?? null, response);
  let first = '';
  try {
    for await (const event of Stream.fromSSEResponse<unknown>(watched, new AbortController(), QUIET)) {
      if (first === '') first = JSON.stringify(event);
      readable(() => {
        reader.event(event);
      });
      onProgress(reader.characters());
      if (reader.isOver()) onEnd();
    }
  } catch (error) {
    if (error instanceof SyntaxError) throw new ExchangeFault('garbled', 'An event is broken JSON.');
    throw error;
  }
  if (mark.seen()) reader.end();
  return first;
}

function readable(read: () => void): void {
  try {
    read();
  } catch (error) {
    if (!(error instanceof ZodError)) throw error;
    const where = error.issues[0]?.path.join('.') ?? '';
    throw new ExchangeFault(
      'garbled',
      `The reply has not the shape of one${where === '' ? '' : ` (${where})`}.`,
    );
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** The response again, its body counted and its silences timed. */
function watch(response: Response, deadlines: Deadlines, maxBytes: number): Response {
  if (response.body === null) return response;
  let bytes = 0;
  const body = response.body.pipeThrough(
    new TransformStream<Uint8Array, Uint8Array>({
      transform(chunk, controller) {
        deadlines.wait('idle');
        bytes += chunk.byteLength;
        if (bytes > maxBytes) {
          throw new ExchangeFault('endless', `The reply is longer than ${maxBytes} bytes.`);
        }
        controller.enqueue(chunk);
      },
    }),
  );
  return new Response(body, { status: response.status, headers: response.headers });
}
