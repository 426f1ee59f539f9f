import type ts from 'typescript';
import type { Diagnostic } from '../../protocol/diagnostic.js';
import { DIAGNOSTIC_CODES, type DiagnosticCode } from './diagnostic-codes.js';

/** Where a finding is: `path` relative to the project, `line` and `column` counted from 1. */
export interface Place {
  readonly path: string;
  readonly line?: number;
  readonly column?: number;
}

/** A diagnostic with what its code stands for. */
export function finding(code: DiagnosticCode, place: Place, message: string, hint?: string): Diagnostic {
  const { source, severity, blocking } = DIAGNOSTIC_CODES[code];
  return { code, severity, source, ...place, message, ...(hint === undefined ? {} : { hint }), blocking };
}

/** The place of the character at `position` (counted from 0) of a source file. */
export function placeOf(path: string, sourceFile: ts.SourceFile, position: number): Place {
  const { line, character } = sourceFile.getLineAndCharacterOfPosition(position);
  return { path, line: line + 1, column: character + 1 };
}

/** The place of a node, its leading comments left out. */
export function placeOfNode(path: string, sourceFile: ts.SourceFile, node: ts.Node): Place {
  return placeOf(path, sourceFile, node.getStart(sourceFile));
}
