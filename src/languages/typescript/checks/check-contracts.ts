import ts from 'typescript';
import type { Diagnostic } from '../../../protocol/diagnostic.js';
import type { Contract } from '../../../protocol/plan.js';
import { compilerMessage } from '../compiler/type-diagnostics.js';
import { ambientDeclaration } from '../contract/ambient-declaration.js';
import { renderStub, type ContractLine } from '../contract/contract-stub.js';
import { isTypeScript } from '../file-kind.js';
import { finding } from '../finding.js';
import type { ProjectSession } from '../threads/project-session.js';
import { syntaxErrors } from './parse-file.js';

/** An import that no declaration uses, or what is imported or passed on as a value and is a type: of no concern in a contract. */
const IGNORED_CODES = new Set([6133, 6192, 6196, 1484, 1485, 1205, 1448]);

/** All contracts together: each says what it should, and they type-check against each other and the packages. */
export function checkContracts(
  session: ProjectSession,
  cancellation: ts.CancellationToken,
): readonly Diagnostic[] {
  return [...session.contracts].flatMap(([path, contract]) => {
    cancellation.throwIfCancellationRequested();
    if (!isTypeScript(path)) return [];
    const written = checkWriting(path, contract);
    return written.length > 0 ? written : checkStub(session, path, contract, cancellation);
  });
}

/** Each contract by itself: it can be parsed, and each declaration declares its own export. */
function checkWriting(path: string, contract: Contract): readonly Diagnostic[] {
  const imports = contract.imports.flatMap((statement) =>
    syntaxErrors('contract.ts', statement).map(({ message }) =>
      finding('MW4005', { path }, `The contract's import cannot be parsed: ${message} In: ${statement}`),
    ),
  );
  const exports = contract.exports.flatMap(({ export: name, kind, declaration }) => {
    const [problem] = syntaxErrors('contract.d.ts', declaration);
    if (problem !== undefined)
      return [
        finding(
          'MW4005',
          { path },
          `The declaration of "${name}" cannot be parsed: ${problem.message} In: ${declaration}`,
        ),
      ];
    const { names, localName } = ambientDeclaration(name, declaration);
    if (names.includes(localName)) return [];
    return [
      finding(
        'MW4003',
        { path },
        `The declaration planned for the ${kind} "${name}" declares ${names.length === 0 ? 'nothing' : names.join(', ')}. In: ${declaration}`,
        "Write ambient TypeScript that declares the export under its name, or passes it on by name (`export { f } from './f.js';`).",
      ),
    ];
  });
  return [...imports, ...exports];
}

function checkStub(
  session: ProjectSession,
  path: string,
  contract: Contract,
  cancellation: ts.CancellationToken,
): readonly Diagnostic[] {
  const compiler = session.compiler();
  const source = compiler.sourceFile(path);
  if (source === undefined) return [];
  const { about } = renderStub(contract);
  return compiler
    .program()
    .getSemanticDiagnostics(source, cancellation)
    .filter(({ code, category }) => category === ts.DiagnosticCategory.Error && !IGNORED_CODES.has(code))
    .map((problem) => ({
      code: `TS${String(problem.code)}`,
      severity: 'error' as const,
      source: 'contract' as const,
      path,
      message: `${compilerMessage(problem)}${within(about[source.getLineAndCharacterOfPosition(problem.start ?? 0).line])}`,
      blocking: true,
    }));
}

function within(line: ContractLine | undefined): string {
  if (line === undefined) return '';
  return ` In the contract: ${'import' in line ? line.import : line.declaration}`;
}
