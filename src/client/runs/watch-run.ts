import type { Progress } from '../../protocol/progress.js';
import { isUnavailable } from './server-errors.js';

/** What watching needs of a run; over Temporal in `temporal-run.ts`, a script in tests. */
export interface WatchedRun<Result> {
  /** @throws what `isUnavailable` knows when nobody answers. */
  progress(): Promise<Progress>;
  /** What is being tried again and why, a line each; [] when all goes well. */
  troubles(): Promise<readonly string[]>;
  /** Does a worker ask for its work? */
  served(): Promise<boolean>;
  /** Settles when the run closes. @throws the run's failure, or what `isUnavailable` knows when the server goes away. */
  result(): Promise<Result>;
}

/** Why a run says nothing: it answers (`none`), it does not, or there is no worker that could. */
export type Silence = 'none' | 'unanswered' | 'unserved';

export interface Watcher {
  readonly onProgress: (progress: Progress) => void;
  /** Called when nobody answers any more, when it is known why, and when somebody does again. */
  readonly onSilence: (silence: Silence) => void;
  /** What keeps the run from moving, as far as is known; [] once it moves again. */
  readonly onTrouble: (troubles: readonly string[]) => void;
  readonly sleep: (ms: number) => Promise<void>;
}

/** While a run moves, and while nothing changes: a person sees a change at once, and a server is not asked for nothing. */
const QUICKEST_POLL_MS = 250;
const SLOWEST_POLL_MS = 500;
/** A run that stood still for so many polls (about 5 s) is asked what it waits for, and again after as many. */
const STILL_POLLS = 10;
/** Between attempts to reach a server that went away; one that restarts serves again within a second. */
export const FIRST_RETRY_MS = 500;
const LONGEST_RETRY_MS = 5_000;
/** One slow answer is no silence. */
const FAILURES_BEFORE_SILENCE = 2;
/** So often it is asked in the silence whether there is a worker at all. */
const FAILURES_PER_LOOK = 10;

/** Follows a run to its end, through restarts of its server and worker. The last progress is shown whatever the end. */
export async function watchRun<Result>(run: WatchedRun<Result>, watcher: Watcher): Promise<Result> {
  const silence = silenceOf(run, watcher);
  const closing = untilClosed(run, watcher.sleep, silence);
  const ended = closing.then(
    () => true,
    () => true,
  );

  let seen = '';
  let still = 0;
  let troubled = false;
  let pause = QUICKEST_POLL_MS;
  const tellTroubles = async (moved: boolean): Promise<void> => {
    still = moved ? 0 : still + 1;
    if (moved ? !troubled : still % STILL_POLLS !== 0) return;
    const troubles = moved ? [] : await run.troubles();
    if (troubled || troubles.length > 0) watcher.onTrouble(troubles);
    troubled = troubles.length > 0;
  };
  const show = async (): Promise<void> => {
    try {
      const progress = await run.progress();
      silence.heard();
      const text = JSON.stringify(progress);
      pause = text === seen ? Math.min(pause * 1.2, SLOWEST_POLL_MS) : QUICKEST_POLL_MS;
      if (text !== seen) watcher.onProgress(progress);
      await tellTroubles(text !== seen);
      seen = text;
    } catch (error) {
      // A query refused for any other reason is not worth ending the watch for: the result decides.
      if (isUnavailable(error)) await silence.missed();
    }
  };
  do {
    await Promise.race([show(), ended]);
  } while (!(await Promise.race([ended, watcher.sleep(pause).then(() => false)])));
  await show();
  return closing;
}

/** What the run returns, however often the server goes away meanwhile. @throws the run's failure, and what `sleep` throws. */
export async function untilClosed<Result>(
  run: Pick<WatchedRun<Result>, 'result'>,
  sleep: Watcher['sleep'],
  silence?: Misses,
): Promise<Result> {
  for (let retry = FIRST_RETRY_MS; ; retry = Math.min(retry * 2, LONGEST_RETRY_MS)) {
    try {
      const result = await run.result();
      silence?.heard();
      return result;
    } catch (error) {
      if (!isUnavailable(error)) throw error;
      await silence?.missed();
      await sleep(retry);
    }
  }
}

interface Misses {
  missed(): Promise<void>;
  heard(): void;
}

/** Turns single misses into the moments that a person wants to hear of. */
function silenceOf(run: Pick<WatchedRun<unknown>, 'served'>, watcher: Watcher): Misses {
  let misses = 0;
  let told: Silence = 'none';
  const tell = (silence: Silence): void => {
    if (silence !== told) watcher.onSilence(silence);
    told = silence;
  };
  return {
    missed: async () => {
      misses += 1;
      if (misses === FAILURES_BEFORE_SILENCE) tell('unanswered');
      if (misses % FAILURES_PER_LOOK !== FAILURES_BEFORE_SILENCE) return;
      const served = await run.served();
      // It may have been heard of meanwhile.
      if (told !== 'none') tell(served ? 'unanswered' : 'unserved');
    },
    heard: () => {
      misses = 0;
      tell('none');
    },
  };
}
