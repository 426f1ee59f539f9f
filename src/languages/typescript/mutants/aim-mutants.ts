import ts from 'typescript';
import type { AimedMutants, CodeMutant, MutantAim } from '../../language.js';
import type { KillRule } from '../../../protocol/evidence.js';
import type { ProjectCompiler } from '../compiler/project-compiler.js';
import { behaviourMutants } from './behaviour-mutants.js';
import { CalledCode } from './called-code.js';
import { toMutant, type Edit } from './edit.js';
import { limitMutants, type LimitSite, type LimitSites } from './limit-mutants.js';
import { ordersAnything } from './orders.js';
import { aimedNodes, reachOf } from './reach.js';
import { refusalMutants } from './refusal-mutants.js';
import { relevance, tellingWords } from './words.js';

/** Mutants for each requirement: what is not shown by so many is not shown by more. */
const MOST_MUTANTS = 8;
/**
 * Of a stated limit each number is moved both ways wherever it stands, past the eight too: one that is not moved is not asked
 * for, and would be called proven for the others. Where they are more than this, none is.
 */
const MOST_MOVES = 32;
/** Places that speak less of the requirement than this share of the one that speaks of it most are not aimed at. */
const RELEVANT_SHARE = 0.5;
/** Which behaviour is broken first, of places that speak of the requirement alike: what tests notice most often. */
const KINDS: readonly Edit['kind'][] = [
  'call-dropped',
  'branch-inverted',
  'result-replaced',
  'guard-removed',
  'literal-changed',
  'limit-moved',
];

/** Mutants in the code that the plan names for each requirement. Equal trees and plans give equal mutants. */
export function aimMutants(
  compiler: ProjectCompiler,
  aims: readonly MutantAim[],
  cancellation: ts.CancellationToken,
): readonly AimedMutants[] {
  const code = new CalledCode(compiler);
  const { checker } = code;
  return aims.map((aim): AimedMutants => {
    cancellation.throwIfCancellationRequested();
    const { requirement, symbol } = aim;
    const { declarations: reached } = reachOf(compiler, symbol.path, symbol.export);
    if (reached.length === 0)
      return none(requirement, `${symbol.path} exports no code named ${symbol.export}`);
    const aimed = reached.flatMap((declaration) => aimedNodes(declaration, aim.words));
    const all = aimed.map(({ node }) => node);
    const named = aimed.filter((node) => node.named).map(({ node }) => node);
    const place = `${symbol.export} (${symbol.path})`;
    const asMutant = (change: Edit): CodeMutant[] => {
      const path = compiler.projectPath(change.node.getSourceFile().fileName);
      const mutant = path === undefined ? undefined : toMutant(change, path);
      return mutant === undefined ? [] : [mutant];
    };
    const made = (decisions: readonly (readonly CodeMutant[])[], rule: KillRule): AimedMutants => ({
      requirement,
      missing: null,
      rule,
      decisions,
    });
    const limitsAt = (numbers: readonly number[]): LimitSites => {
      const atName = limitMutants(named, numbers, checker);
      const isThere = atName.sites.length > 0 && numbers.every((number) => atName.found.has(number));
      return isThere ? atName : limitMutants(all, numbers, checker);
    };
    const stated = (sites: readonly LimitSite[]): AimedMutants => {
      const edits = everyMove(sites);
      if (edits === undefined)
        return none(requirement, `too much in ${place} may draw the line that it states`);
      const mutants = edits.flatMap(asMutant);
      return mutants.length === 0
        ? none(requirement, `nothing in ${place} draws the line that it states`)
        : made(
            mutants.map((mutant) => [mutant]),
            'every',
          );
    };
    if (aim.wants === 'limit') {
      const { numbers, hinted = [], otherwise } = aim;
      if (hinted.length > 0) {
        const { sites, found } = limitsAt(hinted);
        if (hinted.every((number) => found.has(number))) return stated(sites);
      }
      const { sites, found } = limitsAt(numbers);
      const unseen = numbers.filter((number) => !found.has(number));
      if (numbers.length > 0 && unseen.length === 0) return stated(sites);
      if (unseen.length > 0 && otherwise === undefined)
        return none(requirement, `no limit of ${unseen.join(' and ')} was found in ${place}`);
      if (numbers.length === 0) {
        const lines = upTo(
          sites
            .map(({ moved, gone }) => distinct([...moved, ...gone]).flatMap(asMutant))
            .filter((site) => site.length > 0),
          MOST_MUTANTS,
        );
        if (lines.length > 0) return made(lines, 'line');
        if (otherwise === undefined || ordersAnything(compiler, symbol))
          return none(requirement, `nothing in ${place} draws the line that it states`);
      }
    }
    const wanted = aim.wants === 'limit' ? (aim.otherwise ?? 'behaviour') : aim.wants;
    const decisionsFor = (wants: 'refusal' | 'behaviour'): readonly (readonly Edit[])[] => {
      const decisionsIn = (nodes: readonly ts.Node[]): readonly (readonly Edit[])[] =>
        wants === 'refusal'
          ? nodes.flatMap((node) => refusalMutants(node, code))
          : nodes.flatMap((node) => behaviourMutants(node, checker).map((change) => [change]));
      const atName = decisionsIn(named);
      return atName.length > 0 ? atName : decisionsIn(all);
    };
    const beside = aim.wants === 'refusal' && aim.otherwise === 'behaviour' ? decisionsFor('behaviour') : [];
    const decisions = [...decisionsFor(wanted), ...beside];
    const chosen = mostRelevant(decisions, tellingWords(aim.words))
      .map((decision) => ({ decision, mutants: decision.flatMap(asMutant) }))
      .filter(({ decision, mutants }) => mutants.length === decision.length)
      .map(({ mutants }) => mutants);
    const what = wanted === 'refusal' ? 'refuses anything' : 'could be changed';
    return chosen.length === 0
      ? none(requirement, `nothing in ${place} ${what}`)
      : made(upTo(chosen, MOST_MUTANTS), 'any');
  });
}

