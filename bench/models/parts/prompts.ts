import type { BenchPart } from '../../parts/part.js';
import { mean } from '../../figures/statistics.js';
import { countTokens } from '../../../src/models/tokens.js';
import type { PlayedSeed } from '../playing/play-seed.js';
import { loadReference } from '../../../test/doubles/model-server/reference.js';
import { AMPLE_LIMIT_USD, playAll, type ModelsContext, type ReferenceName } from './models-context.js';

const BAR = 1.3;

/** Whether a file's prompt grows with the project: equal numbers of dependencies are compared with each other. */
export const prompts: BenchPart<ModelsContext> = {
  name: 'prompts',
  async *run(context) {
    for (const kind of ['source', 'test'] as const) {
      const small = await tokensByFanIn(context, 'box-office', kind);
      const large = await tokensByFanIn(context, 'community-centre', kind);
      const common = [...small.keys()].filter((fanIn) => large.has(fanIn)).sort((one, other) => one - other);
      const ratios: number[] = [];
      for (const fanIn of common) {
        const [before, after] = [mean(small.get(fanIn) ?? []), mean(large.get(fanIn) ?? [])];
        ratios.push(after / before);
        yield {
          name: `prompts: tokens of a ${kind} file with ${fanIn} dependencies, 60 files`,
          value: after,
          unit: 'tokens',
          bar: null,
        };
        yield {
          name: `prompts: the same, 60 files ÷ 12 files`,
          value: after / before,
          unit: '×',
          bar: null,
        };
      }
      yield {
        name: `prompts: tokens a ${kind} file at equal fan-in, 60 files ÷ 12 files`,
        value: mean(ratios),
        unit: '×',
        bar: BAR,
      };
    }
  },
};

/** A tester is shown requirements and contracts, and nobody else's prompt is like that: the two are counted apart. */
type FileKind = 'source' | 'test';

/** Tokens of each first prompt for a file of that kind, by how many files it depends on. */
async function tokensByFanIn(
  context: ModelsContext,
  name: ReferenceName,
  kind: FileKind,
): Promise<ReadonlyMap<number, readonly number[]>> {
  const order = { reference: name, seed: 1, faults: 'none' as const, limitUsd: AMPLE_LIMIT_USD };
  const [played] = await playAll(context, `prompts: ${name} without faults`, [order]);
  const { plan } = await loadReference(name);
  const byFanIn = new Map<number, number[]>();
  for (const { path, role, dependencies } of plan.files) {
    const isOfKind = (role === 'tester') === (kind === 'test');
    const tokens = isOfKind ? firstPromptTokens(played, path) : undefined;
    if (tokens === undefined) continue;
    byFanIn.set(dependencies.length, [...(byFanIn.get(dependencies.length) ?? []), tokens]);
  }
  return byFanIn;
}

function firstPromptTokens(played: PlayedSeed | undefined, path: string): number | undefined {
  const first = played?.calls.find(({ task }) => task === `write ${path}`);
  const prompt = played?.prompts.find(({ number }) => number === first?.number);
  return prompt?.messages.reduce((sum, { text }) => sum + countTokens(text), 0);
}
