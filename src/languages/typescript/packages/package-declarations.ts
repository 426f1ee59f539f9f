import type ts from 'typescript';
import type { PackageDeclarations } from '../../../protocol/package-declarations.js';
import type { ProjectSession } from '../threads/project-session.js';
import type { PackageDeclarationsJob } from '../threads/thread-messages.js';
import { exportsOf } from './exports-of.js';
import { membersOf } from './members-of.js';
import { typeOf, typesNamedIn } from './named-types.js';
import { Origins } from './origin.js';
import { isAboutDeclarations, questionsOf, type Question } from './question.js';
import type { Answer, Reading } from './reading.js';
import { signaturesOf } from './signatures-of.js';

/** Findings that are looked into; others are most often of the same kind. */
const FINDINGS = 8;

function keyOf({ from, shows, of, declarations, names }: PackageDeclarations): string {
  return JSON.stringify([from, shows, of, [...declarations].sort(), names]);
}

function isEmpty({ declarations, names }: PackageDeclarations): boolean {
  return declarations.length === 0 && names.length === 0;
}

/** Undefined where the question is not about what a package declares: the project and the language are not shown. */
function answerTo(reading: Reading, question: Question): Answer | undefined {
  switch (question.about) {
    case 'exports':
      return exportsOf(reading, question);
    case 'members':
      return membersOf(reading, question);
    case 'signatures':
      return signaturesOf(reading, question);
    case 'type': {
      const found = typeOf(reading, question.symbol);
      return found === undefined ? undefined : { found, told: [] };
    }
  }
}

/**
 * What installed packages declare of the things that findings of one file are about, each once, the first finding's first; and
 * after these the types that signatures are made of.
 */
export function packageDeclarations(
  session: ProjectSession,
  { path, content, findings }: PackageDeclarationsJob,
  cancellation: ts.CancellationToken,
): readonly PackageDeclarations[] {
  session.layDraft(path, content);
  const compiler = session.compiler();
  const source = compiler.sourceFile(path);
  if (source === undefined) return [];
  const program = compiler.program();
  const isAsked = ({ code, start = 0 }: ts.Diagnostic): boolean => {
    const line = source.getLineAndCharacterOfPosition(start).line + 1;
    return (
      isAboutDeclarations(code) &&
      findings.some((each) => each.code === `TS${String(code)}` && each.line === line)
    );
  };
  const found = program.getSemanticDiagnostics(source, cancellation).filter(isAsked).slice(0, FINDINGS);
  if (found.length === 0) return [];
  const reading: Reading = { checker: program.getTypeChecker(), origins: new Origins(compiler) };
  const answers = new Map<string, Answer>();
  for (const finding of found) {
    cancellation.throwIfCancellationRequested();
    for (const question of questionsOf(reading.checker, source, finding)) {
      const answer = answerTo(reading, question);
      if (answer === undefined || isEmpty(answer.found)) continue;
      answers.set(keyOf(answer.found), answer);
      break;
    }
  }
  const told = [...answers.values()].flatMap((each) => each.told);
  return [...[...answers.values()].map((each) => each.found), ...typesNamedIn(told, reading)];
}
