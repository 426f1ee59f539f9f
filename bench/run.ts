import { startBenchEngine, type BenchEngine } from './engine/bench-engine.js';
import { checks } from './parts/checks.js';
import { demo } from './parts/demo.js';
import { firstOutput } from './parts/first-output.js';
import { history } from './parts/history.js';
import { overhead } from './parts/overhead.js';
import type { BenchContext } from './parts/part.js';
import { scheduling } from './parts/scheduling.js';
import { runBench } from './run-parts.js';

runBench<BenchContext>({
  name: 'bench:run',
  parts: [scheduling, history, checks, overhead, firstOutput, demo],
  withContext: async (say, _options, work) => {
    let engine: Promise<BenchEngine> | undefined;
    try {
      await work({ engine: () => (engine ??= startBenchEngine(say)), say });
    } finally {
      const started = await engine?.catch(() => undefined);
      await started?.stop();
    }
  },
});
