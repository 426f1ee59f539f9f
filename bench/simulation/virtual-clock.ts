/** Time that passes only when everything waits: a simulated hour takes as long as the decisions made in it. */
export interface VirtualClock {
  /** Milliseconds since the start. */
  now(): number;
  sleep(milliseconds: number): Promise<void>;
  /**
   * Lets time pass until `work` settles, and returns what it settled to.
   *
   * @throws Error when `work` waits for something that no sleeper will bring about.
   */
  run<Result>(work: Promise<Result>): Promise<Result>;
}

interface Sleeper {
  readonly until: number;
  readonly wake: () => void;
}

/** Sleepers that are due at the same moment wake in the order in which they fell asleep. */
export function createVirtualClock(): VirtualClock {
  const sleepers: Sleeper[] = [];
  let now = 0;
  return {
    now: () => now,
    sleep: (milliseconds) =>
      new Promise((wake) => {
        const until = now + milliseconds;
        const later = sleepers.findIndex((sleeper) => sleeper.until > until);
        sleepers.splice(later === -1 ? sleepers.length : later, 0, { until, wake });
      }),
    run: async (work) => {
      let settled = false;
      const mark = (): void => {
        settled = true;
      };
      work.then(mark, mark);
      for (;;) {
        await reactionsDone();
        // Read through a call: the compiler cannot know that a reaction has set it.
        if (hasSettled()) return work;
        const next = sleepers.shift();
        if (next === undefined)
          throw new Error(`Nothing is left to happen at ${now} ms, and the work is not done.`);
        now = next.until;
        next.wake();
      }
      function hasSettled(): boolean {
        return settled;
      }
    },
  };
}

/** A turn of the event loop begins only when no promise reaction is left. */
function reactionsDone(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}
