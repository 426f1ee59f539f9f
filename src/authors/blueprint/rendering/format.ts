import { format } from 'prettier';

/** The style of every generated file; the templates need not know how long a name gets. */
const STYLE = { printWidth: 110, singleQuote: true, trailingComma: 'all' } as const;

const PARSERS: readonly { readonly ending: RegExp; readonly parser: string }[] = [
  { ending: /\.ts$/, parser: 'typescript' },
  { ending: /\.js$/, parser: 'babel' },
  { ending: /\.md$/, parser: 'markdown' },
  { ending: /\.ya?ml$/, parser: 'yaml' },
];

/** `content` in the one style; a kind of file that has no formatter stays as it is. */
export async function formatted(path: string, content: string): Promise<string> {
  const known = PARSERS.find(({ ending }) => ending.test(path));
  return known === undefined ? content : format(content, { ...STYLE, parser: known.parser });
}
