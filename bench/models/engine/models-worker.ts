import { appendFile } from 'node:fs/promises';
import { z } from 'zod';
import type { Context } from '@temporalio/activity';
import { DefaultLogger, Runtime, type ActivityInterceptors } from '@temporalio/worker';
import { readConfig } from '../../../src/config.js';
import { createWorkers } from '../../../src/create-workers.js';
import { createModelGateway } from '../../../src/models/gateway.js';
import type { Activities } from '../../../src/protocol/activities.js';
import { doubleSettings } from '../playing/double.js';
import { openStage, type Stage } from '../playing/stage.js';
import type { DraftTime } from './draft-time.js';
import { isVerdict } from '../verdicts/verdict-key.js';

/** Settings of this worker alone; the rest is the product's. */
const settingsSchema = z.object({
  BENCH_DOUBLE: z.url(),
  BENCH_SILENCE_MS: z.coerce.number().int(),
  BENCH_CALLS_PER_MINUTE: z.coerce.number().positive().optional(),
  BENCH_LEDGER: z.string().min(1),
  /** `kept`: what was checked once is not checked again. */
  BENCH_VERDICTS: z.enum(['kept', 'anew']),
  /** A line of JSON for each draft that was made: see `DraftTime`. */
  BENCH_DRAFTS: z.string().min(1),
});

/** The product's own workers, with the double for a provider. */
async function main(): Promise<void> {
  const config = readConfig(process.env);
  const settings = settingsSchema.parse(process.env);
  const { temporalAddress: address } = config;
  if (address === undefined)
    throw new Error('TEMPORAL_ADDRESS is not set; the bench sets it for its worker.');
  Runtime.install({ logger: new DefaultLogger('WARN'), shutdownSignals: [] });
  const stage = await openStage(settings.BENCH_LEDGER);
  const gateway = createModelGateway(
    doubleSettings(settings.BENCH_DOUBLE, {
      silenceMs: settings.BENCH_SILENCE_MS,
      callsPerMinute: settings.BENCH_CALLS_PER_MINUTE ?? null,
    }),
  );
  const workers = await createWorkers({
    config,
    address,
    parts: stage.parts(gateway),
    interceptors: {
      activity: [
        timed(settings.BENCH_DRAFTS),
        ...(settings.BENCH_VERDICTS === 'kept' ? [answeredOnce(stage)] : []),
      ],
    },
  });
  process.once('SIGTERM', () => {
    workers.shutdown();
  });
  await workers.run();
  await stage.close();
}

type Interceptor = (context: Context) => ActivityInterceptors;

function answeredOnce({ verdicts, keys }: Stage): Interceptor {
  return ({ info: { activityType } }) => ({
    inbound: {
      execute: async (input, next) => {
        if (!isVerdict(activityType)) return next(input);
        const [asked] = input.args as Parameters<Activities[typeof activityType]>;
        return verdicts.of(activityType, await keys.of(activityType, asked), () => next(input));
      },
    },
  });
}

function timed(file: string): Interceptor {
  return ({ info: { activityType, currentAttemptScheduledTimestampMs: scheduledMs } }) => ({
    inbound: {
      execute: async (input, next) => {
        const result = await next(input);
        if (activityType !== 'buildFile') return result;
        const [{ path }] = input.args as Parameters<Activities['buildFile']>;
        const time: DraftTime = { path, scheduledMs, endedMs: Date.now() };
        await appendFile(file, `${JSON.stringify(time)}\n`);
        return result;
      },
    },
  });
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  process.exitCode = 2;
});
