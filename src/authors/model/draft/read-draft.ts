import { basename, extname } from 'node:path/posix';
import { applyEdits, readEdits } from '../replies/apply-edits.js';
import { fencedBlocks, type FencedBlock } from '../replies/fenced-blocks.js';

/** What a reply to "write this file" holds. */
export type ReadDraft =
  | { readonly outcome: 'content'; readonly content: string }
  /** The text of each `needs` block; never empty. */
  | { readonly outcome: 'needs'; readonly needs: readonly string[] }
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
function namedPath({ content, meta }: FencedBlock, path: string): string | undefined {
  const [, mark, named] =
    /^(\/\/|#|\/\*|<!--)\s*(?:file(?:name)?:\s*)?([\w./@-]+\.\w+)\s*(?:\*\/|-->)?\s*$/i.exec(
      content.split('\n', 1)[0] ?? '',
    ) ?? [];
  if (named !== undefined && (mark !== '#' || isPathInHash(named, path))) return named;
  return /(?:^|[\s="'])((?:[\w@.-]+\/)+[\w.-]+\.\w+)/.exec(meta)?.[1];
}

/** A `#` begins a heading of Markdown (`# Node.js`), and the name of a section in a list of ignored files. */
function isPathInHash(named: string, path: string): boolean {
  return extname(path) !== '.md' && (named.includes('/') || extname(named) === extname(path));
}

function samePath(named: string, path: string): boolean {
  const plain = named.replace(/^\.?\//, '');
  return path === plain || path.endsWith(`/${plain}`);
}

/** A page of Markdown holds fences of its own; when the outer one is not longer, only its first and last line tell where it is. */
function outerMarkdown(reply: string): string | undefined {
  const match = /(?:^|\n)(`{3,}|~{3,})(?:md|markdown)[^\n]*\n([\s\S]*)\n\1\s*$/.exec(reply.trimEnd());
  const [, fence = '', page] = match ?? [];
  const lines = page?.split('\n').map((line) => line.trim()) ?? [];
  const inner = lines.flatMap((line, at) => (line.startsWith(fence) ? [at] : []));
  // An odd one out: the last fence closes a block of the page, and the end of the page is missing.
  if (inner.length % 2 === 1) return undefined;
  // A bare fence with nothing right behind it may as well close the page, and what follows be said beside it.
  const isPlain = inner.every((at, index) => index % 2 === 1 || lines[at] !== fence || lines[at + 1] !== '');
  return isPlain ? page : undefined;
}

/**
 * Whether the fences inside a page may have ended the one around it. A fence that names a language closes nothing, and leaves
 * the last one open; bare ones are taken in pairs, and only their being there tells.
 */
function isCutByFences([first, ...others]: readonly FencedBlock[], path: string): boolean {
  return (
    extname(path) === '.md' &&
    first !== undefined &&
    languagesOf(path).includes(first.language) &&
    others.some(({ language, closed }) => language === '' || !closed)
  );
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
    const named = namedPath(block, path);
    return named === undefined || samePath(named, path);
  });
  if (fitting.length === 0) {
    const named = blocks.map((block) => namedPath(block, path) ?? '').join(', ');
    return `It is about another file: ${named}; asked for was ${path}.`;
  }
  const byName = fitting.filter((block) => namedPath(block, path) !== undefined);
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

const AMBIGUOUS_EDIT =
  'The lines of an edit hold a row of "=" like the one that divides it: write the whole file instead.';

/** An edit whose lines hold a fence is ended by it, and its last line stands outside. */
function unfinishedEdit(reply: string, blocks: readonly FencedBlock[]): string {
  const ends = (text: string): number => text.match(/^>{5,} ?REPLACE/gm)?.length ?? 0;
  const inside = blocks.reduce((sum, { content }) => sum + ends(content), 0);
  return ends(reply) > inside
    ? 'A code fence in the lines of an edit closed its block: put a longer fence (````) around it.'
    : 'An edit has no end: its REPLACE line is missing.';
}

const END_UNTOLD: ReadDraft = {
  outcome: 'unreadable',
  problem:
    'The fences in the page do not tell where it ends: close each of them, and put a longer one (````) around it.',
};

/** A block that says that nothing is missing. */
const NO_NEEDS = /^ {0,3}(`{3,}|~{3,})needs[^\S\n]*\n\s*(?:\[\s*\]|null|none)?\s*\1[^\S\n]*$/gim;

/**
 * Reads the whole reply to "write `path`".
 * @param previous the file as it was, which edits are applied to; null for a first draft.
 */
export function readDraft(reply: string, path: string, previous: string | null): ReadDraft {
  return readBlocks(reply.replace(/\r\n?/g, '\n').replace(NO_NEEDS, ''), path, previous);
}

function readBlocks(reply: string, path: string, previous: string | null): ReadDraft {
  const blocks = fencedBlocks(reply);
  const needs = blocks.filter(({ language }) => language === 'needs').map(({ content }) => content);
  if (needs.length > 0) return { outcome: 'needs', needs };

  // Nothing is to change: not paid for with the whole file again.
  if (previous !== null && blocks.length === 1 && blocks[0]?.language === 'keep')
    return { outcome: 'content', content: previous };

  const read = blocks.map(({ content }) => readEdits(content));
  const edits = read.flatMap((each) => each.edits);
  const isEdited = edits.length > 0 || blocks.some(({ language }) => language === 'edit');
  const faults = read.map(({ fault }) => fault);
  if (isEdited && previous !== null && faults.includes('ambiguous'))
    return { outcome: 'unreadable', problem: AMBIGUOUS_EDIT };
  if (isEdited && previous !== null && faults.includes('unfinished'))
    return { outcome: 'unreadable', problem: unfinishedEdit(reply, blocks) };
  if (edits.length > 0 && previous !== null) {
    const edited = applyEdits(previous, edits);
    return edited.outcome === 'edited'
      ? { outcome: 'content', content: asFile(edited.content) }
      : { outcome: 'unreadable', problem: edited.problem };
  }

  if (isCutByFences(blocks, path)) {
    const page = outerMarkdown(reply);
    return page === undefined ? END_UNTOLD : { outcome: 'content', content: asFile(page) };
  }
  const block = chosen(blocks, path);
  if (typeof block === 'string') return { outcome: 'unreadable', problem: block };
  if (!block.closed)
    return { outcome: 'unreadable', problem: 'The code block is not closed: its end is missing.' };
  const content = unwrapped(block, path);
  if (extname(path) === '.md' && fencedBlocks(content).some(({ closed }) => !closed)) return END_UNTOLD;
  return content.trim() === ''
    ? { outcome: 'unreadable', problem: 'The code block is empty.' }
    : { outcome: 'content', content: asFile(content) };
}
