// What a run of bound tests says: whether they are fit to kill a mutant, and what they made of one.
import { LATE } from './bound-tests.mjs';

const root = process.cwd();

const isRepeated = ({ options }) => (options.retry ?? 0) !== 0;
const isMeantToFail = ({ options }) => options.fails === true;

/** Whether a test, run on the code as it is, can say something of a mutant. */
export const isFit = (test) => test.result.state === 'passed' && !isRepeated(test) && !isMeantToFail(test);

/** Why these tests, on the code as it is, can kill no mutant; null when they can. */
export function unfitness(run, tests) {
  if (run === LATE) return 'its tests take too long';
  const { found, broken, whole } = run;
  if (broken.size > 0) return 'a test file could not be loaded';
  if (!whole) return 'its tests end the thread that runs them';
  if (found.some(({ result }) => result.state !== 'passed'))
    return 'a bound test fails when it runs without the others';
  if (found.length < tests.length) return 'not every bound test was run';
  if (found.some(isRepeated)) return 'a bound test may be repeated until it passes';
  if (found.some(isMeantToFail)) return 'a bound test is meant to fail';
  return null;
}

/** vitest throws it in the name of the test. */
const isTimeOut = (error) => /^(?:Test|Hook) timed out/.test(`${error.message}`);

/** A snapshot was taken from the code, and says only that the code changed. */
const isSnapshot = (error) => /snapshot/i.test(`${error.message}`.split('\n', 1)[0]);

const RUNTIME_ERRORS = new Set(['TypeError', 'ReferenceError', 'SyntaxError', 'RangeError']);

/** The file of the project that an error was thrown in, or for; packages aside. */
function thrownIn(error) {
  const frame = `${error.stack}`
    .split('\n')
    .find((line) => line.includes(`${root}/`) && !line.includes('/node_modules/'));
  return frame?.slice(frame.indexOf(`${root}/`) + root.length + 1).replace(/(:\d+)*\)?$/, '');
}

/**
 * What the test, or what stands beside it, says: by an assertion, or by hand, by an error that it threw on purpose. An assertion
 * of the code under test is an error of that code like any other.
 */
function isAssertion(error, testSide) {
  if (isSnapshot(error)) return false;
  const path = thrownIn(error);
  const isTheirs = testSide.includes(path);
  if (error.name === 'AssertionError') return isTheirs || path === undefined;
  return isTheirs && !RUNTIME_ERRORS.has(error.name) && !isTimeOut(error);
}

/**
 * The code itself threw: where a test expects a value, that is how it says no. It counts for a limit alone, all of whose
 * mutants must be killed: those that let more through throw nothing, and only an assertion tells them apart.
 */
function isRefusal(error, testSide) {
  const path = thrownIn(error);
  return path !== undefined && !testSide.includes(path);
}

/** What tests that are fit made of a mutant; `testSide` are the paths of the tests and what supports them. */
export function verdict({ found, broken, whole }, rule, testSide) {
  const failed = found.filter(({ result }) => result.state === 'failed');
  const killer = failed.find(({ result }) =>
    result.errors.some(
      (error) => isAssertion(error, testSide) || (rule !== 'any' && isRefusal(error, testSide)),
    ),
  );
  if (killer !== undefined) return { outcome: 'killed', killedBy: killer.title };
  if (!whole) return { outcome: 'unfinished' };
  if (broken.size > 0 || found.length === 0) return { outcome: 'invalid' };
  return { outcome: failed.length > 0 ? 'crashed' : 'survived' };
}

/** Whether all of these tests pass in a run, and their files do what is beside them. */
export function allPass({ found, broken }, tests) {
  return tests.every(
    ({ path, title }) =>
      !broken.has(path) &&
      found.some((test) => test.path === path && test.title === title && test.result.state === 'passed'),
  );
}
