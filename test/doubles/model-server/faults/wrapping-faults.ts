import type { WRAPPING_FAULTS } from './fault-kinds.js';
import { asCode, cutOff, fenced, said, type Reply } from './reply.js';

/** How a file that is right is told in a way that is not; `drawn`, from 0 to below 1, says how exactly. */
export const WRAPPED: Readonly<
  Record<(typeof WRAPPING_FAULTS)[number], (path: string, content: string, drawn: number) => Reply>
> = {
  'prose-around-code': (path, content) =>
    said(
      `Sure! Here is \`${path}\`, as you asked:\n\n${asCode(path, content)}\n\nI followed the contract. Note that "\`\`\`" inside of strings is left alone.`,
    ),
  'wrong-fence': (path, content, drawn) => {
    if (drawn < 1 / 3) return said(content);
    return drawn < 2 / 3 ? said(`\`\`\`\n${content}`) : said(fenced(content, 'text'));
  },
  'two-blocks': (path, content) =>
    said(
      `First, how it is used:\n\n${fenced("import './example.js';", 'ts')}\n\nAnd the file:\n\n${asCode(path, content)}`,
    ),
  'json-wrapper': (_path, content) => said(fenced(JSON.stringify({ code: content }), 'json')),
  'windows-lines': (path, content) => said(asCode(path, content).replaceAll('\n', '\r\n')),
  'truncated-code': (path, content, drawn) => cutOff(said(asCode(path, content)), 0.3 + drawn * 0.6),
};
