import ts from 'typescript';
import type { MutantKind } from '../../../protocol/evidence.js';
import type { CodeMutant } from '../../language.js';

/** Characters of code that a mutant shows. */
const SHOWN = 160;

/** What stands in the place of a statement that is dropped: it is read by people too. */
export const LEFT_OUT = '/* left out */;';

/** A replacement of one node of the code, and the code around it that says what it is about. */
export interface Edit {
  readonly kind: MutantKind;
  readonly node: ts.Node;
  readonly replacement: string;
  /** The node whose text is shown, when the edit alone would not be understood. */
  readonly shown: ts.Node;
}

export function edit(kind: MutantKind, node: ts.Node, replacement: string, shown: ts.Node = node): Edit {
  return { kind, node, replacement, shown };
}

/** The edit as a mutant of the file at `path`; undefined when what it makes does not parse. */
export function toMutant({ kind, node, replacement, shown }: Edit, path: string): CodeMutant | undefined {
  const file = node.getSourceFile();
  const [start, end] = [node.getStart(file), node.getEnd()];
  const text = `${file.text.slice(0, start)}${replacement}${file.text.slice(end)}`;
  const { diagnostics = [] } = ts.transpileModule(text, {
    fileName: file.fileName,
    reportDiagnostics: true,
    compilerOptions: { target: ts.ScriptTarget.ESNext, module: ts.ModuleKind.ESNext },
  });
  if (diagnostics.length > 0) return undefined;
  const [from, to] = [shown.getStart(file), shown.getEnd()];
  return {
    kind,
    path,
    line: file.getLineAndCharacterOfPosition(start).line + 1,
    before: oneLine(file.text.slice(from, to)),
    after: oneLine(`${file.text.slice(from, start)}${replacement}${file.text.slice(end, to)}`),
    start,
    end,
    replacement,
  };
}

function oneLine(text: string): string {
  const flat = text.replace(/\s+/g, ' ').trim();
  return flat.length <= SHOWN ? flat : `${flat.slice(0, SHOWN - 1)}…`;
}
