import { jsonrepair } from 'jsonrepair';
import type { z } from 'zod';
import { messageOf } from '../../../protocol/errors.js';
import { fencedBlocks } from './fenced-blocks.js';

export type ReadJson<Value> =
  | { readonly outcome: 'read'; readonly value: Value }
  /** Why it could not be used, for the model that is asked again. */
  | { readonly outcome: 'unreadable'; readonly problem: string };

const PROBLEMS_SHOWN = 12;

/** What may be the JSON of a reply: all of it, each of its fenced blocks, or what stands between the outermost braces. */
function jsonTexts(reply: string): readonly string[] {
  const text = reply.trim();
  if (text.startsWith('{') || text.startsWith('[')) return [text];
  const blocks = fencedBlocks(text).filter(({ content }) => /^\s*[[{]/.test(content));
  if (blocks.length > 0) return [...new Set(blocks.map(({ content }) => content))];
  const start = text.search(/[[{]/);
  const end = Math.max(text.lastIndexOf('}'), text.lastIndexOf(']'));
  return [start === -1 || end < start ? text : text.slice(start, end + 1)];
}

/**
 * A document without the words around it: a note in brackets before it, a sentence behind it. A list that is broken has no document inside
 * that could stand for it.
 */
function withoutWords(text: string): string | undefined {
  const document = text.replace(/^\[[^[\]{}]*\]\s*(?=\{)/, '');
  const end = document.lastIndexOf(document.startsWith('{') ? '}' : ']');
  return end === -1 ? undefined : document.slice(0, end + 1);
}

function closers(text: string): number {
  return text.split(/[\]}]/).length;
}

/** Small slips (a trailing comma, a quote that is not one) are mended; an end that is missing is not made up. */
function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (strict) {
    const mended = /^[[{]/.test(text) ? repaired(text) : undefined;
    if (mended !== undefined && closers(mended) <= closers(text)) return JSON.parse(mended);
    const document = withoutWords(text);
    if (document === undefined || document === text) throw strict;
    return strictly(document, strict);
  }
}

function strictly(document: string, otherwise: unknown): unknown {
  try {
    return JSON.parse(document);
  } catch {
    throw otherwise;
  }
}

function repaired(text: string): string | undefined {
  try {
    return jsonrepair(text);
  } catch {
    return undefined;
  }
}

/**
 * Reads a structured reply. Of several blocks it is the one that follows the schema; of two that do, nobody knows. A reply that was cut
 * off is not for this: it may parse, and still lack half.
 */
export function readJson<Schema extends z.ZodType>(
  reply: string,
  schema: Schema,
): ReadJson<z.output<Schema>> {
  const [first, ...others] = jsonTexts(reply).map((text) => readText(text, schema));
  const fitting = [first, ...others].filter((each) => each?.outcome === 'read');
  if (fitting.length > 1)
    return {
      outcome: 'unreadable',
      problem: `It has ${String(fitting.length)} blocks of JSON that follow the schema: answer with one.`,
    };
  return fitting[0] ?? first ?? { outcome: 'unreadable', problem: 'It is not JSON.' };
}

function readText<Schema extends z.ZodType>(text: string, schema: Schema): ReadJson<z.output<Schema>> {
  let value: unknown;
  try {
    value = parse(text);
  } catch (error) {
    const why = messageOf(error);
    return { outcome: 'unreadable', problem: `It is not JSON: ${why}.` };
  }
  const parsed = schema.safeParse(value);
  if (parsed.success) return { outcome: 'read', value: parsed.data };
  const problems = parsed.error.issues
    .slice(0, PROBLEMS_SHOWN)
    .map(
      ({ path, message }) => `${path.length === 0 ? 'the whole' : path.map(String).join('.')}: ${message}`,
    );
  return { outcome: 'unreadable', problem: `It does not follow the schema: ${problems.join('; ')}.` };
}
