import type { Diagnostic } from '../protocol/diagnostic.js';
import type { KillRule, Mutant, MutantOutcome } from '../protocol/evidence.js';
import type { PackageDeclarations } from '../protocol/package-declarations.js';
import type { FileSpec, Plan } from '../protocol/plan.js';
import type { ReviewAspect } from '../protocol/verify-activities.js';

/** A file with its content, path relative to the project. */
export interface ProjectFile {
  readonly path: string;
  readonly content: string;
}

/**
 * Installed packages plus compiler settings: what checks and tests look at beside the tree itself. Its `key` is the
 * SHA-256 of its files; `folder` is the local cache that holds `node_modules` (or a virtual environment) for that key.
 */
export interface Environment {
  readonly key: string;
  readonly folder: string;
  /** Manifest, lock and compiler settings: they go into the tree, and no file spec names them. */
  readonly files: readonly ProjectFile[];
}

export interface Resolution {
  readonly files: readonly ProjectFile[];
  /** Packages that are refused (unknown to the registry, denied …), as diagnostics of source `packages`. */
  readonly diagnostics: readonly Diagnostic[];
}

export interface Toolchain {
  /**
   * Writes manifest and compiler settings for `plan`, verifies its packages against the registry and resolves the lock.
   * Nothing is installed, no script runs. @throws MillwrightError `ToolchainMissing` when npm or the registry is out of reach.
   */
  resolve(plan: Plan, signal: AbortSignal): Promise<Resolution>;
  /** Installs what the lock in `files` names, scripts off, into the shared cache; at once when it is there already. */
  install(files: readonly ProjectFile[], signal: AbortSignal): Promise<Environment>;
}

export interface DraftCheck {
  readonly plan: Plan;
  readonly spec: FileSpec;
  readonly content: string;
  /** The accepted files of the tree, without the draft. */
  readonly tree: ReadonlyMap<string, string>;
  readonly environment: Environment;
}

export interface DraftVerdict {
  readonly diagnostics: readonly Diagnostic[];
  /** The file's declarations, as text. */
  readonly declarations: string;
}

/** The code that implements a requirement, and what its mutants have to show (`src/evidence/aim.ts`). */
export interface MutantAim {
  readonly requirement: string;
  readonly symbol: { readonly path: string; readonly export: string };
  readonly wants: 'limit' | 'refusal' | 'behaviour';
  /** The limits that the requirement states. */
  readonly numbers: readonly number[];
  /** Numbers that are its limits where the code bounds something by them. */
  readonly hinted?: readonly number[];
  /** What to aim at where the code draws no such line. */
  readonly otherwise?: 'refusal' | 'behaviour';
  /** Its statement. */
  readonly words: string;
}

/** A mutant as an edit of a file: the text from `start` to `end` (characters) becomes `replacement`. */
export interface CodeMutant extends Mutant {
  readonly start: number;
  readonly end: number;
  readonly replacement: string;
}

export interface AimedMutants {
  readonly requirement: string;
  /** Why there are no mutants; null when there are. */
  readonly missing: string | null;
  readonly rule: KillRule;
  /** The most telling first; the mutants of one decision show something only when all of them are killed. */
  readonly decisions: readonly (readonly CodeMutant[])[];
}

/** The mutants of one requirement and the tests that are bound to it. */
export interface MutationTask {
  readonly requirement: string;
  readonly tests: readonly { readonly path: string; readonly title: string }[];
  readonly decisions: readonly (readonly CodeMutant[])[];
  /** `every` is settled by the first survivor, `any` by the first decision that falls; of a `line` all are run. */
  readonly rule: KillRule;
}

export interface MutationJob {
  /** Files of tests and what supports them: an error that one of them throws is an assertion made by hand. */
  readonly testSide: readonly string[];
  readonly tasks: readonly MutationTask[];
  /** All tests that are bound to a requirement: what the tests of a task miss may fall to others of them. */
  readonly tests: MutationTask['tests'];
  /** What an earlier run of this job wrote of tasks that it was done with. */
  readonly settled: readonly MutationOutput[];
  /** What ended the process of an earlier run of this job, and is not run again. */
  readonly skipped: readonly MutantOfTask[];
  /** Milliseconds after which no further mutant is started. */
  readonly wallMs: number;
  /**
   * Milliseconds that tests may take with a mutant, beside three times what they take without: those that fail may wait for
   * what does not come. How long they may take without, and after how long results are written, are multiples of it.
   */
  readonly patienceMs: number;
}

/** A mutant by its place in the order of the decisions. */
export interface MutantOfTask {
  readonly requirement: string;
  readonly mutant: number;
}

/** What the runner wrote about one task; its mutants in the order of the decisions. */
export interface MutationOutput {
  readonly requirement: string;
  /** Why its tests can kill nothing (they failed, or may be repeated, on the code as it is); null when they can. */
  readonly unfit: string | null;
  readonly mutants: readonly { readonly outcome: MutantOutcome; readonly killedBy?: string }[];
}

/** What the runner has written when it ends, or is ended. */
export interface MutationProgress {
  /** The tasks that it was done with. */
  readonly tasks: readonly MutationOutput[];
  /** What it was about to run: the tests of a task with a mutant, or without one (null). Null where it was neither. */
  readonly running: { readonly requirement: string; readonly mutant: number | null } | null;
}

/**
 * How a package of this language is packed, and used from a folder that has nothing else in it: the archive and the installed
 * packages are put there under these names, and then commands run in it. None of it needs a network.
 */
