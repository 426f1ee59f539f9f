/** A request as a `curl` line of a README makes it. */
export interface CurlRequest {
  readonly method: string;
  readonly host: string;
  readonly port: number;
  /** With its query. */
  readonly path: string;
  /** Those that curl sends by itself included; names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** As it is sent; undefined when nothing is. */
  readonly body: string | undefined;
  /** It ends with an error when the answer is one (`-f`). */
  readonly fails: boolean;
}

/** Options without a value that change nothing of what is asked. */
const SILENT =
  /^(?:-[sSifLv]+|--silent|--show-error|--include|--fail|--fail-with-body|--location|--verbose)$/;
const FAILS = /^(?:-[sSiLv]*f[sSifLv]*|--fail|--fail-with-body)$/;

/**
 * @param variables those whose values are known.
 * @throws Error saying what is not understood.
 */
export function parseCurl(line: string, variables: ReadonlyMap<string, string> = new Map()): CurlRequest {
  const [program, ...words] = shellWords(line, variables);
  if (program !== 'curl') throw new Error('it is no curl command');
  const headers: Record<string, string> = {};
  const usual: Record<string, string> = { accept: '*/*' };
  let fails = false;
  let method: string | undefined;
  let body: string | undefined;
  let url: string | undefined;
  const value = (option: string): string => {
    const next = words.shift();
    if (next === undefined) throw new Error(`${option} has no value`);
    return next;
  };
  for (let word = words.shift(); word !== undefined; word = words.shift()) {
    if (word === '-X' || word === '--request') method = value(word);
    else if (/^-X[A-Z]+$/.test(word)) method = word.slice(2);
    else if (word === '-H' || word === '--header') {
      const [name = '', ...rest] = value(word).split(':');
      headers[name.trim().toLowerCase()] = rest.join(':').trim();
    } else if (['-d', '--data', '--data-raw', '--json'].includes(word)) {
      const part = value(word);
      if (part.startsWith('@') && word !== '--data-raw') throw new Error('it sends a file');
      const isJson = word === '--json';
      body = body === undefined ? part : `${body}${isJson ? '' : '&'}${part}`;
      usual['content-type'] = isJson ? 'application/json' : 'application/x-www-form-urlencoded';
      if (isJson) usual.accept = 'application/json';
    } else if (SILENT.test(word)) fails ||= FAILS.test(word);
    else if (word.startsWith('-')) throw new Error(`its option ${word} is not understood`);
    else if (url === undefined) url = word;
    else throw new Error('it asks for more than one address');
  }
  if (url === undefined) throw new Error('it names no address');
  const { hostname, port, pathname, search } = new URL(/^https?:\/\//.test(url) ? url : `http://${url}`);
  return {
    method: method ?? (body === undefined ? 'GET' : 'POST'),
    host: hostname,
    port: port === '' ? 80 : Number(port),
    path: `${pathname}${search}`,
    headers: { ...usual, ...headers },
    body,
    fails,
  };
}

/**
 * The words of a shell line, with the values of variables that are known. @throws Error when it has another expansion, or a quote
 * that does not end.
 */
export function shellWords(line: string, variables: ReadonlyMap<string, string> = new Map()): string[] {
  const words: string[] = [];
  let word: string | undefined;
  let rest = line;
  const valued = (text: string): string =>
    text.replaceAll(
      /\\([^])|\$(?:\{(\w+)\}|([A-Za-z_]\w*))|[$`]/g,
      (whole, escaped?: string, braced?: string, name?: string) => {
        if (escaped !== undefined) return /["\\$`]/.test(escaped) ? escaped : whole;
        const value = variables.get(braced ?? name ?? '');
        if (value === undefined) throw new Error('it does more than one thing, or has something to fill in');
        return value;
      },
    );
  while (rest !== '') {
    const [whole, space, single, double, escaped, variable, plain] =
      /^(?:(\s+)|'([^']*)'|"((?:[^"\\]|\\.)*)"|\\(.)|(\$(?:\{\w+\}|[A-Za-z_]\w*))|([^\s'"\\]))/s.exec(rest) ??
      [];
    if (whole === undefined) throw new Error('a quote in it does not end');
    rest = rest.slice(whole.length);
    if (space !== undefined) {
      if (word !== undefined) words.push(word);
      word = undefined;
      continue;
    }
    if (plain !== undefined && /[$`;&|<>()*]/.test(plain))
      throw new Error('it does more than one thing, or has something to fill in');
    const expanded = double ?? variable;
    word = `${word ?? ''}${single ?? (expanded === undefined ? undefined : valued(expanded)) ?? escaped ?? plain ?? ''}`;
  }
  return word === undefined ? words : [...words, word];
}
