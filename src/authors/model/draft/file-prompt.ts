import { formatDiagnostic } from '../../../protocol/diagnostics.js';
import { bullets, fenced, oneLine, sections, type Section } from '../prompts/sections.js';
import { cutOrder, nearbyPaths, type Cuttable } from './cut-order.js';
import {
  contractText,
  findingsOf,
  isTypeScript,
  usablePackages,
  type FileContext,
  type ShownFindings,
} from './file-context.js';
import { fileText, proofText, requirementsText } from './file-facts.js';
import { hasAny, namesIn } from './mentions.js';
import { decisionsFor } from './shown-decisions.js';
import type { DeclaredFile } from './whole-declarations.js';

/** How long a prompt may be. */
export interface PromptLimit {
  readonly tokens: number;
  readonly count: (text: string) => number;
}

export interface FilePrompt {
  readonly text: string;
  readonly tokens: number;
  /** Whether anything is left in it that could be left out. */
  readonly cuttable: boolean;
}

/** One model may serve all tiers: asked in the same words, it would answer the same. */
function mendedInVain(times: number): string {
  return `Mends that left this as it is: ${String(times)}. The same file or the same findings came back. So the obvious mend is none, or its edits missed the place. Look for the cause elsewhere, in the declarations and the requirements, and where you change it, write the whole file.`;
}

/** What is left out of a prompt, and of what. */
interface Cut {
  readonly declared: ReadonlyMap<string, DeclaredFile>;
  readonly left: ReadonlySet<Cuttable>;
}

/** Findings that a prompt shows; the others are counted. */
const DIAGNOSTICS_SHOWN = 20;
/** Names of what is left out; the others are counted. */
const NAMES_SHOWN = 24;

function languageOf(path: string): string {
  return isTypeScript(path) ? 'ts' : (/\.(\w+)$/.exec(path)?.[1] ?? '');
}

