import { randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { identify, isAlive, processIdentitySchema } from './process-identity.js';

function guestsFolder(home: string): string {
  return join(home, 'guests');
}

/** Enters this process as one that needs the local stack; the returned function takes it off the list. */
export async function enterGuest(home: string): Promise<() => Promise<void>> {
  const folder = guestsFolder(home);
  await mkdir(folder, { recursive: true });
  const path = join(folder, `${process.pid}-${randomUUID()}.json`);
  await writeFile(path, JSON.stringify(await identify(process.pid)));
  return () => rm(path, { force: true });
}

/** Pids of live processes on the list. Those that died without leaving are taken off it. */
export async function liveGuests(home: string): Promise<readonly number[]> {
  const folder = guestsFolder(home);
  const names = await readdir(folder).catch(() => []);
  const pids = await Promise.all(names.map((name) => pidIfAlive(join(folder, name))));
  return pids.filter((pid) => pid !== undefined);
}

async function pidIfAlive(path: string): Promise<number | undefined> {
  const text = await readFile(path, 'utf8').catch(() => undefined);
  // Gone since it was listed, or not written to its end yet.
  if (text === undefined || text === '') return undefined;
  const identity = processIdentitySchema.safeParse(JSON.parse(text));
  if (identity.success && (await isAlive(identity.data))) return identity.data.pid;
  await rm(path, { force: true });
  return undefined;
}