export interface Packaging {
  /** The lock's path in a project. */
  readonly lock: string;
  readonly pack: readonly string[];
  /** What packing writes into the project. */
  readonly packed: (name: string) => string;
  readonly archive: string;
  readonly packages: string;
  /** Names of the packages, from the lock, that come with the package when it is installed. */
  readonly runtimePackages: (lock: string) => readonly string[];
  readonly install: (name: string, dependencies: readonly string[]) => readonly string[];
  /** The installed program. */
  readonly program: (name: string) => string;
  /** The files of a program with this source that uses the package. */
  readonly consumer: (source: string) => readonly ProjectFile[];
  readonly types: {
    readonly command: readonly string[];
    /** What is wrong in that program or in the package, from what the compiler printed. */
    readonly read: (name: string, stdout: string) => readonly string[];
  };
  readonly call: readonly string[];
}

/** What one programming language brings: every check of a file and of a tree, and the toolchain. */
export interface Language {
  readonly name: 'typescript' | 'python';
  readonly toolchain: Toolchain;
  /** The file as its exported declarations, as another file may count on them. */
  outline(file: ProjectFile): string;
  /** All contracts of the plan together against the installed packages: do they parse, resolve and type-check? */
  checkContracts(plan: Plan, environment: Environment, signal: AbortSignal): Promise<readonly Diagnostic[]>;
  /** parse → placeholders → imports → contract → types; stops at the first that makes the next meaningless. */
  checkDraft(check: DraftCheck, signal: AbortSignal): Promise<DraftVerdict>;
  /**
   * What installed packages declare of the things that blocking type findings of a file are about: what a module exports, what a
   * type has, how a function is called. None where what is wrong is about the project's own files.
   */
  packageDeclarations(
    check: {
      readonly plan: Plan;
      readonly path: string;
      /** The draft that was found fault with. */
      readonly content: string;
      /** The accepted files of the tree, without the draft. */
      readonly tree: ReadonlyMap<string, string>;
      readonly environment: Environment;
      readonly diagnostics: readonly Diagnostic[];
    },
    signal: AbortSignal,
  ): Promise<readonly PackageDeclarations[]>;
  /** Types over the whole tree, and every file's contract where `paths` names it (null: all of the plan's). */
  checkTree(
    check: {
      readonly plan: Plan;
      readonly tree: ReadonlyMap<string, string>;
      readonly environment: Environment;
      readonly paths: readonly string[] | null;
    },
    signal: AbortSignal,
  ): Promise<readonly Diagnostic[]>;
  /**
   * Every static check of a project that no plan is known of: parse, placeholders, imports, packages (those of its manifest)
   * and types, over all files.
   */
  checkProject(
    check: { readonly tree: ReadonlyMap<string, string>; readonly environment: Environment },
    signal: AbortSignal,
  ): Promise<readonly Diagnostic[]>;
  /** Mutants in the symbols that implement requirements, from the syntax and the types of the tree. */
  aimMutants(
    check: {
      readonly plan: Plan;
      readonly tree: ReadonlyMap<string, string>;
      readonly environment: Environment;
      readonly aims: readonly MutantAim[];
    },
    signal: AbortSignal,
  ): Promise<readonly AimedMutants[]>;
  /** The static reviewer of one aspect; needs no model. */
  review(
    review: {
      readonly tree: ReadonlyMap<string, string>;
      readonly aspect: ReviewAspect;
      readonly environment: Environment;
    },
    signal: AbortSignal,
  ): Promise<readonly Diagnostic[]>;
  /** The commands of a project in this language, run in its folder, and how to read what the test runner wrote. */
  readonly commands: {
    readonly lint: {
      readonly command: readonly string[];
      /** Reads what the linter printed. @throws Error when the text is not what it prints. */
      readonly read: (stdout: string, projectFolder: string) => readonly Diagnostic[];
    };
    readonly test: {
      readonly command: readonly string[];
      /** Where the runner writes its machine output, relative to the project. */
      readonly output: string;
      /** @throws Error when the text is not what the runner writes. */
      readonly read: (output: string, projectFolder: string) => readonly TestOutput[];
    };
    /**
     * Runs mutants against the tests bound to them, one after another, until each task is settled. What a mutant ends has another
     * exit code than 0, and may be run again with what it wrote.
     */
    readonly mutate: {
      /** Files to lay into the project before the command is run. */
      readonly files: (job: MutationJob) => Promise<readonly ProjectFile[]>;
      readonly command: readonly string[];
      /** Where the results are, relative to the project. */
      readonly output: string;
      /** @throws Error when the text is not what the runner writes. */
      readonly read: (output: string) => MutationProgress;
    };
    readonly script: (name: string) => readonly string[];
    /** How a README writes the same for a person. */
    readonly scriptLine: (name: string) => string;
    /** Name of the folder that packages live in, laid over the tree read-only (`node_modules`). */
    readonly packagesFolder: string;
    readonly packaging: Packaging;
  };
  /** Shuts worker threads down. */
  close(): Promise<void>;
}

export interface TestOutput {
  readonly path: string;
  readonly title: string;
  /** The test's own title, without its suites. */
  readonly name?: string;
  readonly outcome: 'passed' | 'failed' | 'skipped';
  /** First lines of the failure, stack included. */
  readonly message?: string;
  /** Project files in the failure's stack, nearest first. */
  readonly frames: readonly string[];
}
