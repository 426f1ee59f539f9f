import ts from 'typescript';
import { textOfAll } from './declared-text.js';
import type { Question } from './question.js';
import { shortName, type Answer, type Reading } from './reading.js';

/** Overloads that are shown. */
const SIGNATURES = 6;

function takes(checker: ts.TypeChecker, { parameters }: ts.Signature, count: number): boolean {
  const isRequired = ({ valueDeclaration: each }: ts.Symbol): boolean =>
    each !== undefined && ts.isParameter(each) && !checker.isOptionalParameter(each);
  return parameters.filter(isRequired).length <= count && count <= parameters.length;
}

/** How a function of a package is called: overloads that take as many arguments first. */
export function signaturesOf(
  { checker, origins }: Reading,
  { call }: Extract<Question, { about: 'signatures' }>,
): Answer | undefined {
  const callee = checker.getTypeAtLocation(call.expression);
  const kind = ts.isNewExpression(call) ? ts.SignatureKind.Construct : ts.SignatureKind.Call;
  const count = call.arguments?.length ?? 0;
  const all = checker.getSignaturesOfType(callee, kind);
  const inOrder = [
    ...all.filter((each) => takes(checker, each, count)),
    ...all.filter((each) => !takes(checker, each, count)),
  ];
  const declared = new Set(
    inOrder.flatMap(({ declaration }) =>
      declaration === undefined || origins.packageOf(declaration) === undefined ? [] : [declaration],
    ),
  );
  const [first] = declared;
  const from = first === undefined ? undefined : origins.packageOf(first);
  if (from === undefined) return undefined;
  const shown = [...declared].slice(0, SIGNATURES).flatMap((each) => {
    const text = textOfAll([each]);
    return text === undefined ? [] : [{ each, text }];
  });
  return {
    found: {
      from,
      shows: 'signatures',
      of: shortName(call.expression.getText()),
      declarations: shown.map(({ text }) => text),
      names: [],
      more: declared.size - shown.length,
    },
    told: shown.map(({ each }) => each),
  };
}
