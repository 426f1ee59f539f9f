import { mkdirSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import { z } from 'zod';
import { modelProfileSchema, type ProfileChange } from './profile.js';

/** A server may be started with another context, and a model be replaced under its name: lengths are learned anew each day, */
const LENGTHS: readonly string[] = ['contextTokens', 'maxOutputTokens'];
const DAY_MS = 24 * 3_600_000;
/** and the rest each week: a server is updated, an account verified, and a refusal may have been misread. */
const REST_LASTS_MS = 7 * DAY_MS;

const lessonsSchema = modelProfileSchema.partial().extend({
  /** When each was learned. */
  learnedAt: z.partialRecord(modelProfileSchema.keyof(), z.iso.datetime()).optional(),
});
const bookSchema = z.record(z.string(), lessonsSchema);
type Lessons = ProfileChange & Pick<z.infer<typeof lessonsSchema>, 'learnedAt'>;
type Book = Record<string, Lessons>;

/** Which model at which address; the same under whatever name the settings give the endpoint. */
export interface ModelPlace {
  readonly baseUrl: string;
  readonly model: string;
}

/** What was learned of models, kept for the process, and for the next one where there is a file for it. */
export interface ProfileBook {
  /** What is not forgotten at the moment `at`, in milliseconds of the epoch. */
  learned(place: ModelPlace, at: number): ProfileChange;
  /** Best effort on the file: what is not kept is learned again by one refused call. */
  learn(place: ModelPlace, change: ProfileChange): void;
  /** Forgets all of a model, in the file too (best effort). */
  forget(place: ModelPlace): void;
}

/** @param file JSON; undefined: nothing outlives the process. */
export function openProfileBook(file: string | undefined): ProfileBook {
  const book: Book = read(file);
  /** Another process may have learned of other models meanwhile. */
  const keep = (change: (all: Book) => Book): void => {
    if (file === undefined) return;
    try {
      mkdirSync(dirname(file), { recursive: true });
      writeFileAtomic.sync(file, `${JSON.stringify(change(read(file)), null, 2)}\n`);
    } catch {
      // A folder that cannot be written costs a refused call a process, and nothing else.
    }
  };
  return {
    learned: (place, at) => withoutOld(book[keyOf(place)] ?? {}, at),
    learn: (place, change) => {
      const key = keyOf(place);
      const now = Date.now();
      book[key] = dated(book[key], change, now);
      // Another process may have had the model forgotten, or have learned of it too.
      keep((all) => ({ ...all, [key]: dated(all[key], change, now) }));
    },
    forget: (place) => {
      const key = keyOf(place);
      book[key] = {};
      keep((all) => ({ ...all, [key]: {} }));
    },
  };
}

function dated(before: Lessons | undefined, change: ProfileChange, at: number): Lessons {
  const when = new Date(at).toISOString();
  const learnedAt = Object.fromEntries(Object.keys(change).map((name) => [name, when]));
  return { ...before, ...change, learnedAt: { ...before?.learnedAt, ...learnedAt } };
}

function withoutOld({ learnedAt = {}, ...lessons }: Lessons, at: number): ProfileChange {
  const dates: Readonly<Record<string, string>> = learnedAt;
  return Object.fromEntries(
    Object.entries(lessons).filter(([name]) => {
      const lastsMs = LENGTHS.includes(name) ? DAY_MS : REST_LASTS_MS;
      return at - Date.parse(dates[name] ?? '1970-01-01') < lastsMs;
    }),
  );
}

function keyOf({ baseUrl, model }: ModelPlace): string {
  return `${baseUrl.replace(/\/+$/, '')} ${model}`;
}

/** What is in the file; nothing when there is none, or when another version wrote it. */
function read(file: string | undefined): Book {
  if (file === undefined) return {};
  try {
    const parsed = bookSchema.safeParse(JSON.parse(readFileSync(file, 'utf8')));
    return parsed.success ? (parsed.data as Book) : {};
  } catch {
    return {};
  }
}
