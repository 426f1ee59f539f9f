// Runs mutants against the tests bound to them, inside of the sandbox, in one process: the job is read from
// `.millwright/mutation-job.json`, and the results are written to `.millwright/mutants.json`.
//
// A mutant may end this process (by the memory that it takes) or block it for good. So the file is written again and again: the
// tasks that are done, and what is about to be run. Whoever started the process begins it again without that.
import { readFile, rename, writeFile } from 'node:fs/promises';
import { close, LATE, runTests, runTestsOn, StuckError } from './bound-tests.mjs';
import { allPass, isFit, unfitness, verdict } from './judge-tests.mjs';

const OUTPUT = '.millwright/mutants.json';
/** What has begun when no further mutant is started has so long to end; the sandbox ends a minute after that moment. */
const LAST_RUN_MS = 30_000;
const LAST_CONTROL_MS = 50_000;

const {
  tasks,
  tests: everyTest,
  testSide,
  settled,
  skipped,
  wallMs,
  patienceMs,
} = JSON.parse(await readFile('.millwright/mutation-job.json', 'utf8'));

/** Milliseconds of this process. */
const now = () => performance.now();
/** The tasks that are done. */
const results = [...settled];
/** Tasks that are run, whose killers have yet to pass once more on the code as it is. */
let unsure = [];
/** When it was last looked whether killers pass. */
let lookedAt = now();

async function write(running = null) {
  await writeFile(`${OUTPUT}.new`, JSON.stringify({ tasks: results, running }));
  await rename(`${OUTPUT}.new`, OUTPUT);
}

const isSkipped = (requirement, index) =>
  skipped.some((one) => one.requirement === requirement && one.mutant === index);

/** What the tests of `unsure` tasks take together, for which time has to be left. */
const controlMs = () => unsure.reduce((sum, { ms }) => sum + ms, 0);

/**
 * Runs a mutant against tests that take `ms` without it: three times as long may be waited for, and a while, since tests that
 * fail may wait for what does not come. Resolves to its outcome, to `not-run` where too little time is left for that.
 */
async function tryMutant(mutant, tests, rule, ms) {
  const patience = 3 * ms + patienceMs;
  const left = wallMs + LAST_RUN_MS - controlMs() - now();
  const run = await runTestsOn(mutant, tests, Math.min(patience, left));
  if (run !== LATE) return verdict(run, rule, testSide);
  return { outcome: patience <= left ? 'unfinished' : 'not-run' };
}

/** Resolves to the task with what became of its mutants. */
async function runTask(task) {
  const { requirement, tests, decisions, rule } = task;
  const mutants = decisions.flat();
  const outcomes = mutants.map((_, index) => ({
    outcome: isSkipped(requirement, index) ? 'unfinished' : 'not-run',
  }));
  const result = { requirement, unfit: null, mutants: outcomes };
  if (now() + controlMs() >= wallMs) return { ...result, unfit: 'no time was left to run its mutants' };
  await write({ requirement, mutant: null });
  const start = now();
  const unfit = unfitness(await runTests(tests, 4 * patienceMs), tests);
  if (unfit !== null) return { ...result, unfit };
  const ms = now() - start;
  unsure.push({ task, result, ms });
  for (const decision of decisions) {
    let fallen = true;
    for (const mutant of decision) {
      const index = mutants.indexOf(mutant);
      if (outcomes[index].outcome === 'not-run') {
        if (now() + controlMs() >= wallMs) return result;
        await write({ requirement, mutant: index });
        outcomes[index] = await tryMutant(mutant, tests, rule, ms);
      }
      fallen &&= outcomes[index].outcome === 'killed';
      if (!fallen && rule !== 'line') break;
    }
    if (rule !== 'line' && fallen === (rule === 'any')) break;
  }
  return result;
}

/** The tests of these tasks once more, on the code as it is. */
async function runAgain(those) {
  const left = wallMs + LAST_CONTROL_MS - now();
  const ms = those.reduce((sum, one) => sum + one.ms, 0);
  const tests = those.flatMap(({ task }) => task.tests);
  return left <= 0 ? LATE : runTests(tests, Math.min(3 * ms + patienceMs, left));
}

