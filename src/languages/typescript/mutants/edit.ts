import ts from 'typescript';
import type { MutantKind } from '../../../protocol/evidence.js';
import type { CodeMutant } from '../../language.js';

/** Characters of code that a mutant shows. */
const SHOWN = 160;
/** Of them, how many stand before the change where the whole is longer. */
const LED_BY = 60;

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
  const [from, to] = shownPart(file, shown, start, end);
  const [before, after] = cut(
    flat(file.text.slice(from, to)),
    flat(`${file.text.slice(from, start)}${replacement}${file.text.slice(end, to)}`),
  );
  return {
    kind,
    path,
    line: file.getLineAndCharacterOfPosition(start).line + 1,
    before,
    after,
    start,
    end,
    replacement,
  };
}

/** Of the node that is shown, the lines that the edit changes: what stands around them says nothing of the change. */
function shownPart(
  file: ts.SourceFile,
  shown: ts.Node,
  start: number,
  end: number,
): readonly [number, number] {
  const lineStart = file.text.lastIndexOf('\n', start - 1) + 1;
  const lineEnd = file.text.indexOf('\n', end);
  return [
    Math.max(shown.getStart(file), lineStart),
    Math.min(shown.getEnd(), lineEnd === -1 ? file.text.length : lineEnd),
  ];
}

function flat(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}

/** Both texts cut to what is shown, so that the place where they part is in it. */
function cut(before: string, after: string): readonly [string, string] {
  let same = 0;
  while (same < before.length && before[same] === after[same]) same += 1;
  const longest = Math.max(before.length, after.length);
  const from = longest <= SHOWN ? 0 : Math.max(0, Math.min(same - LED_BY, longest - SHOWN + 1));
  const window = (text: string): string => {
    const tail = from === 0 ? text : `…${text.slice(from)}`;
    return tail.length <= SHOWN ? tail : `${tail.slice(0, SHOWN - 1)}…`;
  };
  return [window(before), window(after)];
}
