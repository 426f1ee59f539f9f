import { availableParallelism } from 'node:os';
import { bulkhead } from 'cockatiel';
import { runBench } from '../run-parts.js';
import { startModelsEngine, type ModelsEngine } from './engine/models-engine.js';
import { controls } from './parts/controls.js';
import { killed } from './parts/killed.js';
import { imports } from './parts/imports.js';
import { limits } from './parts/limits.js';
import type { ModelsContext } from './parts/models-context.js';
import { makespan } from './parts/makespan.js';
import { prompts } from './parts/prompts.js';
import { success } from './parts/success.js';
import { playSeed, type PlayedSeed } from './playing/play-seed.js';
import { openStage, type Stage } from './playing/stage.js';

/** Over the three references; the bars are set for at least 200. */
const SEEDS = 201;

runBench<ModelsContext>({
  name: 'bench:models',
  parts: [success, controls, imports, prompts, limits, killed, makespan],
  options: { seeds: { usage: `--seeds N (default ${SEEDS}, a third for each reference)` } },
  withContext: async (say, options, work) => {
    const seeds = Number(options.seeds ?? SEEDS);
    if (!Number.isInteger(seeds) || seeds < 1) throw new Error('--seeds takes a whole number from 1.');
    let stage: Promise<Stage> | undefined;
    let engine: Promise<ModelsEngine> | undefined;
    const openOnce = (): Promise<Stage> => (stage ??= openStage());
    const lanes = bulkhead(availableParallelism(), Infinity);
    const played = new Map<string, Promise<PlayedSeed>>();
    const play: ModelsContext['play'] = (order) => {
      const key = JSON.stringify(order);
      const known = played.get(key) ?? lanes.execute(async () => playSeed(await openOnce(), order));
      played.set(key, known);
      return known;
    };
    try {
      await work({ seeds, stage: openOnce, engine: () => (engine ??= startModelsEngine(say)), play, say });
    } finally {
      const started = await engine?.catch(() => undefined);
      await started?.stop();
      const opened = await stage?.catch(() => undefined);
      await opened?.close();
    }
  },
});