/**
 * The killers once more, on the code as it is, where they ran before: a test that fails now fails for another reason than the
 * mutants, such as having been run before. All together, or one by one where some do not come to an end.
 */
async function control() {
  const killed = unsure.filter(({ result }) => result.mutants.some(({ outcome }) => outcome === 'killed'));
  if (killed.length > 0) {
    await write();
    const together = await runAgain(killed);
    for (const one of killed) {
      const run = together === LATE && killed.length > 1 ? await runAgain([one]) : together;
      if (run === LATE)
        one.result.unfit = 'its tests were not through in time when they were run again on the code as it is';
      else if (!allPass(run, one.task.tests))
        one.result.unfit = 'a bound test fails on the code as it is when it is run again';
    }
  }
  unsure = [];
  lookedAt = now();
}

/** All tasks that are not done yet, in portions: what ends this process takes no more with it than the last of them. */
async function runTasks() {
  let portion = [];
  const settle = async () => {
    await control();
    results.push(...portion);
    portion = [];
    await write();
  };
  for (const task of tasks) {
    if (results.some(({ requirement }) => requirement === task.requirement)) continue;
    portion.push(await runTask(task));
    if (now() - lookedAt >= 2 * patienceMs) await settle();
  }
  await settle();
}

const keyOf = ({ path, start, end, replacement }, rule) =>
  JSON.stringify([path, start, end, replacement, rule === 'any']);

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

/** What the tests of the tasks missed, and may yet fall to those of others. */
function missedMutants() {
  return tasks.flatMap((task) => {
    const result = results.find(({ requirement }) => requirement === task.requirement);
    if (result === undefined || isShown(task, result)) return [];
    return task.decisions
      .flat()
      .flatMap((mutant, index) =>
        isMissed(result.mutants[index]) && !isSkipped(task.requirement, index)
          ? [{ task, result, mutant, index }]
          : [],
      );
  });
}

/** The tests that may kill what the tests of a task missed, and what they take; none when they take too long together. */
async function fitTests() {
  const start = now();
  const run = await runTests(everyTest, 2 * patienceMs);
  const ms = now() - start;
  const tests =
    run === LATE
      ? []
      : everyTest.filter(({ path, title }) =>
          run.found.some((test) => test.path === path && test.title === title && isFit(test)),
        );
  return { tests, ms };
}

/** Runs what the tests of a task missed against the tests of all requirements: what falls to one of those is covered. */
async function cover() {
  const missed = missedMutants();
  if (missed.length === 0 || everyTest.length === 0 || now() >= wallMs) return;
  const { tests, ms } = await fitTests();
  if (tests.length === 0) return;
  const known = new Map();
  let fallen = [];
  let since = now();
  /** What fell to a test that fails on the code as it is, too, was missed after all. */
  const confirm = async () => {
    await write();
    const run =
      fallen.length === 0
        ? LATE
        : await runTests(tests, Math.min(3 * ms + patienceMs, wallMs + LAST_CONTROL_MS - now()));
    for (const { result, index, killedBy } of run === LATE ? [] : fallen) {
      const killers = tests.filter(({ title }) => title === killedBy);
      if (allPass(run, killers)) result.mutants[index] = { outcome: 'covered', killedBy };
    }
    fallen = [];
    since = now();
    await write();
  };
  for (const { task, result, mutant, index } of missed) {
    const key = keyOf(mutant, task.rule);
    if (!known.has(key)) {
      if (now() + ms >= wallMs) break;
      await write({ requirement: task.requirement, mutant: index });
      known.set(key, await tryMutant(mutant, tests, task.rule, ms));
    }
    const { outcome, killedBy } = known.get(key);
    if (outcome === 'killed') fallen.push({ result, index, killedBy });
    if (now() - since >= 2 * patienceMs) await confirm();
  }
  await confirm();
}

try {
  await runTasks();
  await cover();
} catch (error) {
  if (!(error instanceof StuckError)) throw error;
  // An ordinary exit would wait for the thread.
  process.kill(process.pid, 'SIGKILL');
}
await close();
process.exit(0);
