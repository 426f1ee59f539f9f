import type ts from 'typescript';
import type { Diagnostic } from '../../../../protocol/diagnostic.js';
import { boundRequirements } from '../../../../protocol/evidence.js';
import { finding, placeOfNode } from '../../finding.js';
import { suitesAround, type TestCall } from './test-calls.js';
import type { TestDuty } from './test-duty.js';

/** Titles that name what the plan does not have, and requirements that no title names. */
export function checkTitles(
  path: string,
  sourceFile: ts.SourceFile,
  calls: readonly TestCall[],
  { shows, known }: TestDuty,
): readonly Diagnostic[] {
  if (shows.length === 0) return [];
  const tests = calls.filter(({ kind }) => kind === 'test');
  const bound = tests.map((test) => ({ test, ids: boundIds(test, calls) }));
  const ids = new Set(bound.flatMap((each) => each.ids));
  const strayed = bound
    .filter((each) => each.ids.length > 0 && !each.ids.some((id) => known.includes(id)))
    .map(({ test, ids: [id = ''] }) =>
      finding(
        'MW5010',
        placeOfNode(path, sourceFile, test.node),
        `There is no requirement ${id}.`,
        `Name one of those that this file shows: ${shows.join(', ')}.`,
      ),
    );
  if (tests.length === 0 || tests.some((test) => isNamedLater(test, calls))) return strayed;
  const missing = shows.filter((id) => !ids.has(id));
  return [
    ...strayed,
    ...missing.map((id) =>
      finding(
        'MW5011',
        { path, line: 1 },
        `No test of this file names ${id}, which is to be shown here.`,
        `Write a test whose title starts with [${id}] and that fails when ${id} does not hold.`,
      ),
    ),
  ];
}

function boundIds(test: TestCall, calls: readonly TestCall[]): readonly string[] {
  const suites = suitesAround(test, calls).map(({ title = '' }) => title);
  const name = test.title ?? '';
  return boundRequirements({ name, title: [...suites, name].join(' ') });
}

/** A placeholder within the brackets that mark requirements. */
const OPEN_MARK = /[[(][^\])]*[%$]/;

/** It names no requirement by what is written, and may name any of them when it is run. */
function isNamedLater(test: TestCall, calls: readonly TestCall[]): boolean {
  const { title } = test;
  const isFixed =
    title !== undefined && boundRequirements({ name: title, title }).length > 0 && !OPEN_MARK.test(title);
  return !isFixed && [test, ...suitesAround(test, calls)].some(isComposed);
}

/** Put together from values when the tests are run; `%` and `$` stand for some in the title of a table alone. */
function isComposed({ title, modifiers, isAlias }: TestCall): boolean {
  if (title === undefined) return true;
  const isTable = isAlias || modifiers.includes('each') || modifiers.includes('for');
  return isTable && /[%$]/.test(title);
}
