import type { Contract } from '../../../protocol/plan.js';
import type { Environment } from '../../language.js';

/** What a check looks at: the files of a tree, and the contracts of those that are planned, by path. */
export interface ProjectState {
  readonly environment: Environment;
  readonly files: ReadonlyMap<string, string>;
  readonly contracts: ReadonlyMap<string, Contract>;
}
