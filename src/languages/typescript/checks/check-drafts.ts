import type ts from 'typescript';
import type { Diagnostic } from '../../../protocol/diagnostic.js';
import { declarationsOf } from '../compiler/declarations.js';
import { checkTypes } from '../compiler/type-diagnostics.js';
import { checkContract } from '../contract/check-contract.js';
import { fileKind } from '../file-kind.js';
import type { ProjectSession } from '../threads/project-session.js';
import type { DraftVerdict } from '../../language.js';
import type { DraftJob } from '../threads/thread-messages.js';
import { checkDependants } from './check-dependants.js';
import { checkImports } from './check-imports.js';
import { knownPackages, manifestsAbove } from './check-package.js';
import { checkTests } from './tests/check-tests.js';
import { checkPlaceholders, checkTextPlaceholders } from './placeholders/check-placeholders.js';
import { parseFile, scriptSource } from './parse-file.js';

/** What was found in the text of a draft, and in that of its tests; whether it is worth to look at its types. */
interface Read {
  readonly draft: DraftJob;
  readonly found: readonly Diagnostic[];
  readonly tests: readonly Diagnostic[];
  readonly hasTypes: boolean;
}

/**
 * parse → placeholders → imports → contract → types, and for tests whether they can fail; a check whose ground is gone is not made.
 * Several drafts are looked at by one compiler, unless one of them decides the types of another, over whatever files: each is judged
 * beside what is accepted and planned, and not beside another draft.
 */
export function checkDrafts(
  session: ProjectSession,
  drafts: readonly DraftJob[],
  cancellation: ts.CancellationToken,
): readonly DraftVerdict[] {
  const read = drafts.map((draft) => readDraft(session, draft));
  const areApart = drafts.length > 1 && meet(session, drafts);
  return read.map((each) => {
    cancellation.throwIfCancellationRequested();
    if (areApart && each.hasTypes) {
      for (const { path } of drafts) session.liftDraft(path);
      session.layDraft(each.draft.path, each.draft.content);
    }
    if (each.hasTypes) return checkDraftTypes(session, each, cancellation);
    const { draft, found, tests } = each;
    return {
      diagnostics: [...found, ...tests],
      declarations: fileKind(draft.path) === 'json' && !blocks(found) ? draft.content : '',
    };
  });
}

/** Whether one of the drafts decides the types of another. */
function meet(session: ProjectSession, drafts: readonly DraftJob[]): boolean {
  const compiler = session.compiler();
  const paths = new Set(drafts.map(({ path }) => path));
  return drafts.some(({ path }) =>
    compiler.reachedBy(path).some((other) => other !== path && paths.has(other)),
  );
}

/** What can be told without types. A draft that can be parsed is laid in its place. */
function readDraft(session: ProjectSession, draft: DraftJob): Read {
  const { path, content } = draft;
  const parsed = parseFile(path, content);
  const nothingElse = { draft, tests: [], hasTypes: false };
  if (blocks(parsed)) return { ...nothingElse, found: parsed };
  const kind = fileKind(path);
  if (kind !== 'typescript' && kind !== 'javascript')
    return { ...nothingElse, found: [...parsed, ...checkTextPlaceholders(path, content)] };

  session.layDraft(path, content);
  const found = [...parsed, ...checkSource(session, draft)];
  const tests =
    draft.tests === null
      ? []
      : checkTests(path, scriptSource(path, content), draft.tests, (name) => session.files.get(name));
  return { draft, found, tests, hasTypes: kind === 'typescript' && !blocks(found) };
}

function checkDraftTypes(
  session: ProjectSession,
  { draft, found, tests }: Read,
  cancellation: ts.CancellationToken,
): DraftVerdict {
  const { path, content } = draft;
  const compiler = session.compiler();
  const declarations = declarationsOf(compiler, path, cancellation);
  const types = checkTypes(compiler, path, cancellation);
  const contract = checkContract(compiler, path, draft.contract, cancellation);
  const ownFindings = [...found, ...contract, ...types, ...tests];
  if (blocks(ownFindings)) return { diagnostics: ownFindings, declarations };
  const dependants = looksTheSame(session, path, declarations)
    ? []
    : checkDependants(session, draft, cancellation);
  if (!blocks(dependants)) session.passed.set(path, { content, declarations });
  return { diagnostics: [...ownFindings, ...dependants], declarations };
}

/** Its dependants see no difference to the accepted file: a repair within a body is no matter of theirs. */
function looksTheSame(session: ProjectSession, path: string, declarations: string): boolean {
  const passed = session.passed.get(path);
  return (
    passed !== undefined && passed.content === session.files.get(path) && passed.declarations === declarations
  );
}

/** What can be told from the source text and the list of files, without types. */
function checkSource(session: ProjectSession, draft: DraftJob): readonly Diagnostic[] {
  const compiler = session.compiler();
  const sourceFile = scriptSource(draft.path, draft.content);
  const accepted = session.files.get(draft.path);
  const placeholders = checkPlaceholders(
    draft.path,
    sourceFile,
    accepted === undefined ? undefined : scriptSource(draft.path, accepted),
  );
  const imports = checkImports(draft.path, sourceFile, {
    accepted: new Set(session.files.keys()),
    planned: new Set(session.contracts.keys()),
    dependencies: draft.dependencies,
    packages: knownPackages(draft.packages, manifestsAbove(draft.path, session.files), (name) =>
      compiler.isInstalled(name),
    ),
    resolve: (specifier) => compiler.resolve(specifier, draft.path),
    isAlias: (specifier) => compiler.isAlias(specifier),
    verbatim: compiler.settings.options.verbatimModuleSyntax === true,
    isElsewhere: () => false,
    builtFolder: compiler.settings.builtFolder,
  });
  return [...placeholders, ...imports];
}

function blocks(diagnostics: readonly Diagnostic[]): boolean {
  return diagnostics.some((diagnostic) => diagnostic.blocking);
}
