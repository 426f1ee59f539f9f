import type { Language } from '../languages/language.js';
import type { ArtifactRef } from '../protocol/artifact.js';
import type { ManifestFile } from '../protocol/tree.js';

/** Of some kilobytes each: the files of several large projects. */
const MOST_KEPT = 4_000;

/** A file's exported declarations (`Language.outline`), made once for each content. */
export type OutlineOf = (language: Pick<Language, 'name' | 'outline'>, file: ManifestFile) => Promise<string>;

/**
 * Keeps outlines in memory, least recently used first out. Each takes about 10 ms of the thread that serves every activity, and
 * whatever builds on a file asks for its outline: those of a phase all at once.
 *
 * @param text the content of an artifact
 */
export function keepOutlines(
  text: (content: ArtifactRef) => Promise<string>,
  most: number = MOST_KEPT,
): OutlineOf {
  // A Map iterates in insertion order: re-inserting on each hit keeps the least recently used one first.
  const kept = new Map<string, string>();
  return async (language, { path, content }) => {
    const key = `${language.name} ${content.sha256} ${path}`;
    let outline = kept.get(key);
    if (outline === undefined) {
      const source = await text(content);
      // Looked for once more: of those who waited for the same content, the first has made it.
      outline = kept.get(key) ?? language.outline({ path, content: source });
    }
    kept.delete(key);
    kept.set(key, outline);
    for (const [oldest] of kept) {
      if (kept.size <= most) break;
      kept.delete(oldest);
    }
    return outline;
  };
}
