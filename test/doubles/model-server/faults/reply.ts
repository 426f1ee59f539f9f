/** What the model says, as Chat Completions tell it. */
export interface Reply {
  readonly text: string;
  readonly finish: 'stop' | 'length' | 'content_filter';
  /** What it says instead of an answer. */
  readonly refusal: string | null;
  /** The end of a reply that was cut off: what it says when it is told to go on. */
  readonly rest?: string;
}

export function said(text: string): Reply {
  return { text, finish: 'stop', refusal: null };
}

/** A fence that is longer than any in `text`, so that what is inside cannot end it. */
export function fenced(text: string, language: string): string {
  const longest = Math.max(2, ...[...text.matchAll(/`{3,}/g)].map(([ticks]) => ticks.length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}${language}\n${text.replace(/\n$/, '')}\n${fence}`;
}

const LANGUAGES: Readonly<Record<string, string>> = {
  ts: 'ts',
  js: 'js',
  md: 'markdown',
  json: 'json',
  yml: 'yaml',
};

export function languageOf(path: string): string {
  return LANGUAGES[/\.(\w+)$/.exec(path)?.[1] ?? ''] ?? '';
}

export function asCode(path: string, content: string): string {
  return fenced(content, languageOf(path));
}

/** The first part of a reply whose end did not arrive. */
export function cutOff({ text }: Reply, share: number): Reply {
  const end = Math.floor(text.length * share);
  return { text: text.slice(0, end), finish: 'length', refusal: null, rest: text.slice(end) };
}
