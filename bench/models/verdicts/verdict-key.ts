import { readTree } from '../../../src/artifacts/tree-store.js';
import type { Activities } from '../../../src/protocol/activities.js';
import type { ArtifactStore } from '../../../src/protocol/artifact-store.js';
import type { TreeView } from '../../../src/protocol/tree.js';
import { codeHash } from './code-hash.js';
import { ImportReader, type TreeFiles } from './import-closure.js';

type Name = keyof Activities;
type Input<Called extends Name> = Parameters<Activities[Called]>[0];

/** Activities that check or run what was written, and name everything that they look at by its content. */
const VERDICTS = [
  'prepare',
  'checkContracts',
  'validate',
  'checkTree',
  'lint',
  'test',
  'prove',
  'followReadme',
  'mutate',
  'review',
] as const satisfies readonly Name[];
type VerdictName = (typeof VERDICTS)[number];

/** What checks without running anything, and what runs what was written. */
const CHECKING = codeHash(['languages']);
const RUNNING = codeHash(['languages', 'activities', 'sandbox', 'evidence']);
const CHECKS: ReadonlySet<VerdictName> = new Set(['prepare', 'checkContracts', 'validate', 'checkTree']);

export function isVerdict(name: string): name is VerdictName {
  return VERDICTS.some((each) => each === name);
}

/**
 * What the answer of a verdict depends on: its input without the run. Trees in flight are folded; of a draft's tree only those
 * files count that its check can come upon, since nearly every tree under construction is another one.
 */
export class VerdictKeys {
  readonly #imports: ImportReader;

  constructor(private readonly store: ArtifactStore) {
    const decoder = new TextDecoder();
    this.#imports = new ImportReader(async (ref) => decoder.decode(await store.get(ref)));
  }

  async of(name: VerdictName, input: Input<VerdictName>): Promise<unknown> {
    return { code: CHECKS.has(name) ? CHECKING : RUNNING, input: await this.#input(name, input) };
  }

  async #input(name: VerdictName, input: Input<VerdictName>): Promise<unknown> {
    if (name === 'validate') return this.#draft(input as Input<'validate'>);
    if (name === 'checkTree') return this.#tree(input as Input<'checkTree'>);
    const { run: _run, ...rest } = input;
    return rest;
  }

  async #tree({ plan, tree, environment, paths }: Input<'checkTree'>): Promise<unknown> {
    return { plan, environment, paths, tree: [...(await this.#files(tree))] };
  }

  async #draft({ plan, path, content, tree, environment }: Input<'validate'>): Promise<unknown> {
    const files = await this.#files(tree);
    const closure = await this.#imports.closure(path, content, files);
    const seen = [...new Set([...closure, 'package.json', 'tsconfig.json'])].sort();
    return { plan, environment, path, content, seen: seen.map((each) => [each, files.get(each) ?? null]) };
  }

  async #files(tree: TreeView): Promise<TreeFiles> {
    return new Map((await readTree(this.store, tree)).map(({ path, content }) => [path, content]));
  }
}
