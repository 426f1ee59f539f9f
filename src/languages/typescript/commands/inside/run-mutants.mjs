// Runs mutants against the tests bound to them, inside of the sandbox, in one vitest process: the job is read from
// `.millwright/mutation-job.json`, and the results are written to `.millwright/mutants.json`.
//
// A mutant exists only in what vitest loads; the file on the disk stays as it is, so that a test which reads the source
// does not tell the mutant apart. Every run has fresh workers: no module, no state of one mutant is seen by the next.
import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createVitest } from 'vitest/node';

const OUTPUT = '.millwright/mutants.json';
/** A test has five seconds by default. What blocks its thread for longer than this is ended with the whole process. */
const MUTANT_MS = 15_000;

const root = process.cwd();
const {
  tasks,
  tests: everyTest,
  testSide,
  wallMs,
} = JSON.parse(await readFile('.millwright/mutation-job.json', 'utf8'));
const end = performance.now() + wallMs;
const results = [];

async function write() {
  await writeFile(`${OUTPUT}.new`, JSON.stringify({ tasks: results }));
  await rename(`${OUTPUT}.new`, OUTPUT);
}

/** Path → text in the place of the file. */
let laid = new Map();
const vitest = await createVitest(
  'test',
  // Threads end with the process, also in the middle of an endless loop.
  {
    watch: false,
    run: true,
    pool: 'threads',
    maxWorkers: 1,
    fileParallelism: false,
    reporters: [{}],
    update: false,
  },
  { plugins: [{ name: 'millwright-mutants', enforce: 'pre', load: (id) => laid.get(id.split('?')[0]) }] },
);
await vitest.globTestSpecifications();

const escaped = (text) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** The full title of a test as the JSON reporter prints it. */
function titleOf(test) {
  const titles = [];
  for (let task = test; task.type !== 'module'; task = task.parent) titles.unshift(task.name);
  return titles.join(' ');
}

/** Runs exactly the given tests. Resolves to each with its result, and to whether all of their files could be loaded. */
async function run(tests) {
  vitest.setGlobalTestNamePattern(new RegExp(`^(?:${tests.map(({ title }) => escaped(title)).join('|')})$`));
  const files = [...new Set(tests.map(({ path }) => join(root, path)))];
  const { testModules } = await vitest.runTestSpecifications(
    files.flatMap((file) => vitest.getModuleSpecifications(file)),
  );
  const wanted = new Set(tests.map(({ path, title }) => `${join(root, path)}\n${title}`));
  const found = testModules.flatMap((module) =>
    [...module.children.allTests()]
      .map((test) => ({
        path: module.moduleId,
        title: titleOf(test),
        options: test.options,
        result: test.result(),
      }))
      .filter(({ path, title, result }) => wanted.has(`${path}\n${title}`) && result.state !== 'skipped'),
  );
  return { found, loaded: testModules.every((module) => module.errors().length === 0) };
}

/** Why these tests, on the code as it is, can kill no mutant; null when they can. */
function unfitness({ found, loaded }, tests) {
  if (!loaded) return 'a test file could not be loaded';
  if (found.some(({ result }) => result.state !== 'passed'))
    return 'a bound test fails when it runs without the others';
  if (found.length < tests.length) return 'not every bound test was run';
  if (found.some(({ options }) => (options.retry ?? 0) !== 0))
    return 'a bound test may be repeated until it passes';
  if (found.some(({ options }) => options.fails === true)) return 'a bound test is meant to fail';
  return null;
}

/** vitest throws it in the name of the test. */
const isTimeOut = (error) => /^(?:Test|Hook) timed out/.test(`${error.message}`);

/** A snapshot was taken from the code, and says only that the code changed. */
const isSnapshot = (error) => /snapshot/i.test(`${error.message}`.split('\n', 1)[0]);

const isAssertion = (error) => (error.name === 'AssertionError' && !isSnapshot(error)) || isByHand(error);

