import { randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import { z } from 'zod';
import { identify, isAlive, processIdentitySchema } from './process-identity.js';

const guestSchema = processIdentitySchema.extend({
  /** Of the stack that it counts on; absent where another version of Millwright wrote none. */
  namespace: z.string().optional(),
  /** Port of the server that it counts on; absent until it has joined. */
  serverPort: z.number().int().optional(),
});

/** A process that needs the local stack, its host among them. */
export type Guest = z.infer<typeof guestSchema>;

function guestsFolder(home: string): string {
  return join(home, 'guests');
}

/** This process on the list. */
export interface GuestEntry {
  /** Says which server this process counts on from now on; undefined: on none yet. */
  readonly countOn: (serverPort: number | undefined) => Promise<void>;
  /** Takes it off the list. */
  readonly leave: () => Promise<void>;
}

/** Enters this process as one that needs the local stack. */
export async function enterGuest(home: string, namespace: string): Promise<GuestEntry> {
  const folder = guestsFolder(home);
  await mkdir(folder, { recursive: true });
  const path = join(folder, `${process.pid}-${randomUUID()}.json`);
  const guest = { ...(await identify(process.pid)), namespace };
  // Whole or not at all: what cannot be read is taken off the list by whoever looks.
  const countOn = (serverPort: number | undefined): Promise<void> =>
    writeFileAtomic(path, JSON.stringify({ ...guest, serverPort }));
  await countOn(undefined);
  return { countOn, leave: () => rm(path, { force: true }) };
}

/** The live processes on the list. Those that died without leaving, and what says nothing, are taken off it. */
export async function liveGuests(home: string): Promise<readonly Guest[]> {
  const folder = guestsFolder(home);
  const names = await readdir(folder).catch(() => []);
  await Promise.all(names.map((name) => sweepUnfinished(folder, name)));
  const guests = await Promise.all(
    names.filter((name) => name.endsWith('.json')).map((name) => guestIfAlive(join(folder, name))),
  );
  return guests.filter((guest) => guest !== undefined);
}

/** Takes away what a process left that was killed while it entered: a file beside its own, which begins with its id. */
async function sweepUnfinished(folder: string, name: string): Promise<void> {
  const pid = /^(\d+)-.*\.json\.\d+$/u.exec(name)?.[1];
  if (pid === undefined || (await identify(Number(pid))) !== undefined) return;
  await rm(join(folder, name), { force: true }).catch(() => undefined);
}

async function guestIfAlive(path: string): Promise<Guest | undefined> {
  const text = await readFile(path, 'utf8').catch(() => undefined);
  // Gone since it was listed.
  if (text === undefined) return undefined;
  const guest = guestOf(text);
  if (guest !== undefined && (await isAlive(guest))) return guest;
  // One that stays is looked at again, and no more than that.
  await rm(path, { force: true }).catch(() => undefined);
  return undefined;
}

function guestOf(text: string): Guest | undefined {
  try {
    return guestSchema.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}
