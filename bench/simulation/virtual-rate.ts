import type { VirtualClock } from './virtual-clock.js';

/** Of a minute's calls, those that may be made at once after a pause: see `callRate`. */
const BURST_SHARE = 1 / 6;

/** The rate that the product keeps to an endpoint (`src/models/call-rate.ts`), over a virtual clock. null: no limit. */
export function virtualRate(clock: VirtualClock, perMinute: number | null): () => Promise<void> {
  if (perMinute === null) return () => Promise.resolve();
  const burst = Math.max(1, Math.floor(perMinute * BURST_SHARE));
  const msPerCall = 60_000 / perMinute;
  /** When the calls that were let through would be over, one after the other. */
  let scheduled = 0;
  return async () => {
    const now = clock.now();
    const begins = Math.max(now, scheduled - (burst - 1) * msPerCall);
    scheduled = Math.max(scheduled, begins) + msPerCall;
    if (begins > now) await clock.sleep(begins - now);
  };
}