const RUNTIME_ERRORS = new Set(['TypeError', 'ReferenceError', 'SyntaxError', 'RangeError']);

/** The file of the project that an error was thrown in, or for; packages aside. */
function thrownIn(error) {
  const frame = `${error.stack}`
    .split('\n')
    .find((line) => line.includes(`${root}/`) && !line.includes('/node_modules/'));
  return frame?.slice(frame.indexOf(`${root}/`) + root.length + 1).replace(/(:\d+)*\)?$/, '');
}

/** An assertion by hand: the test, or what stands beside it, threw on purpose. */
const isByHand = (error) =>
  !RUNTIME_ERRORS.has(error.name) &&
  testSide.includes(thrownIn(error)) &&
  !isSnapshot(error) &&
  !isTimeOut(error);

/**
 * The code itself threw: where a test expects a value, that is how it says no. It counts for a limit alone, all of whose
 * mutants must be killed: those that let more through throw nothing, and only an assertion tells them apart.
 */
const isRefusal = (error) => {
  const path = thrownIn(error);
  return error.name !== 'AssertionError' && path !== undefined && !testSide.includes(path);
};

function verdict({ found, loaded }, rule) {
  const failed = found.filter(({ result }) => result.state === 'failed');
  const killer = failed.find(({ result }) =>
    result.errors.some((error) => isAssertion(error) || (rule !== 'any' && isRefusal(error))),
  );
  if (killer !== undefined) return { outcome: 'killed', killedBy: killer.title };
  if (!loaded || found.length === 0) return { outcome: 'invalid' };
  return { outcome: failed.length > 0 ? 'crashed' : 'survived' };
}

/** `work`, or 'timed-out' after a while. */
function within(work, ms) {
  let timer;
  const late = new Promise((resolve) => {
    timer = setTimeout(() => resolve('timed-out'), ms);
  });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}

async function runMutant({ path, start, end: to, replacement }, tests, rule, ms = MUTANT_MS) {
  const file = join(root, path);
  const text = await readFile(file, 'utf8');
  laid = new Map([[file, text.slice(0, start) + replacement + text.slice(to)]]);
  vitest.invalidateFile(file);
  const result = await within(run(tests), ms);
  laid = new Map();
  vitest.invalidateFile(file);
  return result === 'timed-out' ? result : verdict(result, rule);
}

/** Runs one task; resolves to false when a mutant blocks its thread for good. */
async function settle({ requirement, tests, decisions, rule }) {
  const mutants = decisions.flat();
  const outcomes = mutants.map(() => ({ outcome: 'not-run' }));
  const task = { requirement, unfit: null, mutants: outcomes };
  results.push(task);
  if (end <= performance.now()) {
    task.unfit = 'no time was left to run its mutants';
    return true;
  }
  const baseline = await within(run(tests), 4 * MUTANT_MS);
  task.unfit = baseline === 'timed-out' ? 'its tests take too long' : unfitness(baseline, tests);
  if (task.unfit !== null) return baseline !== 'timed-out';
  for (const decision of decisions) {
    let fallen = true;
    for (const mutant of decision) {
      if (end <= performance.now()) return true;
      const outcome = await runMutant(mutant, tests, rule);
      outcomes[mutants.indexOf(mutant)] = outcome === 'timed-out' ? { outcome: 'crashed' } : outcome;
      if (outcome === 'timed-out') return false;
      fallen &&= outcome.outcome === 'killed';
      if (!fallen && rule !== 'line') break;
    }
    if (rule !== 'line' && fallen === (rule === 'any')) break;
  }
  return true;
}

const keyOf = ({ path, start, end: to, replacement }, rule) =>
  JSON.stringify([path, start, to, replacement, rule === 'any']);

const isMissed = ({ outcome }) => outcome === 'survived' || outcome === 'crashed';

