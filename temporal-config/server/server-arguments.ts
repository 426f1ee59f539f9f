/**
 * Server settings without which a run spends most of its engine time waiting (measured on two cores, Temporal server
 * 1.31). `docs/temporal.md` asks for the same on an own cluster.
 */
export const DYNAMIC_CONFIG = {
  // The default of 20 makes each step of a sequence wait up to 50 ms: 83–100 ms an activity, 17–20 ms with this.
  'history.transferProcessorMaxPollRPS': 2000,
  'history.timerProcessorMaxPollRPS': 2000,
  // Timers resolve to about 1 s by default: ten activities with sleeps of 100 ms took 10.7 s, 1.7 s with this.
  'history.timerProcessorMaxTimeShift': '20ms',
  // Without it fairness keys do nothing: five calls of a small run waited for sixty of a big one.
  'matching.enableFairness': true,
  // Each part of a queue is fair by itself: with the default of 4 the fifth of those calls came 24th to 54th, with one 7th to 12th.
  // All parts are still read: what an earlier server wrote into them is not lost.
  'matching.numTaskqueueWritePartitions': 1,
} as const satisfies Record<string, string | number | boolean>;

/** Write-ahead log, synced at checkpoints: parallel activities 6.8 → 3.3 ms each, and safe against a killed process. */
export const SQLITE_PRAGMAS = { journal_mode: 'wal', synchronous: '1' } as const;

export interface ServerPlace {
  /** The file that holds all of the server's state. */
  readonly database: string;
  readonly port: number;
  readonly uiPort: number;
  readonly namespace: string;
}

/** Arguments of the Temporal CLI for our development server, on loopback only. */
export function serverArguments(place: ServerPlace): readonly string[] {
  return [
    ...['server', 'start-dev', '--ip', '127.0.0.1'],
    ...['--port', String(place.port), '--ui-port', String(place.uiPort)],
    ...['--db-filename', place.database, '--namespace', place.namespace],
    // A person's own Temporal settings are for other servers; the server itself has no news to fetch.
    ...['--disable-config-file', '--disable-config-env', '--ui-disable-news-fetch', '--log-level', 'warn'],
    ...Object.entries(DYNAMIC_CONFIG).flatMap(([key, value]) => [
      '--dynamic-config-value',
      `${key}=${JSON.stringify(value)}`,
    ]),
    ...Object.entries(SQLITE_PRAGMAS).flatMap(([key, value]) => ['--sqlite-pragma', `${key}=${value}`]),
  ];
}
