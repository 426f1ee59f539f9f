import { mkdirSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import { z } from 'zod';
import { modelProfileSchema, type ModelProfile, type ProfileChange } from './profile.js';

const bookSchema = z.record(z.string(), modelProfileSchema.partial());
type Book = Record<string, ProfileChange>;

/** Which model at which address; the same under whatever name the settings give the endpoint. */
export interface ModelPlace {
  readonly baseUrl: string;
  readonly model: string;
}

/** What was learned of models, kept for the process, and for the next one where there is a file for it. */
export interface ProfileBook {
  learned(place: ModelPlace): ProfileChange;
  /** Best effort on the file: what is not kept is learned again by one refused call. */
  learn(place: ModelPlace, change: ProfileChange): void;
}

/** @param file JSON; undefined: nothing outlives the process. */
export function openProfileBook(file: string | undefined): ProfileBook {
  const book: Book = read(file);
  return {
    learned: (place) => book[keyOf(place)] ?? {},
    learn: (place, change) => {
      const key = keyOf(place);
      book[key] = { ...book[key], ...change };
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

function keyOf({ baseUrl, model }: ModelPlace): string {
  return `${baseUrl.replace(/\/+$/, '')} ${model}`;
}

/** What is in the file; nothing when there is none, or when another version wrote it. */
function read(file: string | undefined): Book {
  if (file === undefined) return {};
  try {
    const parsed = bookSchema.safeParse(JSON.parse(readFileSync(file, 'utf8')));
    return parsed.success ? (parsed.data as Record<string, ProfileChange & Partial<ModelProfile>>) : {};
  } catch {
    return {};
  }
}
