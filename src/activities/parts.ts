import type { Author } from '../authors/author.js';
import type { GitBundler } from '../delivery/git-bundle.js';
import type { Language } from '../languages/language.js';
import type { RunRecords } from '../ledger/run-records.js';
import type { AuthorName } from '../protocol/analysis.js';
import type { ArtifactStore } from '../protocol/artifact-store.js';
import type { ModelLedger } from '../protocol/model-ledger.js';
import type { SandboxChoice } from '../protocol/generate-input.js';
import type { Plan } from '../protocol/plan.js';
import type { SandboxProbe } from '../sandbox/sandbox.js';

/** What activities work with; handed in by the composition root. */
export interface Parts {
  readonly store: ArtifactStore;
  readonly authors: Readonly<Partial<Record<AuthorName, Author>>>;
  readonly languages: Readonly<Partial<Record<Plan['language'], Language>>>;
  readonly probeSandbox: (choice: SandboxChoice) => Promise<SandboxProbe>;
  readonly records: RunRecords;
  /** What runs spend on models. */
  readonly spending: ModelLedger;
  readonly bundler: GitBundler;
  /** Folder for trees that something runs in; each gets a folder of its own, removed afterwards. */
  readonly workFolder: string;
  /** Millwright's version, for reports. */
  readonly version: string;
}