/** Whether a task is settled as it is: what its tests missed is of no use to it. */
function isShown({ decisions, rule }, { mutants, unfit }) {
  if (unfit !== null) return true;
  const outcomes = [...mutants];
  return (
    rule === 'any' &&
    decisions.some((decision) =>
      outcomes.splice(0, decision.length).every(({ outcome }) => outcome === 'killed'),
    )
  );
}

/** The tests that may kill what the tests of a task missed; none when they take too long together. */
async function fitTests() {
  if (everyTest.length === 0) return [];
  const baseline = await within(run(everyTest), 2 * MUTANT_MS);
  if (baseline === 'timed-out') return [];
  const fit = baseline.found.filter(
    ({ result, options }) =>
      result.state === 'passed' && (options.retry ?? 0) === 0 && options.fails !== true,
  );
  return everyTest.filter(({ path, title }) =>
    fit.some((test) => test.path === join(root, path) && test.title === title),
  );
}

/**
 * Runs what the tests of a task missed against the tests of all requirements: what falls to one of those is covered. Resolves
 * to the task whose mutant blocks its thread for good, if one does.
 */
async function cover() {
  const missed = tasks.flatMap((task) => {
    const result = results.find(({ requirement }) => requirement === task.requirement);
    if (result === undefined || isShown(task, result)) return [];
    return task.decisions
      .flat()
      .flatMap((mutant, index) => (isMissed(result.mutants[index]) ? [{ task, result, mutant, index }] : []));
  });
  const fit = missed.length === 0 || end <= performance.now() ? [] : await fitTests();
  if (fit.length === 0) return undefined;
  const known = new Map();
  for (const { task, result, mutant, index } of missed) {
    const key = keyOf(mutant, task.rule);
    if (!known.has(key)) {
      if (end <= performance.now()) return undefined;
      known.set(key, await runMutant(mutant, fit, task.rule, 4 * MUTANT_MS));
    }
    const found = known.get(key);
    if (found === 'timed-out') return result;
    if (found.outcome === 'killed') result.mutants[index] = { outcome: 'covered', killedBy: found.killedBy };
  }
  await uncover(fit);
  return undefined;
}

/** What fell to a test that fails on the code as it is, too, was missed after all. */
async function uncover(fit) {
  const isCovered = ({ outcome }) => outcome === 'covered';
  if (!results.some(({ mutants }) => mutants.some(isCovered))) return;
  const control = await within(run(fit), 4 * MUTANT_MS);
  const passes = (title) =>
    control !== 'timed-out' &&
    control.found.some((test) => test.title === title) &&
    control.found.every((test) => test.title !== title || test.result.state === 'passed');
  for (const { mutants } of results)
    for (const [index, mutant] of mutants.entries())
      if (isCovered(mutant) && !passes(mutant.killedBy)) mutants[index] = { outcome: 'survived' };
}

/**
 * The killers once more, on the code as it is: a test that fails now fails for another reason than the mutants, such as
 * having been run before.
 */
async function control() {
  const killed = results.filter((task) => task.mutants.some(({ outcome }) => outcome === 'killed'));
  const testsOf = ({ requirement }) => tasks.find((task) => task.requirement === requirement).tests;
  const { found, loaded } =
    killed.length === 0 ? { found: [], loaded: true } : await run(killed.flatMap(testsOf));
  for (const task of killed) {
    const own = testsOf(task);
    const passes = own.every(({ path, title }) =>
      found.some(
        (test) => test.path === join(root, path) && test.title === title && test.result.state === 'passed',
      ),
    );
    if (!loaded || !passes) task.unfit = 'a bound test fails on the code as it is when it is run again';
  }
}

for (const task of tasks) {
  if (await settle(task)) continue;
  // What blocks a thread cannot be waited for. All but this task are run again by a new process.
  results.splice(0, results.length - 1);
  await write();
  process.exit(3);
}
const blocked = await cover();
if (blocked !== undefined) {
  results.splice(0, results.length, blocked);
  await write();
  process.exit(3);
}
await control();
await write();
await vitest.close();
process.exit(0);
