import type ts from 'typescript';
import type { ReviewAspect } from '../../../protocol/verify-activities.js';
import type { Diagnostic } from '../../../protocol/diagnostic.js';
import { scriptSource } from '../checks/parse-file.js';
import { isTestPath } from '../../../protocol/test-path.js';
import { fileKind } from '../file-kind.js';
import { anonymousDefault } from './anonymous-default.js';
import { awaitInLoop } from './await-in-loop.js';
import { consoleLog } from './console-log.js';
import { deepNesting } from './deep-nesting.js';
import { fileName } from './file-name.js';
import { longFile } from './long-file.js';
import { longFunction } from './long-function.js';
import { madeCode } from './made-code.js';
import { manyPaths } from './many-paths.js';
import { queryWithoutLimit } from './query-without-limit.js';
import type { ReviewRule } from './review-rule.js';
import { secretInSource } from './secret-in-source.js';
import { shellCommand } from './shell-command.js';
import { sqlFromValues } from './sql-from-values.js';
import { synchronousFiles } from './synchronous-files.js';
import { unverifiedTls } from './unverified-tls.js';

const RULES: readonly ReviewRule[] = [
  madeCode,
  shellCommand,
  sqlFromValues,
  secretInSource,
  unverifiedTls,
  awaitInLoop,
  synchronousFiles,
  queryWithoutLimit,
  longFunction,
  manyPaths,
  longFile,
  deepNesting,
  fileName,
  anonymousDefault,
  consoleLog,
];

/** What the reviewer of one aspect finds in the sources of a tree (path → content). All of it is advice. */
export function reviewTree(
  files: ReadonlyMap<string, string>,
  aspect: ReviewAspect,
  cancellation: ts.CancellationToken,
): readonly Diagnostic[] {
  const rules = RULES.filter((rule) => rule.aspect === aspect);
  return [...files].flatMap(([path, content]) => {
    cancellation.throwIfCancellationRequested();
    const kind = fileKind(path);
    if (kind !== 'typescript' && kind !== 'javascript') return [];
    const file = { path, sourceFile: scriptSource(path, content), isTest: isTestPath(path) };
    return rules.flatMap((rule) => rule.review(file));
  });
}
