// Runs tests of the project in one vitest process, on the code as it is or with a mutant in its place.
//
// A mutant exists only in what vitest loads; the file on the disk stays as it is, so that a test which reads the source
// does not tell the mutant apart. Every run has fresh threads: no module, no state of one mutant is seen by the next.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createVitest } from 'vitest/node';

/** What a run is that did not come to its end in time, and was ended. */
export const LATE = 'late';

/** Tests that nothing ends: this process can run no others. */
export class StuckError extends Error {
  name = 'StuckError';
}

/** How long tests that are ended may take for it: first those that still come to an end, then those whose thread is ended. */
const STOP_MS = 5_000;

const root = process.cwd();

/** Path → text in the place of the file. */
let laid = new Map();
const vitest = await createVitest(
  'test',
  // A thread can be ended in the middle of an endless loop.
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

/** Modules of the runs so far: vitest tells of all that its process ever ran, however they ended. */
const known = new WeakSet();

async function run(tests) {
  vitest.setGlobalTestNamePattern(new RegExp(`^(?:${tests.map(({ title }) => escaped(title)).join('|')})$`));
  const paths = [...new Set(tests.map(({ path }) => path))];
  const { testModules } = await vitest.runTestSpecifications(
    paths.flatMap((path) => vitest.getModuleSpecifications(join(root, path))),
  );
  const ran = paths.map((path) => ({
    path,
    module: testModules.find((module) => module.moduleId === join(root, path) && !known.has(module)),
  }));
  for (const { module } of ran) if (module !== undefined) known.add(module);
  const wanted = new Set(tests.map(({ path, title }) => `${path}\n${title}`));
  return {
    found: ran.flatMap(({ path, module }) =>
      [...(module?.children.allTests() ?? [])]
        .map((test) => ({ path, title: titleOf(test), options: test.options, result: test.result() }))
        .filter(({ title, result }) => wanted.has(`${path}\n${title}`) && result.state !== 'skipped'),
    ),
    broken: new Set(
      ran.filter(({ module }) => module !== undefined && module.errors().length > 0).map(({ path }) => path),
    ),
    // The state of a module whose thread died stays what it was.
    whole: ran.every(({ module }) => module !== undefined && !/^(?:queued|pending)$/.test(module.state())),
  };
}

/** `work`, or `LATE` after a while. */
function within(work, ms) {
  let timer;
  const late = new Promise((resolve) => {
    timer = setTimeout(() => resolve(LATE), ms);
  });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}

/**
 * Runs exactly the given tests. Resolves to those that ran with their results (`found`), the paths of files that could not be
 * loaded, set up or cleaned up (`broken`), and whether every file came to its end (`whole`); after `ms` milliseconds it ends
 * them and resolves to `LATE`.
 * @throws StuckError when they cannot be ended.
 */
export async function runTests(tests, ms) {
  const running = run(tests);
  const result = await within(running, ms);
  if (result !== LATE) return result;
  const stopping = [running];
  // Asked once, vitest waits for the test that is running; asked again, it ends the thread.
  for (let asked = 0; asked < 2; asked += 1) {
    stopping.push(vitest.cancelCurrentRun('late'));
    if ((await within(Promise.allSettled(stopping), STOP_MS)) !== LATE) return LATE;
  }
  throw new StuckError('Tests run on, whatever is done to end them.');
}

/** The same with a mutant in the place of its code. */
export async function runTestsOn({ path, start, end, replacement }, tests, ms) {
  const file = join(root, path);
  const text = await readFile(file, 'utf8');
  laid = new Map([[file, text.slice(0, start) + replacement + text.slice(end)]]);
  vitest.invalidateFile(file);
  try {
    return await runTests(tests, ms);
  } finally {
    laid = new Map();
    vitest.invalidateFile(file);
  }
}

/** What it holds is given up when the process ends, which need not wait for it. */
export async function close() {
  await within(vitest.close(), STOP_MS);
}
