import type { Prompt } from '../prompt.js';
import type { NEED_FAULTS } from './fault-kinds.js';
import { fenced, said, type Reply } from './reply.js';

const PACKAGE = { name: 'nanoid', version: '5.1.6' };
const FILE = 'src/clean-text.ts';

/** What the double can write beside the reference: files that it asked for itself. */
export const NEEDED_FILES: ReadonlyMap<string, string> = new Map([
  [
    FILE,
    `/** The text without blanks around it, and with single ones inside. */
export function cleanText(text: string): string {
  return text.trim().replace(/\\s+/g, ' ');
}
`,
  ],
]);

/** A draft that comes back for what was not planned; undefined where the prompt takes none, or has it already. */
export const NEEDING: Readonly<Record<(typeof NEED_FAULTS)[number], (prompt: Prompt) => Reply | undefined>> =
  {
    'needs-package': (prompt) =>
      isAskedFor(prompt, prompt.section('Packages').includes(PACKAGE.name), {
        kind: 'package',
        ...PACKAGE,
        dev: false,
        why: 'short ids that can be read aloud',
      }),
    'needs-file': (prompt) =>
      isAskedFor(prompt, prompt.section('Project tree').includes(FILE), {
        kind: 'file',
        path: FILE,
        purpose: 'Cleans text that people typed.',
        exports: [
          {
            name: 'cleanText',
            kind: 'function',
            declaration: 'export declare function cleanText(text: string): string;',
          },
        ],
        why: 'two files clean text in the same way',
      }),
  };

function isAskedFor(prompt: Prompt, isThere: boolean, need: object): Reply | undefined {
  if (isThere || !prompt.text.includes('`needs`') || NEEDED_FILES.has(prompt.task.subject)) return undefined;
  return said(fenced(JSON.stringify([need], null, 2), 'needs'));
}
