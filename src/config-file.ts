import { readFileSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { isMap, isNode, isScalar, LineCounter, parseDocument, visit, type Document } from 'yaml';
import { z } from 'zod';
import { ConfigError } from './config.js';
import { modelProfileSchema } from './models/profiles/profile.js';
import { systemCode } from './protocol/errors.js';
import { API_FLAVOURS } from './models/settings.js';
import { LONGEST_SILENCE_MS } from './models/wire/deadlines.js';
import { closest } from './protocol/parse-input.js';

/** Read from the working folder unless `MILLWRIGHT_CONFIG` names another. */
export const CONFIG_FILE = 'millwright.config.yaml';

const name = z.string().min(1, 'must not be empty');
const dollars = z.number().min(0, 'must be an amount in US dollars, 0 or more');

const endpointSchema = z.strictObject({
  baseUrl: name,
  /** The NAME of an environment variable; a key itself is never in a file. */
  keyFrom: z
    .string()
    .regex(/^[A-Za-z_][A-Za-z0-9_]{0,63}$/, 'must be the name of an environment variable, and not a key')
    .optional(),
  api: z.enum(API_FLAVOURS).optional(),
  /** 0: unlimited. */
  callsPerMinute: z.int().min(0).max(100_000).optional(),
  silenceSeconds: z
    .int()
    .min(1)
    .max(LONGEST_SILENCE_MS / 1000)
    .optional(),
});
export type EndpointSection = z.infer<typeof endpointSchema>;

const routesSchema = z.array(z.strictObject({ endpoint: name, model: name })).min(1);

const overrideSchema = z.strictObject({
  model: name,
  endpoint: name.optional(),
  knownAs: name.optional(),
  profile: modelProfileSchema.partial().optional(),
  price: z.strictObject({ input: dollars, cachedInput: dollars.optional(), output: dollars }).optional(),
  temperature: z.number().min(0).max(2).optional(),
});

const modelsSchema = z.strictObject({
  endpoints: z.record(z.string(), endpointSchema).optional(),
  tiers: z
    .strictObject({
      light: routesSchema.optional(),
      standard: routesSchema.optional(),
      strong: routesSchema.optional(),
    })
    .optional(),
  overrides: z.array(overrideSchema).optional(),
});
export type ModelsSection = z.infer<typeof modelsSchema>;

const fileSchema = z.strictObject({ models: modelsSchema.optional() });

type Path = readonly PropertyKey[];

/** Says where in the file a problem is. */
export interface FileProblems {
  at(path: Path, problem: string): string;
}

export interface ConfigFile {
  readonly models: ModelsSection | undefined;
  readonly problems: FileProblems;
}

/**
 * Reads the settings file; none is as good as an empty one, unless it was named.
 * @throws ConfigError naming every key that cannot be used, with its line. It quotes no value: one may be a key.
 */
export function readConfigFile(named: string | undefined, cwd: string): ConfigFile {
  const path = resolve(cwd, named ?? CONFIG_FILE);
  const shown = basename(path);
  const text = textOf(path, named !== undefined);
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const problems: FileProblems = {
    at: (at, problem) => `${shown}:${lineOf(document, lines, at)} ${at.map(String).join('.')}: ${problem}`,
  };
  const line = (offset: number): string => `${shown}:${lines.linePos(offset).line}`;
  const syntax = [
    ...[...document.errors, ...document.warnings].map(
      ({ pos, code }) => `${line(pos[0])} is not YAML (${code})`,
    ),
    ...aliasesIn(document).map(
      (offset) =>
        `${line(offset)} has an alias (a word after "*"); write it out, in quotes where the "*" is meant`,
    ),
  ];
  if (syntax.length > 0) throw unusable(syntax);
  const parsed = fileSchema.safeParse(document.toJS() ?? {});
  if (!parsed.success) {
    throw unusable(parsed.error.issues.flatMap((issue) => linesOf(issue, problems)));
  }
  return { models: parsed.data.models, problems };
}

/** Where aliases begin: a file is read where it stands, and the word after a "*" that nobody thought of is no name in it. */
function aliasesIn(document: Document): readonly number[] {
  const found: number[] = [];
  visit(document, {
    Alias: (_, node) => {
      found.push(node.range?.[0] ?? 0);
    },
  });
  return found;
}

function linesOf(issue: z.core.$ZodIssue, problems: FileProblems): readonly string[] {
  if (issue.code !== 'unrecognized_keys') {
    return [problems.at(issue.path, problemIn(issue.message))];
  }
  return issue.keys.map((key) => {
    if (/^(?:api_?)?key$/i.test(key)) {
      return problems.at(
        [...issue.path, key],
        'a key has no place in a file; keyFrom names the environment variable that holds it',
      );
    }
    const meant = closest(key, FIELDS);
    return problems.at(
      [...issue.path, key],
      `is not a setting${meant === undefined ? '' : `; did you mean "${meant}"?`}`,
    );
  });
}

function problemIn(message: string): string {
  return message
    .replace(/^Invalid input: expected (\w+), received undefined$/, 'is missing; it is a $1')
    .replace(/^Invalid input: expected (\w+), received (\w+)$/, 'must be a $1, not a $2');
}

const FIELDS = [
  ...Object.keys(fileSchema.shape),
  ...Object.keys(modelsSchema.shape),
  ...Object.keys(endpointSchema.shape),
  ...Object.keys(overrideSchema.shape),
  ...Object.keys(modelProfileSchema.shape),
];

/** The line of a key, or of the nearest that is there around it. */
function lineOf(document: Document, lines: LineCounter, path: Path): number {
  for (let length = path.length; length > 0; length--) {
    const around: unknown = document.getIn(path.slice(0, length - 1), true);
    const key = path[length - 1];
    const node: unknown = isMap(around)
      ? around.items.map((pair) => pair.key).find((each) => isScalar(each) && each.value === key)
      : document.getIn(path.slice(0, length), true);
    if (isNode(node) && node.range != null) return lines.linePos(node.range[0]).line;
  }
  return 1;
}

function textOf(path: string, wasNamed: boolean): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    const code = systemCode(error) ?? 'unknown';
    if (code === 'ENOENT' && !wasNamed) return '';
    throw unusable([
      wasNamed ? `MILLWRIGHT_CONFIG: ${path} cannot be read (${code})` : `${path} cannot be read (${code})`,
    ]);
  }
}

function unusable(problems: readonly string[]): ConfigError {
  return new ConfigError(`These settings cannot be used:\n${problems.map((line) => `  ${line}`).join('\n')}`);
}
