import { isAlias, LineCounter, parseDocument, visit, type Document } from 'yaml';
import type { Diagnostic } from '../../protocol/diagnostic.js';
import { briefProblem } from '../../protocol/generate-input.js';
import { givenPlanSchema, type GivenPlan } from '../../protocol/given-plan.js';
import { planProblem, type PlanPointer, type PlanProblem } from '../../protocol/plan-problem.js';
import type { Planning } from '../parts.js';
import { graphOfFile } from './graph-of-file.js';
import { fromPlanFile, inPlanFile, planFileSchema, type PlanFile } from './plan-file.js';
import { positionsIn, type Position, type Positions } from './positions.js';
import { referenceProblems } from './reference-problems.js';
import { shapeProblems, type ShapeProblem } from './shape-problems.js';

/** Lines with faulty YAML that are named. */
const FAULTS_SHOWN = 10;

export type PlanReading =
  | { readonly kind: 'plan'; readonly brief: string; readonly given: GivenPlan }
  /** Everything that is wrong with it, in the order of its lines. Never empty. */
  | { readonly kind: 'problems'; readonly problems: readonly Diagnostic[] };

export interface PlanReader {
  /** How the file is called in diagnostics. */
  readonly name: string;
  readonly planning: Pick<Planning, 'prove' | 'adopt'>;
  readonly signal: AbortSignal;
}

/**
 * Reads a plan file and proves it: YAML, shape, references, the run's own proof of a plan, and whether its author can
 * write it. Nothing is started for it.
 * @throws MillwrightError what the author throws of the file's brief.
 */
export async function readPlanFile(text: string, reader: PlanReader): Promise<PlanReading> {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const positions = positionsIn(document, lines);
  const diagnose = (problems: readonly Located[]): PlanReading => ({
    kind: 'problems',
    problems: inOrder(
      problems.map(({ problem, position }) => ({
        ...problem.diagnostic,
        path: reader.name,
        ...position,
      })),
    ),
  });
  const syntax = syntaxProblems(document, lines);
  if (syntax.length > 0) return diagnose(syntax);

  const content: unknown = document.toJS();
  const { file, shape } = shapeOf(content);
  const graph = graphOfFile(content);
  const proof = graph === undefined ? [] : reader.planning.prove(graph.plan, graph.analysis);
  const found = [
    ...shape.map((problem) => ({
      problem,
      position: problem.atKey ? positions.ofKey(problem.at) : positions.of(problem.at),
    })),
    ...located(withoutEchoes(proof, shape), positions),
    ...(file === undefined ? [] : located(referenceProblems(file), positions)),
  ];
  if (file === undefined) return diagnose(found);

  const whole = givenPlanSchema.safeParse(fromPlanFile(file));
  if (!whole.success) {
    // What the proof has found already is said there in better words.
    const known = new Set(found.map(({ position }) => `${position.line}:${position.column}`));
    const rest = shapeProblems(whole.error, fromPlanFile(file), givenPlanSchema)
      .map((problem) => ({ problem, position: positions.of(inPlanFile(problem.at)) }))
      .filter(({ position }) => !known.has(`${position.line}:${position.column}`));
    return diagnose([...found, ...rest]);
  }
  const adoption = await reader.planning.adopt(file.brief, whole.data, reader.signal);
  if (adoption.outcome === 'refused') return diagnose([...found, ...located(adoption.problems, positions)]);
  return found.length > 0 ? diagnose(found) : { kind: 'plan', brief: file.brief, given: adoption.given };
}

interface Located {
  readonly problem: PlanProblem;
  readonly position: Position;
}

function located(problems: readonly PlanProblem[], positions: Positions): readonly Located[] {
  return problems.map((problem) => ({ problem, position: positions.of(inPlanFile(problem.at)) }));
}

/** The proof of what could not be read says again, in other words, that it could not be read. */
function withoutEchoes(
  proof: readonly PlanProblem[],
  shape: readonly ShapeProblem[],
): readonly PlanProblem[] {
  const unread = shape.filter(({ atKey }) => !atKey).map(({ at }) => at);
  return proof.filter(({ at }) => !unread.some((place) => isWithin(at, place) || isWithin(place, at)));
}

/** Is `inner` at `outer`, or somewhere in it? */
function isWithin(inner: PlanPointer, outer: PlanPointer): boolean {
  return outer.every((step, index) => inner[index] === step);
}

function inOrder(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  return [...diagnostics].sort((a, b) => (a.line ?? 0) - (b.line ?? 0) || (a.column ?? 0) - (b.column ?? 0));
}

/** Errors and warnings of the YAML itself. Aliases are refused: a plan is read where it stands. */
function syntaxProblems(document: Document, lines: LineCounter): readonly Located[] {
  const found = (offset: number, message: string, hint: string): Located => {
    const { line, col } = lines.linePos(offset);
    return { problem: planProblem([], 'yaml', message, hint), position: { line, column: col } };
  };
  const faults = [...document.errors, ...document.warnings].map(({ pos, message }) =>
    found(pos[0], `This is not YAML as a plan has it: ${message}`, 'Correct the line.'),
  );
  const aliases: Located[] = [];
  visit(document, {
    Alias: (_, node) => {
      if (isAlias(node))
        aliases.push(found(node.range?.[0] ?? 0, `*${node.source} is an alias.`, 'Write it out.'));
    },
  });
  // One mistake makes the parser stumble over what follows it, too.
  const lineOf = ({ position }: Located): number => position.line;
  const first = faults.filter(
    (fault, index) => faults.findIndex((one) => lineOf(one) === lineOf(fault)) === index,
  );
  return [...first.slice(0, FAULTS_SHOWN), ...aliases];
}

function shapeOf(content: unknown): {
  readonly file: PlanFile | undefined;
  readonly shape: readonly ShapeProblem[];
} {
  const parsed = planFileSchema.safeParse(content);
  if (!parsed.success) {
    return { file: undefined, shape: shapeProblems(parsed.error, content, planFileSchema) };
  }
  const wrong = briefProblem(parsed.data.brief);
  if (wrong === undefined) return { file: parsed.data, shape: [] };
  const problem = planProblem(['brief'], 'value', `The brief ${wrong}.`, 'Say what to build.');
  return { file: undefined, shape: [{ ...problem, atKey: false }] };
}