function listed(names: readonly string[]): string {
  const more = names.length - NAMES_SHOWN;
  const shown = names.slice(0, NAMES_SHOWN).map((name) => `\`${oneLine(name).replaceAll('`', "'")}\``);
  return `${shown.join(', ')}${more > 0 ? ` and ${String(more)} more` : ''}`;
}

/** Documentation is about what all files are for. */
function purposeIn({ plan, spec }: FileContext, path: string): string {
  const purpose = plan.files.find((file) => file.path === path)?.purpose;
  return spec.role === 'docs' && path !== spec.path && purpose !== undefined ? `: ${purpose}` : '';
}

function treeText(context: FileContext, { left }: Cut): string {
  const out = new Set([...left].flatMap((each) => (each.kind === 'path' ? [each.path] : [])));
  // In the order of the alphabet, so that the files of a folder have this part in common.
  const shown = nearbyPaths(context)
    .filter((path) => !out.has(path))
    .sort();
  const more = context.plan.files.length - shown.length;
  return [
    ...(shown.length === 0 ? [] : [bullets(shown.map((path) => `${path}${purposeIn(context, path)}`))]),
    ...(more > 0 ? [`And ${String(more)} more.`] : []),
  ].join('\n');
}

function packagesText(context: FileContext, { left }: Cut): string {
  const out = new Set([...left].flatMap((each) => (each.kind === 'package' ? [each.package.name] : [])));
  const shown = usablePackages(context).filter(({ name }) => !out.has(name));
  return [
    bullets(shown.map(({ name, version, why }) => `${name} ${version}: ${why}`)),
    ...(out.size === 0 ? [] : [`Installed too: ${listed([...out])}.`]),
  ].join('\n');
}

function decisionsText(context: FileContext, { left }: Cut): string {
  const out = new Set([...left].flatMap((each) => (each.kind === 'decision' ? [each.text] : [])));
  return bullets(decisionsFor(context).filter((each) => !out.has(each)));
}

/** The declarations of one file, whole ones only; what is left out is named. */
function declarationsText(
  path: string,
  text: string,
  { behind }: FileContext,
  { declared, left }: Cut,
): string {
  const out = new Set(
    [...left].flatMap((each) => (each.kind === 'declaration' && each.path === path ? [each.index] : [])),
  );
  const { imports = [], declarations = [] } = declared.get(path) ?? {};
  const heading = `### ${path}${behind?.has(path) === true ? '\nWhat the above pass on or are made of:' : ''}`;
  if (out.size === 0) return `${heading}\n${fenced(text, languageOf(path))}`;
  const kept = declarations.filter((_, index) => !out.has(index));
  const body = kept.map((each) => each.text).join('\n');
  const spokenOf = namesIn(body);
  const needed = imports.filter(({ names }) => hasAny(spokenOf, names)).map((each) => each.text);
  const names = declarations.flatMap((each, index) => (out.has(index) ? each.names : []));
  return [
    heading,
    ...(kept.length === 0 ? [] : [fenced([...needed, body].join('\n'), languageOf(path))]),
    names.length === 0
      ? 'Left out for want of room.'
      : `Left out for want of room, and exported all the same: ${listed(names)}.`,
  ].join('\n');
}

/** What was found, as data: a message may quote anything that stands in a file. */
function diagnosticsText({ diagnostics, more }: ShownFindings): string {
  const rest = more + Math.max(0, diagnostics.length - DIAGNOSTICS_SHOWN);
  return [
    fenced(diagnostics.slice(0, DIAGNOSTICS_SHOWN).map(formatDiagnostic).join('\n'), 'text'),
    ...(rest > 0 ? [`And ${String(rest)} more findings.`] : []),
  ].join('\n');
}

/** Lines of a draft that is not shown would point at nothing. */
function refusedText(refused: ShownFindings): string {
  const unplaced = refused.diagnostics.map(({ line: _line, column: _column, ...each }) => each);
  return `Another draft of this file was refused for this; begin afresh, and do not repeat it.\n${diagnosticsText({ ...refused, diagnostics: unplaced })}`;
}

/** What packages declare was written by others: all of it is data. */
function declaredByPackages({ packages = [] }: ShownFindings, { left }: Cut): string {
  const out = new Set([...left].flatMap((each) => (each.kind === 'declared-by-package' ? [each.text] : [])));
  const shown = packages.filter((each) => !out.has(each));
  return [
    ...(shown.length === 0 ? [] : [fenced(shown.join('\n\n'), 'ts')]),
    ...(out.size === 0 ? [] : [`${String(out.size)} more were left out for want of room.`]),
  ].join('\n');
}

/** What stays the same from file to file comes first, and what is asked comes last. */
function promptText(context: FileContext, cut: Cut): string {
  const { plan, spec, declarations, manifest, repair, refusedBefore = null, remark, vain = 0 } = context;
  const found = findingsOf(context);
  const parts: readonly Section[] = [
    [
      'Project',
      `${oneLine(plan.title)}: ${oneLine(plan.description)} Kind \`${plan.kind}\`, ES modules in TypeScript on Node 20.`,
    ],
    ['Packages', packagesText(context, cut)],
    ['Project tree', treeText(context, cut)],
    ['Manifest', manifest === undefined ? null : fenced(manifest, 'json')],
    ['Decided', decisionsText(context, cut)],
    ['Requirements', requirementsText(context)],
    ['Shown to work', spec.role === 'docs' ? proofText(plan) : null],
    ['File', fileText(context)],
    [
      'Contract',
      spec.contract.exports.length === 0
        ? 'Nothing is imported from it.'
        : fenced(contractText(spec.contract), 'ts'),
    ],
    [
      'Declarations',
      [...declarations].map(([path, text]) => declarationsText(path, text, context, cut)).join('\n'),
    ],
    ['Current content', repair === null ? null : fenced(repair.previous, languageOf(spec.path))],
    ['Diagnostics', repair === null ? null : diagnosticsText(repair)],
    ['Mended before', repair === null || vain === 0 ? null : mendedInVain(vain)],
    ['Refused before', repair !== null || refusedBefore === null ? null : refusedText(refusedBefore)],
    ['Declared by packages', found === null ? null : declaredByPackages(found, cut)],
    ['Remark', remark === null ? null : `Your last reply could not be used. ${oneLine(remark)}`],
  ];
  return `${sections(parts)}\n\nTask: ${repair === null ? 'write' : 'repair'} ${spec.path}`;
}

const NOTHING_CUT: Cut = { declared: new Map(), left: new Set() };

/**
 * Everything that the writer of one file is shown, ending in what is asked. Its size follows the file's dependencies. Where that is
 * more than fits, the least useful is left out, whole, and named; requirements, contract, current content and findings always
 * stay, so a prompt without anything to cut may still be longer than `limit`.
 */
export function filePrompt(context: FileContext, limit: PromptLimit): FilePrompt {
  const whole = promptText(context, NOTHING_CUT);
  const tokens = limit.count(whole);
  if (tokens <= limit.tokens) return { text: whole, tokens, cuttable: true };
  const { declared, order } = cutOrder(context);
  const cutTo = (count: number): FilePrompt => {
    const text = promptText(context, { declared, left: new Set(order.slice(0, count)) });
    return { text, tokens: limit.count(text), cuttable: count < order.length };
  };
  // The more is left out the shorter it gets, but for the names of what is left out.
  let [fewest, most] = [1, order.length];
  while (fewest < most) {
    const middle = Math.floor((fewest + most) / 2);
    if (cutTo(middle).tokens <= limit.tokens) most = middle;
    else fewest = middle + 1;
  }
  return cutTo(most);
}
