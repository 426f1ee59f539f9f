import { homeFolders, readConfig } from '../../src/config.js';
import type { Environment, Language, Toolchain } from '../../src/languages/language.js';
import { createNpmToolchain } from '../../src/languages/typescript/toolchain/npm-toolchain.js';
import { createTypeScriptLanguage } from '../../src/languages/typescript/typescript-language.js';
import { formatDiagnostic } from '../../src/protocol/diagnostics.js';
import {
  FILE_KINDS,
  syntheticProject,
  type FileKind,
  type SyntheticProject,
} from '../checks/synthetic-project.js';
import { median } from '../figures/statistics.js';
import type { BenchPart } from './part.js';

const BAR = 1.5;
/** Three files each, beside the one that joins them. */
const SMALL_ENTITIES = 10;
const LARGE_ENTITIES = 100;
const CHECKS = 15;
const MB = 1_000_000;

/** Checking one changed file, in a small tree and in one ten times as large, over a real install. */
export const checks: BenchPart = {
  name: 'checks',
  async *run(context) {
    const { home, cache, offline } = readConfig(process.env);
    const cacheFolder = homeFolders(home, cache).environments;
    const toolchain = createNpmToolchain({ cacheFolder, offline });
    context.say('installing fastify, zod and kysely, unless they are cached');
    const small = await openTree(toolchain, SMALL_ENTITIES);
    const large = await openTree(toolchain, LARGE_ENTITIES);
    try {
      context.say('checking one changed file at a time in both trees, by turns');
      const firstInSmall = await timeCheck(small, 'route', 0);
      const before = process.memoryUsage().rss;
      const firstInLarge = await timeCheck(large, 'route', 0);
      yield { name: 'checks: first check in a 30-file tree', value: firstInSmall, unit: 'ms', bar: null };
      yield { name: 'checks: first check in a 300-file tree', value: firstInLarge, unit: 'ms', bar: null };
      let warm = Number.NaN;
      for (const kind of FILE_KINDS) {
        const turns = { small: [] as number[], large: [] as number[] };
        for (let turn = 0; turn <= CHECKS; turn++) {
          const inSmall = await timeCheck(small, kind, turn);
          const inLarge = await timeCheck(large, kind, turn);
          // The first of a kind brings types that none before it needed.
          if (turn === 0) continue;
          turns.small.push(inSmall);
          turns.large.push(inLarge);
        }
        const [inSmall, inLarge] = [median(turns.small), median(turns.large)];
        if (kind === 'route') warm = inSmall;
        yield { name: `checks: one ${kind} in a 30-file tree`, value: inSmall, unit: 'ms', bar: null };
        yield { name: `checks: one ${kind} in a 300-file tree`, value: inLarge, unit: 'ms', bar: null };
        yield {
          name: `checks: one ${kind}, 300 files ÷ 30 files`,
          value: inLarge / inSmall,
          unit: '×',
          bar: BAR,
        };
      }
      const grown = (process.memoryUsage().rss - before) / MB;
      yield { name: 'checks: memory that the 300-file tree took', value: grown, unit: 'MB', bar: null };
      yield {
        name: 'checks: one route, a first check of 300 files ÷ a later one of 30 files',
        value: firstInLarge / warm,
        unit: '×',
        bar: BAR,
        control: true,
      };
    } finally {
      await Promise.all([small.language.close(), large.language.close()]);
    }
  },
};

interface OpenTree {
  readonly project: SyntheticProject;
  readonly entities: number;
  readonly environment: Environment;
  readonly language: Language;
}

/** With a compiler of its own, so that neither tree pushes the other out. */
async function openTree(toolchain: Toolchain, entities: number): Promise<OpenTree> {
  const signal = new AbortController().signal;
  const project = syntheticProject(entities);
  const { files, diagnostics } = await toolchain.resolve(project.plan, signal);
  if (diagnostics.length > 0) throw new Error(diagnostics.map(formatDiagnostic).join('\n'));
  const environment = await toolchain.install(files, signal);
  return { project, entities, environment, language: createTypeScriptLanguage({ toolchain, threads: 1 }) };
}

/** Milliseconds of one check, of another file at each turn. @throws Error when the file is found wanting. */
async function timeCheck(tree: OpenTree, kind: FileKind, turn: number): Promise<number> {
  const { plan, tree: files } = tree.project;
  const { spec, content } = tree.project.changed(kind, turn % tree.entities, turn + 1);
  const draft = { plan, spec, content, tree: files, environment: tree.environment };
  const before = performance.now();
  const { diagnostics } = await tree.language.checkDraft(draft, new AbortController().signal);
  const took = performance.now() - before;
  const blocking = diagnostics.filter((diagnostic) => diagnostic.blocking);
  if (blocking.length > 0) throw new Error(blocking.map(formatDiagnostic).join('\n'));
  return took;
}
