import type { FileSpec } from '../../../src/protocol/plan.js';
import type { Analysis } from '../../../src/protocol/analysis.js';
import { fenced, languageOf } from './faults/reply.js';
import type { SectionName } from './prompt.js';
import { specOf, type Reference } from './reference.js';

/** What a prompt shows: its sections, some of them blanked. */
export interface Shown {
  readonly blank?: readonly SectionName[];
  readonly repair?: { readonly content: string; readonly diagnostics: string };
  readonly remark?: string;
}

/** A prompt for one file, in the sections that the double reads. */
export function promptFor(reference: Reference, path: string, shown: Shown = {}): string {
  const spec = specOf(reference, path);
  const { blank = [], repair, remark } = shown;
  const sections: readonly (readonly [SectionName, string | undefined])[] = [
    ['Packages', reference.plan.packages.map(({ name, version }) => `- ${name} ${version}`).join('\n')],
    ['Project tree', reference.plan.files.map((file) => `- ${file.path}`).join('\n')],
    ['Requirements', requirementsOf(reference, path)],
    ['File', `\`${path}\`: ${spec?.purpose ?? ''}`],
    ['Contract', spec === undefined ? '' : fenced(contractText(spec), 'ts')],
    ['Declarations', declarationsFor(reference, spec)],
    ['Current content', repair === undefined ? undefined : fenced(repair.content, languageOf(path))],
    ['Diagnostics', repair?.diagnostics],
    ['Remark', remark],
  ];
  return [
    ...sections.flatMap(([name, text]) =>
      text === undefined ? [] : [`## ${name}\n${blank.includes(name) ? '' : text}`],
    ),
    `Task: ${repair === undefined ? 'write' : 'repair'} ${path}`,
  ].join('\n\n');
}

export function analysisPrompt({ brief }: Reference): string {
  return `## Brief\n${fenced(brief, 'text')}\n\nTask: analyze`;
}

export function planPrompt({ analysis }: Reference): string {
  return `## Requirements\n${analysis.requirements.map(describe).join('\n')}\n\nTask: plan`;
}

function describe({ id, statement }: Analysis['requirements'][number]): string {
  return `- ${id}: ${statement}`;
}

function requirementsOf({ analysis, plan }: Reference, path: string): string {
  const ids = new Set([
    ...(plan.files.find((file) => file.path === path)?.requirements ?? []),
    ...plan.bindings
      .filter(({ files, test }) => test === path || files.includes(path))
      .map(({ requirement }) => requirement),
  ]);
  return analysis.requirements
    .filter(({ id }) => ids.has(id))
    .map(describe)
    .join('\n');
}

function contractText({ contract }: FileSpec): string {
  return [...contract.imports, ...contract.exports.map(({ declaration }) => declaration)].join('\n');
}

function declarationsFor(reference: Reference, spec: FileSpec | undefined): string {
  return (spec?.dependencies ?? [])
    .flatMap(({ path }) => {
      const dependency = specOf(reference, path);
      return dependency === undefined ? [] : [`### ${path}\n${fenced(contractText(dependency), 'ts')}`];
    })
    .join('\n\n');
}
