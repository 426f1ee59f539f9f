import { createRequire } from 'node:module';
import type { countTokens as CountTokens } from 'gpt-tokenizer/encoding/o200k_base';
import { LRUCache } from 'lru-cache';
import type { ModelRequest } from '../protocol/model-call.js';

const require = createRequire(import.meta.url);
let loaded: typeof CountTokens | undefined;

/** The table of the tokenizer is 35 MB in memory and takes a fifth of a second: only who counts loads it. */
function tokenizer(): typeof CountTokens {
  loaded ??= (require('gpt-tokenizer/encoding/o200k_base') as { countTokens: typeof CountTokens })
    .countTokens;
  return loaded;
}

/**
 * The tokenizer's time grows with the square of a run without a break (200,000 equal letters: 26 s), so a text is counted in
 * pieces, cut at the end of a line where there is one. A cut makes the count larger by a token at most.
 */
const PIECES = /[^]{1,1024}(?=\n|$)|[^]{1,1024}/gu;

/** Words of a chat that have no text: roles, separators, the start of the answer. On the safe side. */
const TOKENS_PER_MESSAGE = 8;
const TOKENS_PER_REQUEST = 32;
/** The words with which a schema is put before the model, by the provider or by us. */
const TOKENS_PER_SCHEMA = 96;

/** Models whose tokenizer is the one that is counted with. */
const SAME_TOKENIZER = /^(?:gpt-(?:4o|4\.1|4\.5|[5-9]|\d\d|oss)|chatgpt-4o|o\d|codex-mini)/;
/** What others may take for the same text, at most: Claude's newest splits code into 1.8 times as many. */
const OTHER_TOKENIZER_FACTOR = 2;

/**
 * Counts of the texts that were counted last, by the text. A prompt is counted when it is cut, when it is priced and when it is
 * sent, 9 ms of the worker's thread each for 40 KB, and what files share is counted for each of them.
 */
const known = new LRUCache<string, number>({ maxSize: 8_000_000, sizeCalculation: (_, text) => text.length });
/** Looking up what is shorter takes as long as counting it. */
const SHORTEST_KEPT = 64;

/** Tokens of `text` by OpenAI's tokenizer (o200k). Words that mean something to a model are text like any other. */
export function countTokens(text: string): number {
  if (text.length < SHORTEST_KEPT) return counted(text);
  const before = known.get(text);
  if (before !== undefined) return before;
  const tokens = counted(text);
  known.set(text, tokens);
  return tokens;
}

function counted(text: string): number {
  const count = tokenizer();
  let tokens = 0;
  for (const [piece] of text.matchAll(PIECES)) tokens += count(piece, { disallowedSpecial: new Set() });
  return tokens;
}

/** Tokens that `model` takes for `text` at most; exact for models that use the tokenizer which is counted with. */
export function mostTokens(text: string, model: string): number {
  const tokens = countTokens(text);
  if (SAME_TOKENIZER.test(model.toLowerCase().replace(/^.*\//, ''))) return tokens;
  // A tokenizer of bytes makes no more tokens than there are bytes, and one of English makes that many of other scripts.
  const bytes = Buffer.byteLength(text);
  const foreign = bytes - text.replace(/[^\0-\x7f]/g, '').length;
  return Math.min(bytes, tokens * OTHER_TOKENIZER_FACTOR + foreign);
}

/** Tokens of a whole request, counted as `perText` counts each of its texts. */
export function requestTokens(request: ModelRequest, perText: (text: string) => number): number {
  const texts = request.messages.reduce(
    (sum, { content }) => sum + perText(content) + TOKENS_PER_MESSAGE,
    TOKENS_PER_REQUEST,
  );
  return request.structure === null
    ? texts
    : texts + perText(JSON.stringify(request.structure.schema, null, 2)) + TOKENS_PER_SCHEMA;
}
