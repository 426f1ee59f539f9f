import { openQuote } from './shell-line.js';

/** Languages of fenced blocks whose lines are commands. */
const SHELLS = new Set(['sh', 'bash', 'shell', 'zsh', 'console']);

export interface ReadmeCommand {
  readonly line: string;
  /** What the page says around it, from a heading to the next. Its tables are left out: they are about everything. */
  readonly about: string;
  /** It is the first of its block. */
  readonly first: boolean;
}

/**
 * The commands of a README: the lines of its fenced shell blocks, in order, without comments. A line that ends in a backslash or
 * within a quote goes on in the next. Where a block shows a prompt (`$ npm test`), what has none is output.
 */
export function readmeCommands(markdown: string): readonly ReadmeCommand[] {
  return shellBlocks(markdown).flatMap(({ lines: block, section }) => {
    const hasPrompt = block.some((line) => /^\s*\$ /.test(line));
    const lines = hasPrompt
      ? block.filter((line) => /^\s*\$ /.test(line)).map((line) => line.replace(/^\s*\$ /, ''))
      : block;
    return joined(lines)
      .map((line) => line.trim())
      .filter((line) => line !== '' && !line.startsWith('#'))
      .map((line, index) => ({ line, about: section.join('\n'), first: index === 0 }));
  });
}

interface Block {
  readonly lines: string[];
  /** The lines of its section, those after it too. */
  readonly section: readonly string[];
}

function shellBlocks(markdown: string): readonly Block[] {
  const blocks: Block[] = [];
  let section: string[] = [];
  let fence: { readonly mark: string; readonly lines: string[] | null } | undefined;
  for (const line of markdown.split(/\r?\n/)) {
    if (fence === undefined && /^ {0,3}#{1,6}\s/.test(line)) section = [];
    if (fence !== undefined || !/^\s*\|/.test(line)) section.push(line);
    const [, mark = '', info = ''] = /^ {0,3}(`{3,}|~{3,})\s*([^\s`]*)/.exec(line) ?? [];
    if (fence === undefined) {
      if (mark === '') continue;
      const lines: string[] | null = SHELLS.has(info.toLowerCase()) ? [] : null;
      if (lines !== null) blocks.push({ lines, section });
      fence = { mark, lines };
    } else if (mark !== '' && info === '' && mark.startsWith(fence.mark)) {
      fence = undefined;
    } else {
      fence.lines?.push(line);
    }
  }
  return blocks;
}

function joined(lines: readonly string[]): readonly string[] {
  const whole: string[] = [];
  let open: 'line' | 'quote' | null = null;
  for (const [index, line] of lines.entries()) {
    const isComment: boolean = open === null && line.trimStart().startsWith('#');
    const text = line.replace(/\\$/, '');
    if (open === 'line') whole.push(`${whole.pop() ?? ''}${text.trimStart()}`);
    else if (open === 'quote') whole.push(`${whole.pop() ?? ''}\n${text}`);
    else whole.push(text);
    const inQuote: boolean = !isComment && openQuote(whole.at(-1) ?? '') !== null;
    open =
      inQuote && isClosed(whole.at(-1) ?? '', lines.slice(index + 1))
        ? 'quote'
        : text !== line
          ? 'line'
          : null;
  }
  return whole;
}

/** Whether the quote that `text` leaves open ends in one of the lines after it; else it is no quote but an apostrophe. */
function isClosed(text: string, after: readonly string[]): boolean {
  return after.some((_, index) => openQuote([text, ...after.slice(0, index + 1)].join('\n')) === null);
}
