import { writeFile } from 'node:fs/promises';
import { parseArgs, type ParseArgsConfig } from 'node:util';
import { formatFigure, isAsItShouldBe, type Figure } from './figures/figure.js';
import { formatMachine, thisMachine } from './figures/machine.js';
import type { BenchPart } from './parts/part.js';

type Values = Readonly<Record<string, string | boolean | undefined>>;

/** A bench as a command. */
export interface Bench<Context> {
  /** Of `npm run`. */
  readonly name: string;
  readonly parts: readonly BenchPart<Context>[];
  /** Options of its own, beside those of every bench; all take a value. */
  readonly options?: Readonly<Record<string, { readonly usage: string }>>;
  /** Lends the parts what they share, and ends it whatever happens. */
  readonly withContext: (
    say: (line: string) => void,
    options: Values,
    work: (context: Context) => Promise<void>,
  ) => Promise<void>;
}

/** Runs the parts that the command line names, prints each figure as it is known, and sets the exit code. */
export function runBench<Context>(bench: Bench<Context>): void {
  run(bench).catch((error: unknown) => {
    process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
    process.exitCode = 2;
  });
}

function usageOf<Context>({ name, parts, options = {} }: Bench<Context>): string {
  const own = Object.values(options).map(({ usage }) => ` [${usage}]`);
  return `Usage: npm run ${name} -- [--only PART,…] [--json FILE]${own.join('')}
Parts: ${parts.map((part) => part.name).join(', ')}. Figures go to stdout, a line each; what is being done goes to stderr.
Exit code 0: every figure is within its bar; 1: one falls short; 2: the bench could not be run.`;
}

async function run<Context>(bench: Bench<Context>): Promise<void> {
  const own = Object.keys(bench.options ?? {}).map((name) => [name, { type: 'string' }] as const);
  const options: NonNullable<ParseArgsConfig['options']> = {
    only: { type: 'string' },
    json: { type: 'string' },
    help: { type: 'boolean', short: 'h' },
    ...Object.fromEntries(own),
  };
  const values = parseArgs({ options }).values as Values;
  if (values.help === true) {
    process.stdout.write(`${usageOf(bench)}\n`);
    return;
  }
  const parts = chosenParts(bench, values.only);
  const machine = thisMachine();
  process.stdout.write(`${formatMachine(machine)}\n`);
  const startedAt = new Date();
  const figures: (Figure & { readonly part: string; readonly asItShouldBe: boolean })[] = [];
  const say = (line: string): void => {
    process.stderr.write(`… ${line}\n`);
  };
  await bench.withContext(say, values, async (context) => {
    for (const part of parts) {
      for await (const figure of part.run(context)) {
        process.stdout.write(`${formatFigure(figure)}\n`);
        figures.push({ part: part.name, ...figure, asItShouldBe: isAsItShouldBe(figure) });
      }
    }
  });
  const short = figures.filter((figure) => !figure.asItShouldBe).length;
  const seconds = Math.round((Date.now() - startedAt.getTime()) / 1000);
  process.stdout.write(`${figures.length} figures in ${seconds} s, ${short} not as they should be\n`);
  if (typeof values.json === 'string') {
    const result = { startedAt: startedAt.toISOString(), seconds, machine, figures };
    await writeFile(values.json, `${JSON.stringify(result, null, 2)}\n`);
  }
  process.exitCode = short === 0 ? 0 : 1;
}

function chosenParts<Context>(bench: Bench<Context>, only: Values[string]): readonly BenchPart<Context>[] {
  const { parts } = bench;
  const wanted =
    typeof only === 'string' ? only.split(',').map((name) => name.trim()) : parts.map(({ name }) => name);
  const unknown = wanted.filter((name) => !parts.some((part) => part.name === name));
  if (unknown.length > 0) throw new Error(`There is no part ${unknown.join(', ')}.\n${usageOf(bench)}`);
  return parts.filter(({ name }) => wanted.includes(name));
}
