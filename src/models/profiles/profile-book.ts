import { mkdirSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import { z } from 'zod';
import { modelProfileSchema, type ProfileChange } from './profile.js';

/** A server may be started with another context, and a model be replaced under its name: these are learned anew each day. */
const LENGTHS = ['contextTokens', 'maxOutputTokens'] as const;
const LENGTHS_LAST_MS = 24 * 3_600_000;

const lessonsSchema = modelProfileSchema.partial().extend({
  /** When each length was learned. */
  learnedAt: z.partialRecord(z.enum(LENGTHS), z.iso.datetime()).optional(),
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
}

/** @param file JSON; undefined: nothing outlives the process. */
export function openProfileBook(file: string | undefined): ProfileBook {
  const book: Book = read(file);
  return {
    learned: (place, at) => withoutOldLengths(book[keyOf(place)] ?? {}, at),
    learn: (place, change) => {
      const key = keyOf(place);
      book[key] = dated(book[key], change, Date.now());
      if (file === undefined) return;
      try {
        mkdirSync(dirname(file), { recursive: true });
        // Another process may have learned of other models meanwhile.
        const all = { ...read(file), [key]: book[key] };
        writeFileAtomic.sync(file, `${JSON.stringify(all, null, 2)}\n`);
      } catch {
        // A folder that cannot be written costs a refused call a process, and nothing else.
      }
    },
  };
}

function dated(before: Lessons | undefined, change: ProfileChange, at: number): Lessons {
  const when = new Date(at).toISOString();
  const learned = LENGTHS.filter((length) => change[length] !== undefined).map(
    (length) => [length, when] as const,
  );
  return {
    ...before,
    ...change,
    ...(learned.length > 0 ? { learnedAt: { ...before?.learnedAt, ...Object.fromEntries(learned) } } : {}),
  };
}

function withoutOldLengths({ learnedAt = {}, ...lessons }: Lessons, at: number): ProfileChange {
  const old = LENGTHS.filter(
    (length) => at - Date.parse(learnedAt[length] ?? '1970-01-01') >= LENGTHS_LAST_MS,
  );
  return Object.fromEntries(
    Object.entries(lessons).filter(([name]) => !old.some((length) => length === name)),
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
