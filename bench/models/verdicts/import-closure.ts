import { posix } from 'node:path';
import { sourceCandidates } from '../../../src/languages/typescript/checks/source-candidates.js';
import { scriptSource } from '../../../src/languages/typescript/checks/parse-file.js';
import { moduleSpecifiers } from '../../../src/languages/typescript/compiler/module-specifiers.js';
import type { ArtifactRef } from '../../../src/protocol/artifact.js';

/** A file of a tree, and what it is called there. */
export type TreeFiles = ReadonlyMap<string, ArtifactRef>;

/** Reads the project files that contents may mean by their imports; each content is parsed once. */
export class ImportReader {
  readonly #known = new Map<string, Promise<readonly string[]>>();

  constructor(private readonly text: (ref: ArtifactRef) => Promise<string>) {}

  /**
   * The files of `tree` that a check of `content` at `path` can come upon: what it imports, what imports it, and what those
   * import in turn. Sorted; the file itself is among them when it is in the tree.
   */
  async closure(path: string, content: ArtifactRef, tree: TreeFiles): Promise<readonly string[]> {
    const reached = new Set<string>();
    const open = [path, ...(await this.#importers(path, tree))];
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      if (reached.has(next)) continue;
      reached.add(next);
      const ref = next === path ? content : tree.get(next);
      if (ref === undefined) continue;
      open.push(...(await this.#imports(next, ref)).filter((target) => tree.has(target)));
    }
    return [...reached].filter((each) => tree.has(each)).sort();
  }

  async #importers(path: string, tree: TreeFiles): Promise<readonly string[]> {
    const found = await Promise.all(
      [...tree].map(async ([other, ref]) =>
        (await this.#imports(other, ref)).includes(path) ? [other] : [],
      ),
    );
    return found.flat();
  }

  #imports(path: string, ref: ArtifactRef): Promise<readonly string[]> {
    const key = `${path} ${ref.sha256}`;
    const known = this.#known.get(key) ?? this.#read(path, ref);
    this.#known.set(key, known);
    return known;
  }

  async #read(path: string, ref: ArtifactRef): Promise<readonly string[]> {
    if (!/\.[cm]?[jt]sx?$/.test(path)) return [];
    return moduleSpecifiers(scriptSource(path, await this.text(ref)))
      .filter(({ text }) => text.startsWith('.'))
      .flatMap(({ text }) => sourceCandidates(posix.join(posix.dirname(path), text)));
  }
}
