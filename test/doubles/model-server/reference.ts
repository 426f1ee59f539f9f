import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { analysisSchema, requirementIdSchema, type Analysis } from '../../../src/protocol/analysis.js';
import { planSchema, type FileSpec, type Plan } from '../../../src/protocol/plan.js';
import { projectPathSchema } from '../../../src/protocol/tree.js';

/** A way to get one file of a reference wrong that still compiles: an edit, and the requirement that it breaks. */
const slipSchema = z.strictObject({
  kind: z.enum(['off-by-one', 'wrong-behaviour', 'missing-authorisation', 'wrong-test', 'vacuous-test']),
  path: projectPathSchema,
  requirement: requirementIdSchema,
  search: z.string().min(1),
  replace: z.string(),
});
export type Slip = z.infer<typeof slipSchema>;

/** A whole project as people wrote it: what the double answers from. */
export interface Reference {
  readonly name: string;
  readonly brief: string;
  readonly analysis: Analysis;
  readonly plan: Plan;
  /** Path → content of every planned file. */
  readonly files: ReadonlyMap<string, string>;
  readonly slips: readonly Slip[];
}

const IN_PROJECT = join('test', 'fixtures', 'references');

/** Above the sources and above what is compiled from them. */
function referencesFolder(): string {
  for (let folder = dirname(fileURLToPath(import.meta.url)); ; folder = dirname(folder)) {
    const candidate = join(folder, IN_PROJECT);
    if (existsSync(candidate)) return candidate;
    if (dirname(folder) === folder) throw new Error(`There is no ${IN_PROJECT} above ${import.meta.url}.`);
  }
}

export async function referenceNames(): Promise<readonly string[]> {
  const entries = await readdir(referencesFolder(), { withFileTypes: true });
  return entries
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .sort();
}

/**
 * The reference called `name`, of the folder `test/fixtures/references`.
 * @throws Error when there is none, or when its parts do not fit each other.
 */
export async function loadReference(name: string): Promise<Reference> {
  const names = await referenceNames();
  if (!names.includes(name))
    throw new Error(`There is no reference "${name}"; there are ${names.join(', ')}.`);
  const folder = join(referencesFolder(), name);
  const json = async (file: string): Promise<unknown> =>
    JSON.parse(await readFile(join(folder, file), 'utf8'));
  const files = await filesBelow(join(folder, 'files'));
  const reference: Reference = {
    name,
    brief: await readFile(join(folder, 'brief.md'), 'utf8'),
    analysis: analysisSchema.parse(await json('analysis.json')),
    plan: planSchema.parse(await json('plan.json')),
    files,
    slips: slipSchema.array().parse(await json('slips.json')),
  };
  const problem = unfitness(reference);
  if (problem !== undefined) throw new Error(`The reference "${name}" does not fit together: ${problem}`);
  return reference;
}

async function filesBelow(folder: string): Promise<ReadonlyMap<string, string>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = entries
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name))
    .sort();
  return new Map(
    await Promise.all(
      paths.map(async (path): Promise<[string, string]> => [
        relative(folder, path).split(sep).join('/'),
        await readFile(path, 'utf8'),
      ]),
    ),
  );
}

function unfitness({ brief, analysis, plan, files, slips }: Reference): string | undefined {
  const unwritten = plan.files.find(({ path }) => !files.has(path));
  if (unwritten !== undefined) return `${unwritten.path} is planned and not written.`;
  const unplanned = [...files.keys()].find((path) => !plan.files.some((spec) => spec.path === path));
  if (unplanned !== undefined) return `${unplanned} is written and not planned.`;
  const invented = analysis.requirements.find(({ source }) => !brief.includes(source));
  if (invented !== undefined) return `the brief does not say what ${invented.id} comes from.`;
  const misplaced = slips.find(({ path, search }) => (files.get(path) ?? '').split(search).length !== 2);
  return misplaced === undefined
    ? undefined
    : `${JSON.stringify(misplaced.search)} does not stand in ${misplaced.path} exactly once.`;
}

export function specOf(reference: Reference, path: string): FileSpec | undefined {
  return reference.plan.files.find((spec) => spec.path === path);
}

export function withSlip(content: string, { search, replace }: Slip): string {
  return content.split(search).join(replace);
}
