/** One part of a prompt under a heading of its own; null: left out. */
export type Section = readonly [heading: string, body: string | null];

/** Sections in the given order; the stable ones first, so that a provider can cache what comes before the first change. */
export function sections(parts: readonly Section[]): string {
  return parts
    .flatMap(([heading, body]) =>
      body === null || body.trim() === '' ? [] : [`## ${heading}\n${body.trim()}`],
    )
    .join('\n\n');
}

/** A fence that is longer than any in `text`, so that what is inside cannot end it. */
export function fenced(text: string, language: string): string {
  const longest = Math.max(2, ...[...text.matchAll(/`{3,}/g)].map(([ticks]) => ticks.length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}${language}\n${text.replace(/\n$/, '')}\n${fence}`;
}

/** Words that others wrote, on one line: what starts a line of its own could pass for a heading or for what is asked. */
export function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}

/** What is asked stands in a prompt's last line, and so it does when it is asked again or to be gone on with. */
export function taskLine(prompt: string): string {
  return prompt.slice(prompt.lastIndexOf('\n') + 1);
}

export function bullets(lines: readonly string[]): string {
  return lines.map((line) => `- ${oneLine(line)}`).join('\n');
}