function none(requirement: string, missing: string): AimedMutants {
  return { requirement, missing, rule: 'any', decisions: [] };
}

/** Every move of the sites, and what takes them away as far as the eight go, in the order of the sites. */
function everyMove(sites: readonly LimitSite[]): readonly Edit[] | undefined {
  const moves = distinct(sites.flatMap(({ moved }) => moved));
  if (moves.length > MOST_MOVES) return undefined;
  const gone = distinct(sites.flatMap((site) => site.gone)).slice(
    0,
    Math.max(0, MOST_MUTANTS - moves.length),
  );
  const chosen = new Set([...moves, ...gone]);
  return sites.flatMap(({ moved, gone: taken }) => [...moved, ...taken]).filter((edit) => chosen.has(edit));
}

function distinct(edits: readonly Edit[]): readonly Edit[] {
  const seen = new Set<string>();
  return edits.filter(({ node, replacement }) => {
    const key = `${node.getSourceFile().fileName} ${node.getStart()} ${node.getEnd()} ${replacement}`;
    return seen.size < seen.add(key).size;
  });
}

/** The decisions whose code speaks of the requirement, those that do so most first. */
function mostRelevant(
  decisions: readonly (readonly Edit[])[],
  statement: ReadonlySet<string>,
): readonly (readonly Edit[])[] {
  const scores = relevance(
    statement,
    decisions.map(([first]) => (first === undefined ? '' : surroundings(first.node))),
  );
  const best = Math.max(0, ...scores);
  return decisions
    .map((decision, index) => ({ decision, score: scores[index] ?? 0, index }))
    .filter(({ score }) => score >= best * RELEVANT_SHARE)
    .sort(
      (a, b) =>
        b.score - a.score ||
        // What shows it by itself is tried first.
        a.decision.length - b.decision.length ||
        rank(a.decision) - rank(b.decision) ||
        a.index - b.index,
    )
    .map(({ decision }) => decision);
}

/** What a comment says is no decision of the code. */
const COMMENTS = /\/\*[\s\S]*?\*\/|(?<![:'"`])\/\/.*/g;

function rank([first]: readonly Edit[]): number {
  return first === undefined ? KINDS.length : KINDS.indexOf(first.kind);
}

/** The statement that a change is in, and the name of what it is in. */
function surroundings(node: ts.Node): string {
  let around = node;
  while (!ts.isStatement(around) && !ts.isPropertyAssignment(around) && !ts.isSourceFile(around.parent))
    around = around.parent;
  const text = around.getText().replace(COMMENTS, ' ');
  let holder: ts.Node = around;
  while (!ts.isSourceFile(holder)) {
    if (ts.isFunctionDeclaration(holder) || ts.isMethodDeclaration(holder) || ts.isPropertyAssignment(holder))
      return `${holder.name?.getText() ?? ''} ${text}`;
    holder = holder.parent;
  }
  return text;
}

/** Whole decisions, up to so many mutants. */
function upTo(
  decisions: readonly (readonly CodeMutant[])[],
  most: number,
): readonly (readonly CodeMutant[])[] {
  let count = 0;
  return decisions.filter((decision) => (count += decision.length) <= most);
}
