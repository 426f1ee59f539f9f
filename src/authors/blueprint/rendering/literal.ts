/** `value` as TypeScript source, in single quotes as the rest of the project. */
export function literal(value: string | number | boolean | null | readonly string[]): string {
  if (typeof value === 'object' && value !== null)
    return `[${value.map((each) => literal(each)).join(', ')}]`;
  return typeof value === 'string' ? `'${quoted(value)}'` : String(value);
}

/** Text as it stands between single quotes. */
export function quoted(text: string): string {
  return text.replace(/[\\']/g, (sign) => `\\${sign}`).replaceAll('\n', '\\n');
}
