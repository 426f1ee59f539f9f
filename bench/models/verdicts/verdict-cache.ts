import { createHash } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** What was found once, kept in a folder for every later run: equal work has an equal verdict. */
export interface VerdictCache {
  /** The verdict under `key` (any JSON), or that of `work`, which is then kept. */
  of<Verdict>(name: string, key: unknown, work: () => Promise<Verdict>): Promise<Verdict>;
  /** Verdicts that were asked for, and how many of them were made anew, by name. */
  counts(): ReadonlyMap<string, { readonly asked: number; readonly made: number }>;
}

/**
 * @param audit of so many verdicts that are kept already, one is made anew and compared; a difference is thrown as an Error.
 * What a tree's tests say must not depend on when they were asked.
 */
export async function openVerdictCache(folder: string, audit = 500): Promise<VerdictCache> {
  await mkdir(folder, { recursive: true });
  const underWay = new Map<string, Promise<unknown>>();
  const counts = new Map<string, { asked: number; made: number }>();
  let found = 0;

  async function read(file: string): Promise<{ readonly verdict: unknown } | undefined> {
    const text = await readFile(file, 'utf8').catch(() => undefined);
    return text === undefined ? undefined : { verdict: JSON.parse(text) as unknown };
  }

  async function make<Verdict>(name: string, file: string, work: () => Promise<Verdict>): Promise<Verdict> {
    const kept = await read(file);
    const count = counts.get(name) ?? { asked: 0, made: 0 };
    counts.set(name, count);
    count.asked += 1;
    if (kept !== undefined) {
      found += 1;
      if (found % audit !== 0) return kept.verdict as Verdict;
    }
    count.made += 1;
    const verdict = await work();
    const text = JSON.stringify(verdict);
    if (kept !== undefined && essence(kept.verdict) !== essence(verdict)) {
      throw new Error(
        `${name} answered otherwise than before to the same question: ${JSON.stringify(kept.verdict).slice(0, 2000)} and now ${text.slice(0, 2000)}.`,
      );
    }
    const written = `${file}.${process.pid}`;
    await writeFile(written, text);
    await rename(written, file);
    return verdict;
  }

  return {
    of: (name, key, work) => {
      const hash = createHash('sha256')
        .update(JSON.stringify([name, key]))
        .digest('hex');
      const waiting = underWay.get(hash) as ReturnType<typeof work> | undefined;
      if (waiting !== undefined) return waiting;
      const making = make(name, join(folder, `${name}-${hash}.json`), work).finally(() =>
        underWay.delete(hash),
      );
      underWay.set(hash, making);
      return making;
    },
    counts: () => counts,
  };
}

/** A verdict without what may differ between two equal ones: durations, and the artifacts that hold them. */
function essence(verdict: unknown): string {
  return JSON.stringify(verdict, (key, value: unknown) =>
    key === 'detail' || key === 'results' || key === 'mutations' || key === 'all' ? undefined : value,
  );
}
