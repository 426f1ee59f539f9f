import type { Nodes } from 'mdast';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { scriptSource } from '../parse-file.js';
import { commentsOf, type Comment } from './comments.js';

type Reader = (content: string) => readonly Comment[];

const MARKUP = /<!--(?<text>[\s\S]*?)(?:-->|$)/g;
const STYLES = /"[^"\n]*"|'[^'\n]*'|\/\*(?<text>[\s\S]*?)(?:\*\/|$)/g;
const SQL = /'(?:[^']|'')*'?|"[^"]*"?|(?:--(?<line>[^\n]*))|\/\*(?<text>[\s\S]*?)(?:\*\/|$)/g;
/** On lines of their own: behind other text a `#` is as often a part of it. */
const HASHES = /^[ \t]*#(?<text>[^\n]*)/gm;
const EMBEDDED = /<(?<tag>style|script)\b[^>]*>(?<code>[\s\S]*?)<\/\k<tag>\s*>/gi;
/** Lines of a page that say nothing but that something is to come. */
const TO_COME =
  /^[ \t]*(?:[-*>]+[ \t]+)?(?<text>\.{3}|…|[*_]*(?:TODO|TBD|FIXME)[*_]*(?::[^\n]*|\.{3}|…)?)[ \t]*$/gm;

function matching(pattern: RegExp): Reader {
  return (content) =>
    [...content.matchAll(pattern)].flatMap(({ index, groups, 0: whole }) => {
      const text = groups?.text ?? groups?.line;
      return text === undefined ? [] : [comment(text, index, index + whole.length)];
    });
}

function comment(text: string, position: number, end: number): Comment {
  const plain = text
    .replace(/^[-*#_]+|[-*_]+$/g, '')
    .replaceAll(/\*\*|__|\s*\n\s*\*?/g, ' ')
    .trim();
  return { text: plain, lastLine: plain, position, end };
}

const inMarkup = matching(MARKUP);
const inStyles = matching(STYLES);

function inPage(content: string): readonly Comment[] {
  const embedded = [...content.matchAll(EMBEDDED)].flatMap(({ index, 0: whole, groups }) => {
    const { tag = '', code = '' } = groups ?? {};
    const start = index + whole.indexOf('>') + 1;
    const found =
      tag.toLowerCase() === 'style' ? inStyles(code) : commentsOf(scriptSource('embedded.js', code));
    return found.map((each) => ({ ...each, position: each.position + start, end: each.end + start }));
  });
  return [...inMarkup(content), ...embedded];
}

/** Markdown with its code made blank, fenced or indented: examples and output may well leave something out. */
function withoutCode(content: string): string {
  let prose = content;
  const blank = (node: Nodes): void => {
    if ('children' in node) node.children.forEach(blank);
    const { start, end } = node.position ?? {};
    if (node.type !== 'code' || start?.offset === undefined || end?.offset === undefined) return;
    const code = prose.slice(start.offset, end.offset).replaceAll(/[^\n]/g, ' ');
    prose = prose.slice(0, start.offset) + code + prose.slice(end.offset);
  };
  blank(fromMarkdown(content));
  return prose;
}

function inMarkdown(content: string): readonly Comment[] {
  const prose = withoutCode(content);
  return [...inMarkup(prose), ...matching(TO_COME)(prose)];
}

const READERS: readonly (readonly [RegExp, Reader])[] = [
  [/\.sql$/, matching(SQL)],
  [/\.css$/, inStyles],
  [/\.(?:html?|svg|vue|svelte)$/, inPage],
  [/\.(?:md|markdown)$/, inMarkdown],
  [
    /\.(?:ya?ml|toml|sh)$|(?:^|\/)(?:(?:Docker|Container)file[^/]*|\.[\w.-]+ignore|\.env[^/]*)$/,
    matching(HASHES),
  ],
];

/** Files of settings and of styles. */
const WITH_PLACEHOLDERS = /\.(?:css|ya?ml|toml)$|(?:^|\/)\.env[^/]*$/;

/** Is a placeholder nothing unusual in such a file? */
export function hasPlaceholders(path: string): boolean {
  return WITH_PLACEHOLDERS.test(path);
}

/** The comments of a file that is no script, by the way in which its kind is commented; of a page also lines that stand for text to come. */
export function textComments(path: string, content: string): readonly Comment[] {
  return READERS.find(([paths]) => paths.test(path))?.[1](content.replaceAll('\r\n', ' \n')) ?? [];
}
