import { createHash } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import type { Language, ProjectFile } from '../languages/language.js';

/** Of some kilobytes each: the files of several large projects. */
const MOST_KEPT = 4_000;

/** A file's exported declarations (`Language.outline`), made once for each content. */
export type OutlineOf = (language: Pick<Language, 'name' | 'outline'>, file: ProjectFile) => string;

/**
 * Keeps outlines in memory. Each takes about 10 ms of the thread that serves every activity, and whatever builds on a file asks
 * for its outline.
 */
export function keepOutlines(most: number = MOST_KEPT): OutlineOf {
  const kept = new LRUCache<string, string>({ max: most });
  return (language, file) => {
    const key = createHash('sha256')
      .update(JSON.stringify([language.name, file.path, file.content]))
      .digest('hex');
    const known = kept.get(key);
    if (known !== undefined) return known;
    const outline = language.outline(file);
    kept.set(key, outline);
    return outline;
  };
}
