import type { Contract } from '../../../protocol/plan.js';
import { ProjectCompiler } from '../compiler/project-compiler.js';
import { comparisonPath, renderComparison } from '../contract/contract-comparison.js';
import { renderStub } from '../contract/contract-stub.js';
import { isTypeScript } from '../file-kind.js';
import type { ThreadTask } from './thread-messages.js';

/** Files that decide how the compiler works as a whole: another text of them is another compiler. */
const SETTINGS_FILES = ['tsconfig.json', 'tsconfig.build.json', 'package.json'] as const;

/**
 * One project as a thread knows it: the accepted files, the planned contracts, and the compiler over both. A planned
 * file that is not accepted yet stands there as the declarations of its contract, under its own path, so that the set of
 * files, and with it most of the compiler's work, stays the same while a project is built.
 */
export class ProjectSession {
  readonly files = new Map<string, string>();
  readonly contracts = new Map<string, Contract>();
  /** Drafts that passed, with their dependants: content and declarations by path. */
  readonly passed = new Map<string, { readonly content: string; readonly declarations: string }>();
  version: number | undefined;
  #compiler: { readonly settings: string; readonly compiler: ProjectCompiler } | undefined;
  readonly #drafts = new Set<string>();

  /** `folder`: where its packages are installed. */
  constructor(readonly folder: string) {}

  /** Brings the state to that of `task`; false when its base is not the one that is here. */
  apply(task: ThreadTask): boolean {
    if (task.base !== null && task.base !== this.version) return false;
    const touched = new Set<string>();
    if (task.base === null) {
      for (const path of [...this.files.keys(), ...this.contracts.keys()]) touched.add(path);
      this.files.clear();
      this.contracts.clear();
    }
    for (const path of this.#drafts) touched.add(path);
    this.#drafts.clear();
    for (const [path, content] of task.files) {
      touched.add(path);
      if (content === null) this.files.delete(path);
      else this.files.set(path, content);
    }
    for (const [path, contract] of task.contracts) {
      touched.add(path);
      if (contract === null) this.contracts.delete(path);
      else this.contracts.set(path, contract);
    }
    this.version = task.version;
    if (this.#compiler !== undefined) for (const path of touched) this.#lay(this.#compiler.compiler, path);
    return true;
  }

  /** The compiler over the current state. */
  compiler(): ProjectCompiler {
    const settings = JSON.stringify(SETTINGS_FILES.map((path) => this.files.get(path)));
    if (this.#compiler?.settings !== settings) {
      const compiler = new ProjectCompiler(
        this.folder,
        this.files.get('tsconfig.json'),
        this.files.get('tsconfig.build.json'),
      );
      for (const path of new Set([...this.files.keys(), ...this.contracts.keys()])) this.#lay(compiler, path);
      this.#compiler = { settings, compiler };
    }
    return this.#compiler.compiler;
  }

  /** Puts a draft in the place of its path until the next state is applied. */
  layDraft(path: string, content: string): void {
    this.#drafts.add(path);
    this.compiler().put(path, content);
  }

  /** Puts back what stood in the draft's place. */
  liftDraft(path: string): void {
    this.#lay(this.compiler(), path);
  }

  #lay(compiler: ProjectCompiler, path: string): void {
    const contract = isTypeScript(path) ? this.contracts.get(path) : undefined;
    const text = this.files.get(path) ?? (contract === undefined ? undefined : renderStub(contract).text);
    if (text === undefined) compiler.remove(path);
    else compiler.put(path, text);
    if (!isTypeScript(path)) return;
    if (contract === undefined || contract.exports.length === 0) compiler.remove(comparisonPath(path));
    else compiler.put(comparisonPath(path), renderComparison(path, contract).text);
  }
}
