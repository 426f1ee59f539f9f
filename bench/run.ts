import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { startBenchEngine, type BenchEngine } from './engine/bench-engine.js';
import { formatFigure, isAsItShouldBe, type Figure } from './figures/figure.js';
import { formatMachine, thisMachine } from './figures/machine.js';
import { checks } from './parts/checks.js';
import { demo } from './parts/demo.js';
import { firstOutput } from './parts/first-output.js';
import { history } from './parts/history.js';
import { overhead } from './parts/overhead.js';
import type { BenchContext, BenchPart } from './parts/part.js';
import { scheduling } from './parts/scheduling.js';

const PARTS: readonly BenchPart[] = [scheduling, history, checks, overhead, firstOutput, demo];

const USAGE = `Usage: npm run bench:run -- [--only PART,…] [--json FILE]
Parts: ${PARTS.map(({ name }) => name).join(', ')}. Figures go to stdout, a line each; what is being done goes to stderr.
Exit code 0: every figure is within its bar; 1: one falls short; 2: the bench could not be run.`;

async function main(): Promise<void> {
  const options = parseArguments();
  if (options === undefined) return;
  const machine = thisMachine();
  process.stdout.write(`${formatMachine(machine)}\n`);
  const startedAt = new Date();
  const figures: (Figure & { readonly part: string; readonly asItShouldBe: boolean })[] = [];
  await withContext(async (context) => {
    for (const part of options.parts) {
      for await (const figure of part.run(context)) {
        process.stdout.write(`${formatFigure(figure)}\n`);
        figures.push({ part: part.name, ...figure, asItShouldBe: isAsItShouldBe(figure) });
      }
    }
  });
  const short = figures.filter((figure) => !figure.asItShouldBe).length;
  const seconds = Math.round((Date.now() - startedAt.getTime()) / 1000);
  process.stdout.write(`${figures.length} figures in ${seconds} s, ${short} not as they should be\n`);
  if (options.json !== undefined) {
    const result = { startedAt: startedAt.toISOString(), seconds, machine, figures };
    await writeFile(options.json, `${JSON.stringify(result, null, 2)}\n`);
  }
  process.exitCode = short === 0 ? 0 : 1;
}

function parseArguments(): { parts: readonly BenchPart[]; json: string | undefined } | undefined {
  const { values } = parseArgs({
    options: { only: { type: 'string' }, json: { type: 'string' }, help: { type: 'boolean', short: 'h' } },
  });
  if (values.help === true) {
    process.stdout.write(`${USAGE}\n`);
    return undefined;
  }
  const wanted = values.only?.split(',').map((name) => name.trim()) ?? PARTS.map(({ name }) => name);
  const unknown = wanted.filter((name) => !PARTS.some((part) => part.name === name));
  if (unknown.length > 0) throw new Error(`There is no part ${unknown.join(', ')}.\n${USAGE}`);
  return { parts: PARTS.filter(({ name }) => wanted.includes(name)), json: values.json };
}

/** Starts what parts ask for, once, and ends it whatever happens. */
async function withContext(work: (context: BenchContext) => Promise<void>): Promise<void> {
  const say = (line: string): void => {
    process.stderr.write(`… ${line}\n`);
  };
  let engine: Promise<BenchEngine> | undefined;
  try {
    await work({ engine: () => (engine ??= startBenchEngine(say)), say });
  } finally {
    const started = await engine?.catch(() => undefined);
    await started?.stop();
  }
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  process.exitCode = 2;
});
