import { basename, extname } from 'node:path/posix';
import { applyEdits, readEdits } from '../replies/apply-edits.js';
import { fencedBlocks, type FencedBlock } from '../replies/fenced-blocks.js';

/** What a reply to "write this file" holds. */
export type ReadDraft =
  | { readonly outcome: 'content'; readonly content: string }
  /** The text of a `needs` block. */
  | { readonly outcome: 'needs'; readonly json: string }
  | { readonly outcome: 'unreadable'; readonly problem: string };

const LANGUAGES: Readonly<Record<string, readonly string[]>> = {
  '.ts': ['ts', 'typescript', 'tsx'],
  '.tsx': ['tsx', 'typescript', 'ts'],
  '.js': ['js', 'javascript', 'mjs'],
  '.mjs': ['js', 'javascript', 'mjs'],
  '.json': ['json', 'jsonc'],
  '.yml': ['yaml', 'yml'],
  '.yaml': ['yaml', 'yml'],
  '.md': ['md', 'markdown'],
  '.html': ['html'],
  '.css': ['css'],
  '.sql': ['sql'],
};

function languagesOf(path: string): readonly string[] {
  if (basename(path) === 'Dockerfile') return ['dockerfile', 'docker'];
  return LANGUAGES[extname(path)] ?? [];
}

/** A path in a comment on the first line, or on the fence: which file the model thinks this is. */
function namedPath({ content, meta }: FencedBlock): string | undefined {
  const comment = /^(?:\/\/|#|\/\*|<!--)\s*(?:file(?:name)?:\s*)?([\w./@-]+\.\w+)\s*(?:\*\/|-->)?\s*$/i.exec(
    content.split('\n', 1)[0] ?? '',
  );
  return comment?.[1] ?? /(?:^|[\s="'])((?:[\w@.-]+\/)+[\w.-]+\.\w+)/.exec(meta)?.[1];
}

function samePath(named: string, path: string): boolean {
  const plain = named.replace(/^\.?\//, '');
  return path === plain || path.endsWith(`/${plain}`);
}

/** A page of Markdown holds fences of its own; when the outer one is not longer, only its first and last line tell where it is. */
function outerMarkdown(reply: string): string | undefined {
  const match = /(?:^|\n)(`{3,}|~{3,})(?:md|markdown)[^\n]*\n([\s\S]*)\n\1\s*$/.exec(reply.trimEnd());
  const [, fence = '', page] = match ?? [];
  // An odd one out: the last fence closes a block of the page, and the end of the page is missing.
  const inner = page?.split('\n').filter((line) => line.startsWith(fence)).length ?? 0;
  return inner % 2 === 0 ? page : undefined;
}

/** `{"code": "…"}` and the like: some models wrap what they were asked to give plain. */
function unwrapped({ language, content }: FencedBlock, path: string): string {
  if (language !== 'json' || extname(path) === '.json') return content;
  try {
    const value: unknown = JSON.parse(content);
    if (typeof value !== 'object' || value === null) return content;
    const texts = Object.entries(value).filter(([key]) => /^(?:code|content|file|source)$/i.test(key));
    const [only] = texts;
    return texts.length === 1 && typeof only?.[1] === 'string' ? only[1] : content;
  } catch {
    return content;
  }
}

/** The one block that is the file; a reason when it cannot be told. */
function chosen(blocks: readonly FencedBlock[], path: string): FencedBlock | string {
  const [only] = blocks;
  if (only === undefined) return 'It has no fenced code block.';
  const fitting = blocks.filter((block) => {
    const named = namedPath(block);
    return named === undefined || samePath(named, path);
  });
  if (fitting.length === 0) {
    const named = blocks.map((block) => namedPath(block) ?? '').join(', ');
    return `It is about another file: ${named}; asked for was ${path}.`;
  }
  const byName = fitting.filter((block) => namedPath(block) !== undefined);
  if (byName.length === 1 && byName[0] !== undefined) return byName[0];
  if (fitting.length === 1 && fitting[0] !== undefined) return fitting[0];
  const languages = languagesOf(path);
  const byLanguage = fitting.filter(({ language }) => languages.includes(language));
  if (byLanguage.length === 1 && byLanguage[0] !== undefined) return byLanguage[0];
  return `It has ${String(fitting.length)} code blocks, and nothing says which of them is ${path}.`;
}

function asFile(content: string): string {
  return `${content.replace(/\r\n?/g, '\n').replace(/\s+$/, '')}\n`;
}

/**
 * Reads the whole reply to "write `path`".
 * @param previous the file as it was, which edits are applied to; null for a first draft.
 */
export function readDraft(reply: string, path: string, previous: string | null): ReadDraft {
  const blocks = fencedBlocks(reply);
  const needs = blocks.find(({ language }) => language === 'needs');
  if (needs !== undefined) return { outcome: 'needs', json: needs.content };

  // Nothing is to change: not paid for with the whole file again.
  if (previous !== null && blocks.length === 1 && blocks[0]?.language === 'keep')
    return { outcome: 'content', content: previous };

  const edits = blocks.flatMap(({ content }) => readEdits(content));
  if (edits.length > 0 && previous !== null) {
    const edited = applyEdits(previous, edits);
    return edited.outcome === 'edited'
      ? { outcome: 'content', content: asFile(edited.content) }
      : { outcome: 'unreadable', problem: edited.problem };
  }

  // Its own fences end the outer one too early, and the last fence then opens a block that nothing closes.
  const page =
    extname(path) === '.md' && blocks.at(-1)?.closed === false
      ? outerMarkdown(reply.replace(/\r\n?/g, '\n'))
      : undefined;
  if (page !== undefined) return { outcome: 'content', content: asFile(page) };
  const block = chosen(blocks, path);
  if (typeof block === 'string') return { outcome: 'unreadable', problem: block };
  if (!block.closed)
    return { outcome: 'unreadable', problem: 'The code block is not closed: its end is missing.' };
  const content = unwrapped(block, path);
  return content.trim() === ''
    ? { outcome: 'unreadable', problem: 'The code block is empty.' }
    : { outcome: 'content', content: asFile(content) };
}
