/** Languages of fenced blocks whose lines are commands. */
const SHELLS = new Set(['sh', 'bash', 'shell', 'zsh', 'console']);

/**
 * The commands of a README: the lines of its fenced shell blocks, in order, without comments. A line that ends in a backslash
 * goes on in the next. Where a block shows a prompt (`$ npm test`), what has none is output.
 */
export function readmeCommands(markdown: string): readonly string[] {
  return shellBlocks(markdown).flatMap((block) => {
    const hasPrompt = block.some((line) => /^\s*\$ /.test(line));
    const lines = hasPrompt
      ? block.filter((line) => /^\s*\$ /.test(line)).map((line) => line.replace(/^\s*\$ /, ''))
      : block;
    return joined(lines)
      .map((line) => line.trim())
      .filter((line) => line !== '' && !line.startsWith('#'));
  });
}

function shellBlocks(markdown: string): readonly (readonly string[])[] {
  const blocks: string[][] = [];
  let fence: { readonly mark: string; readonly lines: string[] | null } | undefined;
  for (const line of markdown.split(/\r?\n/)) {
    const [, mark = '', info = ''] = /^ {0,3}(`{3,}|~{3,})\s*([^\s`]*)/.exec(line) ?? [];
    if (fence === undefined) {
      if (mark === '') continue;
      const lines: string[] | null = SHELLS.has(info.toLowerCase()) ? [] : null;
      if (lines !== null) blocks.push(lines);
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
  let open = false;
  for (const line of lines) {
    const text = line.replace(/\\$/, '');
    if (open) whole.push(`${whole.pop() ?? ''}${text.trimStart()}`);
    else whole.push(text);
    open = text !== line;
  }
  return whole;
}
