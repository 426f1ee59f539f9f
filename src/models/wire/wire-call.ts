import { APIError } from 'openai';
import type { ModelRequest, PromptMessage } from '../../protocol/model-call.js';
import type { PaidUsage } from '../prices.js';
import type { ModelProfile } from '../profiles/profile.js';

/** A request as it is put to one model at one endpoint. */
export interface WireCall {
  readonly model: string;
  readonly request: ModelRequest;
  readonly profile: ModelProfile;
  /** At most the request's. */
  readonly maxOutputTokens: number;
  /** undefined: the model's own. */
  readonly temperature: number | undefined;
}

/**
 * `ended`: it came to its end, and nobody said how; `filtered`: the provider's filter struck; `error`: the endpoint gave up in the
 * middle.
 */
export type WireFinish = 'stop' | 'ended' | 'length' | 'filtered' | 'error';

/** What came back, whichever API it came over. */
export interface WireReply {
  readonly text: string;
  /** The model's words for not answering; '' when it answered. */
  readonly refusal: string;
  /** Thoughts, as far as the endpoint shows them. */
  readonly reasoning: string;
  /** null: it has not ended. */
  readonly finish: WireFinish | null;
  /** null: it was never said. */
  readonly usage: PaidUsage | null;
}

/** Collects a reply from the events of a stream, or from one document. */
export interface ReplyReader {
  /** @throws APIError when the event says that the call failed. */
  event(data: unknown): void;
  /** @throws APIError when the document says that the call failed. */
  document(data: unknown): void;
  /** The stream said that it is over. */
  end(): void;
  /** Was this the last event? A reason for the end alone is none: some servers give one with each piece. */
  isOver(): boolean;
  /** Was any of it part of a reply? Servers answer with other things too, and call them a success. */
  isReply(): boolean;
  /** Characters of the answer so far. */
  characters(): number;
  reply(): WireReply;
}

/** What a model is told of a schema that its endpoint does not enforce. */
export function schemaInstruction(schema: unknown): string {
  return [
    'Answer with one JSON document and nothing else: no words around it, no Markdown fence.',
    'It follows this JSON Schema:',
    JSON.stringify(schema, null, 2),
  ].join('\n');
}

/** The messages as the profile wants them. What is added stays the same from call to call, and so comes early. */
export function messagesFor({ request, profile }: WireCall): readonly PromptMessage[] {
  const { structure } = request;
  const messages =
    structure === null || profile.structure === 'json-schema'
      ? request.messages
      : withInstruction(request.messages, schemaInstruction(structure.schema));
  return profile.instructions === 'system' ? messages : withoutSystem(messages);
}

function withInstruction(messages: readonly PromptMessage[], instruction: string): readonly PromptMessage[] {
  const [first, ...rest] = messages;
  return first?.role === 'system'
    ? [{ role: 'system', content: `${first.content}\n\n${instruction}` }, ...rest]
    : [{ role: 'system', content: instruction }, ...messages];
}

function withoutSystem(messages: readonly PromptMessage[]): readonly PromptMessage[] {
  const instructions = messages.filter(({ role }) => role === 'system').map(({ content }) => content);
  const rest = messages.filter(({ role }) => role !== 'system');
  if (instructions.length === 0) return messages;
  const [first, ...others] = rest;
  return first?.role === 'user'
    ? [{ role: 'user', content: [...instructions, first.content].join('\n\n') }, ...others]
    : [{ role: 'user', content: instructions.join('\n\n') }, ...rest];
}

/** An error that came as content, in the shape of one that came as a status. */
export function failureIn(error: unknown): APIError {
  const body = typeof error === 'object' && error !== null ? error : { message: JSON.stringify(error) };
  return new APIError(undefined, body, undefined, undefined);
}
