import { dirname } from 'node:path/posix';
import { formatDiagnostic } from '../../../protocol/diagnostics.js';
import type { FileRole, PlannedPackage } from '../../../protocol/plan.js';
import {
  bindingsOf,
  contractText,
  findingsOf,
  isTypeScript,
  requirementsFor,
  usablePackages,
  type FileContext,
} from './file-context.js';
import { hasAny, namesIn, wordsIn, type Mentions } from './mentions.js';
import { decisionsFor, isAbout } from './shown-decisions.js';
import { declaredIn, type DeclaredFile } from './whole-declarations.js';

/** What a prompt can do without, when it has to. Nothing else is ever left out. */
export type Cuttable =
  | { readonly kind: 'path'; readonly path: string }
  | { readonly kind: 'package'; readonly package: PlannedPackage }
  | { readonly kind: 'decision'; readonly text: string }
  /** What a package declares of something that was found. */
  | { readonly kind: 'declared-by-package'; readonly text: string }
  /** A declaration of a file that this one depends on, whole: its place among those of that file. */
  | { readonly kind: 'declaration'; readonly path: string; readonly index: number };

export interface CutOrder {
  /** Dependencies with their declarations taken apart. */
  readonly declared: ReadonlyMap<string, DeclaredFile>;
  /** The least useful first. */
  readonly order: readonly Cuttable[];
}

/** Paths of the project's tree: a larger project has no larger prompt. */
const PATHS_SHOWN = 40;

/** Packages by what they are for, as their name or the plan says it, that a role writes with. */
const USED_BY: Readonly<Record<FileRole, RegExp>> = {
  api: /http|server|rout|schema|valid|openapi|swagger|command|option|argument|terminal/i,
  backend: /schema|valid|date|time|money|parse|number/i,
  database: /sql|database|query|stor|migrat|schema|redis|mongo/i,
  security: /crypt|hash|token|jwt|session|auth|password|cookie|http|schema/i,
  frontend: /view|component|css|dom|render|rout|state|brows|\bui\b|html/i,
  tester: /test|http|server|mock|assert|schema/i,
  // These write from the manifest, which has every package.
  devops: /^$/,
  docs: /^$/,
};

/** Steps of usefulness, from what goes first to what goes last. */
type Usefulness = 0 | 1 | 2 | 3 | 4;

function nearness(path: string, { spec }: FileContext): number {
  if (spec.dependencies.some((each) => each.path === path)) return 3;
  if (dirname(path) === dirname(spec.path)) return 2;
  return path.startsWith('src/') ? 1 : 0;
}

/** Names that code and findings of this file use, and the words of what it is for. */
function mentionsOf(context: FileContext): Mentions {
  const { spec, repair } = context;
  const found = findingsOf(context)?.diagnostics ?? [];
  const code = [
    contractText(spec.contract),
    ...bindingsOf(context).flatMap(({ symbol }) => symbol?.export ?? []),
    ...(repair === null ? [] : [repair.previous]),
    ...found.map(formatDiagnostic),
  ];
  const said = requirementsFor(context).flatMap(({ statement, examples }) => [
    statement,
    ...examples.flatMap(({ given, when, then }) => [given, when, then]),
  ]);
  return { names: namesIn(code.join('\n')), words: wordsIn([spec.purpose, ...said].join('\n')) };
}

function declaredBy(context: FileContext): ReadonlyMap<string, DeclaredFile> {
  return new Map(
    [...context.declarations].map(([path, text]): [string, DeclaredFile] => [
      path,
      isTypeScript(path) ? declaredIn(text) : { imports: [], declarations: [{ names: [], text }] },
    ]),
  );
}

/** 4: the file's own code speaks of it; 3: what that speaks of; 2: what the file is for; 1: beside such a one; 0: nothing does. */
function usefulnessOf(
  declared: ReadonlyMap<string, DeclaredFile>,
  { names, words }: Mentions,
): ReadonlyMap<string, readonly Usefulness[]> {
  const named = [...declared.values()]
    .flatMap(({ declarations }) => declarations)
    .filter((each) => hasAny(names, each.names));
  const reached = namesIn(named.map(({ text }) => text).join('\n'));
  return new Map(
    [...declared].map(([path, { declarations }]): [string, readonly Usefulness[]] => {
      const own = declarations.map((each): Usefulness => {
        if (hasAny(names, each.names)) return 4;
        if (hasAny(reached, each.names)) return 3;
        return hasAny(words, wordsIn(each.names.join(' '))) ? 2 : 0;
      });
      const spokenOf = own.some((useful) => useful > 0);
      return [path, own.map((useful) => (useful === 0 && spokenOf ? 1 : useful))];
    }),
  );
}

/** Paths of the project that are of use to the file, the nearest first. */
export function nearbyPaths(context: FileContext): readonly string[] {
  return context.plan.files
    .map(({ path }) => path)
    .sort((one, other) => nearness(other, context) - nearness(one, context) || (one < other ? -1 : 1))
    .slice(0, PATHS_SHOWN);
}

/** What a file's prompt can do without, in the order in which it goes: equal contexts give equal orders. */
export function cutOrder(context: FileContext): CutOrder {
  const { spec } = context;
  const mentions = mentionsOf(context);
  const declared = declaredBy(context);
  const usefulness = usefulnessOf(declared, mentions);

  const byDistance = [...nearbyPaths(context)].reverse().map((path): Cuttable => ({ kind: 'path', path }));
  const isFar = (each: Cuttable): boolean => each.kind === 'path' && nearness(each.path, context) < 2;
  const said = [
    contractText(spec.contract),
    spec.purpose,
    context.repair?.previous ?? '',
    ...context.declarations.values(),
  ].join('\n');
  const packages = usablePackages(context);
  const isUsed = ({ name, why }: PlannedPackage): boolean =>
    said.includes(name) || USED_BY[spec.role].test(`${name} ${why}`);
  const asCuttable = (each: PlannedPackage): Cuttable => ({ kind: 'package', package: each });
  const decisions = [...decisionsFor(context)].reverse();
  const asDecision = (text: string): Cuttable => ({ kind: 'decision', text });
  const byPackages = [...(findingsOf(context)?.packages ?? [])]
    .reverse()
    .map((text): Cuttable => ({ kind: 'declared-by-package', text }));
  const declarations = (useful: Usefulness): readonly Cuttable[] =>
    [...usefulness]
      .flatMap(([path, each]) =>
        each.flatMap((own, index): readonly Cuttable[] =>
          own === useful ? [{ kind: 'declaration', path, index }] : [],
        ),
      )
      .reverse();
  return {
    declared,
    order: [
      ...byDistance.filter(isFar),
      ...packages.filter((each) => !isUsed(each)).map(asCuttable),
      ...decisions.filter((each) => !isAbout(each, context)).map(asDecision),
      ...declarations(0),
      ...declarations(1),
      ...declarations(2),
      ...byDistance.filter((each) => !isFar(each)),
      ...packages.filter(isUsed).map(asCuttable),
      ...decisions.filter((each) => isAbout(each, context)).map(asDecision),
      ...byPackages,
      ...declarations(3),
      ...declarations(4),
    ],
  };
}
