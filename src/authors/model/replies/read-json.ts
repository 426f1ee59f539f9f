import { jsonrepair } from 'jsonrepair';
import type { z } from 'zod';
import { messageOf } from '../../../protocol/errors.js';
import { fencedBlocks } from './fenced-blocks.js';

export type ReadJson<Value> =
  | { readonly outcome: 'read'; readonly value: Value }
  /** Why it could not be used, for the model that is asked again. */
  | { readonly outcome: 'unreadable'; readonly problem: string };

const PROBLEMS_SHOWN = 12;

/** The JSON of a reply: all of it, its one fenced block, or what stands between the outermost braces. */
function jsonText(reply: string): string {
  const text = reply.trim();
  if (text.startsWith('{') || text.startsWith('[')) return text;
  const blocks = fencedBlocks(text).filter(({ content }) => /^\s*[[{]/.test(content));
  if (blocks[0] !== undefined) return blocks[0].content;
  const start = text.search(/[[{]/);
  const end = Math.max(text.lastIndexOf('}'), text.lastIndexOf(']'));
  return start === -1 || end < start ? text : text.slice(start, end + 1);
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
    if (mended === undefined || closers(mended) > closers(text)) throw strict;
    return JSON.parse(mended);
  }
}

function repaired(text: string): string | undefined {
  try {
    return jsonrepair(text);
  } catch {
    return undefined;
  }
}

/** Reads a structured reply. A reply that was cut off is not for this: it may parse, and still lack half. */
export function readJson<Schema extends z.ZodType>(
  reply: string,
  schema: Schema,
): ReadJson<z.output<Schema>> {
  let value: unknown;
  try {
    value = parse(jsonText(reply));
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
