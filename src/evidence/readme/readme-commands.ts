import { withoutComment } from './shell-line.js';
import { firstCommand, wholeCommands, type BlockCommand } from './whole-commands.js';

/** Languages of fenced blocks whose lines are commands. */
const SHELLS = new Set(['sh', 'bash', 'shell', 'zsh', 'console']);
const PROMPT = /^\s*\$ /;
/** What a shell shows in front of the lines that a command goes on in. */
const NEXT_PROMPT = /^\s*>(?: |$)/;

export interface ReadmeCommand {
  readonly line: string;
  /**
   * What the page says around it, from a heading to the next. Its tables are left out: they are about everything; so are commands,
   * whose comments are not.
   */
  readonly about: string;
  /** It is the first of its block. */
  readonly first: boolean;
  /** The block holds all of it. */
  readonly whole: boolean;
}

/**
 * The commands of a README: those of its fenced shell blocks, in order, without comments, each with all the lines it takes. Where a
 * block shows a prompt (`$ npm test`), what has none and continues nothing is output.
 */
export function readmeCommands(markdown: string): readonly ReadmeCommand[] {
  const blocks = shellBlocks(markdown);
  const read = new Map<readonly string[], ReadBlock>(blocks.map(({ lines }) => [lines, readBlock(lines)]));
  return blocks.flatMap(({ lines, section }) => {
    const about = section
      .flatMap((part) => (typeof part === 'string' ? [part] : (read.get(part)?.words ?? [])))
      .join('\n');
    return (read.get(lines)?.commands ?? []).map(({ text, whole }, index) => ({
      line: text.trim(),
      about,
      first: index === 0,
      whole,
    }));
  });
}

interface ReadBlock {
  readonly commands: readonly BlockCommand[];
  /** What else it says: comments and output. */
  readonly words: readonly string[];
}

function readBlock(lines: readonly string[]): ReadBlock {
  const prompts = lines.flatMap((line, index) => (PROMPT.test(line) ? [index] : []));
  const words = prompts.length === 0 ? [] : lines.slice(0, prompts[0]);
  const found =
    prompts.length === 0
      ? wholeCommands(lines)
      : prompts.map((start, index) => {
          const shown = lines
            .slice(start, prompts[index + 1])
            .map((line, after) => line.replace(after === 0 ? PROMPT : NEXT_PROMPT, ''));
          const command = firstCommand(shown);
          words.push(...shown.slice(command.lines));
          return command;
        });
  const isComment = ({ text }: BlockCommand): boolean => text.trimStart().startsWith('#');
  words.push(
    ...found.map((command) =>
      isComment(command) ? command.text : command.text.slice(withoutComment(command.text).length),
    ),
  );
  return { commands: found.filter((command) => command.text.trim() !== '' && !isComment(command)), words };
}

interface Block {
  /** Without the indentation of its fence. */
  readonly lines: string[];
  /** The lines of its section, those after it too; shell blocks as they are in it. */
  readonly section: readonly (string | readonly string[])[];
}

function shellBlocks(markdown: string): readonly Block[] {
  const blocks: Block[] = [];
  let section: (string | readonly string[])[] = [];
  let fence: { readonly mark: string; readonly indent: number; readonly lines: string[] | null } | undefined;
  for (const line of markdown.split(/\r?\n/)) {
    if (fence === undefined && /^ {0,3}#{1,6}\s/.test(line)) section = [];
    const [, indent = '', mark = '', info = ''] = /^( {0,3})(`{3,}|~{3,})\s*([^\s`]*)/.exec(line) ?? [];
    if (fence === undefined) {
      if (!/^\s*\|/.test(line)) section.push(line);
      if (mark === '') continue;
      const lines: string[] | null = SHELLS.has(info.toLowerCase()) ? [] : null;
      if (lines !== null) {
        blocks.push({ lines, section });
        section.push(lines);
      }
      fence = { mark, indent: indent.length, lines };
    } else if (mark !== '' && info === '' && mark.startsWith(fence.mark)) {
      fence = undefined;
    } else if (fence.lines === null) {
      section.push(line);
    } else {
      fence.lines.push(line.replace(new RegExp(`^ {0,${fence.indent}}`), ''));
    }
  }
  return blocks;
}
