import type { Diagnostic } from '../../protocol/diagnostic.js';
import { testIdentity } from '../../protocol/diagnostics.js';
import type { PlannedFile } from '../../protocol/digest.js';

/** Circles around the file that a failing test is traced to: what it uses, then what uses it and what those use. */
const CIRCLES = 2;

const ALL_DENY =
  'This file was given back unchanged, and so was all that it uses; the test fails all the same. Look again.';

interface Inquiry {
  readonly paths: Set<string>;
  circles: number;
  /** All of them were asked a second time. */
  again: boolean;
}

/**
 * Who is asked about a failing test when the file that it is traced to came back without a change that helped: the fault may be in
 * what that file uses, in who uses it, or in what those use. When all of them deny it, all are asked once more, and told so.
 */
export class Suspects {
  readonly #asked = new Map<string, Inquiry>();
  readonly #uses: ReadonlyMap<string, readonly string[]>;
  readonly #users: ReadonlyMap<string, readonly string[]>;

  /** @param code the files that may be asked; tests are none of them. */
  constructor(
    files: readonly PlannedFile[],
    private readonly code: ReadonlySet<string>,
  ) {
    this.#uses = new Map(
      files.map(({ path, dependencies }) => [
        path,
        dependencies.map((dependency) => dependency.path).filter((used) => code.has(used)),
      ]),
    );
    this.#users = new Map(
      [...code].map((path) => [
        path,
        [...code].filter((user) => this.#uses.get(user)?.includes(path) === true),
      ]),
    );
  }

  /** The failing tests among the findings, by the files that are asked next; none when nobody is left. */
  further(findings: readonly Diagnostic[]): ReadonlyMap<string, readonly Diagnostic[]> {
    const byPath = new Map<string, Diagnostic[]>();
    for (const finding of findings) {
      const { path, source, blocking } = finding;
      if (!blocking || source !== 'test' || path === undefined || !this.code.has(path)) continue;
      const key = testIdentity(finding);
      const asked = this.#asked.get(key) ?? { paths: new Set([path]), circles: 0, again: false };
      this.#asked.set(key, asked);
      if (asked.again) continue;
      const further = asked.circles < CIRCLES ? this.#next(path, asked) : [];
      asked.circles += 1;
      asked.again = further.length === 0;
      const told = asked.again ? { ...finding, hint: ALL_DENY } : finding;
      for (const suspect of asked.again ? asked.paths : further) {
        asked.paths.add(suspect);
        byPath.set(suspect, [...(byPath.get(suspect) ?? []), told]);
      }
    }
    return byPath;
  }

  #next(traced: string, { paths, circles }: Inquiry): readonly string[] {
    const used = [...paths].flatMap((path) => this.#uses.get(path) ?? []);
    const users = circles === 0 ? [] : (this.#users.get(traced) ?? []);
    return [...new Set([...used, ...users])].filter((path) => !paths.has(path));
  }
}
