import { mkdir, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { TIERS, type Tier } from '../../../src/protocol/tier.js';
import { answer, type Answer } from './answer.js';
import { drawFor, type Chance } from './choose-fault.js';
import { tokensOf, usageOf, withinLimit } from './completion.js';
import { FULL_DIALECT, notUnderstood, type Dialect } from './dialect.js';
import { pick } from './draw.js';
import {
  NO_FAULTS,
  STANDARD_FAULTS,
  WIRE_FAULTS,
  type FaultKind,
  type FaultRates,
  type WireFault,
} from './faults/fault-kinds.js';
import {
  completionRequestSchema,
  messagesOf,
  readPrompt,
  type CompletionRequest,
  type Message,
} from './prompt.js';
import { loadReference } from './reference.js';
import { answerJson, fail, passed, send } from './wire.js';

/** The models that are served, a tier each. */
export const MODELS: Readonly<Record<Tier, string>> = {
  light: 'double-light',
  standard: 'double-standard',
  strong: 'double-strong',
};

/** What Millwright asks for where nobody names a model: `OPENAI_BASE_URL` is all that it takes to be served by the double. */
const ALSO_SERVED: Readonly<Record<Tier, string>> = {
  light: 'gpt-5-mini',
  standard: 'gpt-5.1',
  strong: 'gpt-5.4',
};
const SERVED = new Map(
  [MODELS, ALSO_SERVED].flatMap((models) => TIERS.map((tier): [string, Tier] => [models[tier], tier])),
);

export interface ModelServerOptions {
  /** Name of a folder of `test/fixtures/references`. */
  readonly reference: string;
  /** Equal seeds make equal faults. Default 1. */
  readonly seed?: string | number;
  /** Default `none`. */
  readonly faults?: 'none' | 'standard' | Partial<FaultRates>;
  readonly dialect?: Partial<Dialect>;
  /** The only key that is taken; undefined: any, and none. */
  readonly key?: string;
  /** How long a reply takes from the arrival of its request, from the first to the second, in seconds. Default: no time. */
  readonly seconds?: readonly [number, number];
  /** Every request and its reply is written into this folder too, a file each. */
  readonly promptFolder?: string;
  /** Default 0: one that is free. */
  readonly port?: number;
}

export interface CallRecord {
  /** From 1, in the order in which they came. */
  readonly number: number;
  /** When its head was there, in milliseconds since the epoch. */
  readonly arrivedAt: number;
  readonly model: string;
  /** `write src/app.ts`; empty when it could not be told. */
  readonly task: string;
  readonly status: number;
  /** What went wrong on purpose; null: nothing. `unmended`: a repair that repairs nothing. */
  readonly fault: FaultKind | 'unmended' | null;
  readonly sticky: boolean;
  /** How often this very request was made before, and understood. */
  readonly repeated: number;
  /** How long the reply took from the arrival of its request; 0: as long as it took to make it. */
  readonly seconds: number;
}

export interface PromptRecord {
  readonly number: number;
  readonly model: string;
  readonly messages: readonly Message[];
}

export interface ModelServer {
  /** For `OPENAI_BASE_URL`. */
  readonly url: string;
  calls(): readonly CallRecord[];
  prompts(): readonly PromptRecord[];
  /** What it was asked that the script does not allow, a sentence each. */
  violations(): readonly string[];
  stop(): Promise<void>;
}

function ratesOf(faults: ModelServerOptions['faults']): FaultRates {
  if (faults === undefined || faults === 'none') return NO_FAULTS;
  return faults === 'standard' ? STANDARD_FAULTS : { ...NO_FAULTS, ...faults };
}

/**
 * An OpenAI-compatible server on loopback that plays a whole project from a reference that people wrote. It reads the prompt:
 * what is not shown there, it does not know.
 *
 * Equal requests get equal replies, whenever and however often they are made; only what the wire does (429, 500, a hang …)
 * happens the first time alone. What the script does not allow is answered with 418 and kept among the violations.
 */
export async function startModelServer(options: ModelServerOptions): Promise<ModelServer> {
  const { seed = 1, key, seconds = [0, 0], promptFolder, port = 0 } = options;
  const reference = await loadReference(options.reference);
  const rates = ratesOf(options.faults);
  const dialect = { ...FULL_DIALECT, ...options.dialect };
  const calls: CallRecord[] = [];
  const prompts: PromptRecord[] = [];
  const violations: string[] = [];
  const seen = new Map<string, number>();
  if (promptFolder !== undefined) await mkdir(promptFolder, { recursive: true });

  /** `arrivedMs`, of the monotonic clock, is when the request's head was there. */
  async function complete(
    request: CompletionRequest,
    response: ServerResponse,
    arrivedMs: number,
  ): Promise<void> {
    const { model } = request;
    const messages = messagesOf(request);
    const number = prompts.push({ number: prompts.length + 1, model, messages });
    const prompt = readPrompt(messages);
    const identity = JSON.stringify([model, messages, request.response_format ?? null]);
    const repeated = seen.get(identity) ?? 0;
    const arrivedAt = Math.round(performance.timeOrigin + arrivedMs);
    let heldBack = 0;
    const record = async (
      status: number,
      told: Pick<Extract<Answer, { outcome: 'answer' }>, 'fault' | 'sticky'>,
      reply: unknown,
    ): Promise<void> => {
      const task = typeof prompt === 'string' ? '' : `${prompt.task.kind} ${prompt.task.subject}`.trim();
      calls.push({ number, arrivedAt, model, task, status, repeated, seconds: heldBack, ...told });
      if (promptFolder === undefined) return;
      const name = `${String(number).padStart(4, '0')}.json`;
      await writeFile(join(promptFolder, name), JSON.stringify({ request, status, ...told, reply }, null, 2));
    };
    const nothingWrong = { fault: null, sticky: false };

    const tier = SERVED.get(model);
    if (tier === undefined) {
      const message = `The model '${model}' does not exist or you do not have access to it.`;
      await record(404, nothingWrong, message);
      return fail(response, 404, { message, code: 'model_not_found', param: 'model' });
    }
    const problem = notUnderstood(
      dialect,
      request,
      messages.reduce((sum, each) => sum + tokensOf(each.text), 0),
    );
    if (problem !== undefined) {
      await record(400, nothingWrong, problem);
      return fail(response, 400, problem);
    }
    seen.set(identity, repeated + 1);
    const refuse = async (message: string): Promise<void> => {
      violations.push(message);
      await record(418, nothingWrong, message);
      fail(response, 418, { message, code: 'script_violation', param: 'messages' });
    };
    if (typeof prompt === 'string') return refuse(prompt);
    const chance: Chance = { seed: String(seed), rates, model, tier, prompt };
    const given = answer(reference, chance, request);
    if (given.outcome === 'violation') return refuse(given.problem);
    const wire = repeated === 0 ? wireFault(chance) : undefined;
    const [from, to] = seconds;
    heldBack = from + drawFor(chance, 'seconds') * (to - from);
    const { fault, sticky } = given;
    await record(
      wire === 'rate-limited' ? 429 : wire === 'server-error' ? 500 : 200,
      { fault: wire ?? fault, sticky },
      given.reply,
    );
    const reply = withinLimit(given.reply, request.max_completion_tokens ?? request.max_tokens);
    const completion = { id: `chatcmpl-${number}`, model, reply, usage: usageOf(messages, reply) };
    // What the double itself takes to read and to answer is part of the time that a provider takes.
    const left = heldBack * 1000 - (performance.now() - arrivedMs);
    if (left > 0) await passed(response, left);
    return send(response, completion, request, wire);
  }

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const arrivedMs = performance.now();
    const { pathname } = new URL(request.url ?? '/', 'http://loopback');
    if (key !== undefined && request.headers.authorization !== `Bearer ${key}`)
      return fail(response, 401, {
        message: 'Incorrect API key provided.',
        code: 'invalid_api_key',
        param: '',
      });
    if (request.method === 'GET' && pathname === '/v1/models') {
      const data = [...SERVED.keys()].map((id) => ({
        id,
        object: 'model',
        created: 0,
        owned_by: 'double',
      }));
      return answerJson(response, 200, { object: 'list', data });
    }
    if (request.method !== 'POST' || pathname !== '/v1/chat/completions')
      return fail(response, 404, {
        message: `Unknown request: ${request.method ?? ''} ${pathname}`,
        code: 'unknown_url',
        param: '',
      });
    const body = completionRequestSchema.safeParse(parsed(await text(request)));
    if (!body.success)
      return fail(response, 400, { message: body.error.message, code: 'invalid_request', param: '' });
    return complete(body.data, response, arrivedMs);
  }

  const server = createServer((request, response) => {
    handle(request, response).catch((error: unknown) => {
      violations.push(error instanceof Error ? (error.stack ?? error.message) : String(error));
      response.destroy();
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server listens on no port.');
  return {
    url: `http://127.0.0.1:${address.port}/v1`,
    calls: () => [...calls],
    prompts: () => [...prompts],
    violations: () => [...violations],
    stop: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
}

function wireFault(chance: Chance): WireFault | undefined {
  const kinds = WIRE_FAULTS.filter((kind) => chance.rates.kinds.includes(kind));
  return drawFor(chance, 'wire') < chance.rates.wire ? pick(kinds, drawFor(chance, 'wire kind')) : undefined;
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}
