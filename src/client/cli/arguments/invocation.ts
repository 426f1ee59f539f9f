import type { ProjectKind } from '../../../protocol/analysis.js';
import type { SandboxChoice } from '../../../protocol/generate-input.js';

/** Where a brief is read from. */
export type BriefSource =
  | { readonly from: 'argument'; readonly text: string }
  | { readonly from: 'file'; readonly path: string }
  | { readonly from: 'stdin' };

/** A plan file, which has its brief in it. */
export interface PlanSource {
  readonly from: 'plan';
  readonly path: string;
}

export interface PlanOrder {
  readonly brief: BriefSource;
  readonly out: string;
  readonly name: string | undefined;
  readonly kind: ProjectKind | undefined;
  /** undefined: a model where one is configured. */
  readonly author: 'auto' | 'blueprint' | 'model' | undefined;
  /** US dollars; undefined: the run's own first limit. */
  readonly maxCost: number | undefined;
  /** Takes every default instead of asking. */
  readonly yes: boolean;
  /** Plans anew what was planned by a model already. */
  readonly again: boolean;
  readonly force: boolean;
}

export interface GenerateOrder {
  readonly brief: BriefSource | PlanSource;
  /** Builds without asking. */
  readonly yes: boolean;
  readonly out: string | undefined;
  readonly name: string | undefined;
  readonly kind: ProjectKind | undefined;
  readonly id: string | undefined;
  readonly again: boolean;
  readonly concurrency: number | undefined;
  readonly sandbox: SandboxChoice | undefined;
  readonly maxCost: number | undefined;
  readonly maxTaskCost: number | undefined;
  readonly maxErrors: number | undefined;
  /** undefined: a model where one is configured. */
  readonly author?: 'auto' | 'blueprint' | 'model' | undefined;
  readonly guided: boolean;
  readonly force: boolean;
  readonly detach: boolean;
}

/** What was typed, parsed: one member a command. RUN is a workflow id or the last eight digits of a run's key. */
export type Invocation = { readonly json: boolean } & (
  | ({ readonly command: 'generate' } & GenerateOrder)
  | ({ readonly command: 'plan' } & PlanOrder)
  | { readonly command: 'follow'; readonly run: string; readonly maxCost: number | undefined }
  | { readonly command: 'runs'; readonly limit: number }
  | { readonly command: 'show'; readonly run: string }
  | { readonly command: 'cancel'; readonly run: string }
  | {
      readonly command: 'fetch';
      readonly run: string;
      readonly out: string | undefined;
      readonly partial: boolean;
      readonly force: boolean;
    }
  | {
      readonly command: 'open';
      readonly run: string;
      readonly port: number;
      readonly sandbox: SandboxChoice;
    }
  | {
      readonly command: 'respond';
      readonly run: string;
      readonly request: string;
      readonly choice: string;
      readonly maxCost: number | undefined;
    }
  | { readonly command: 'pause'; readonly run: string }
  | { readonly command: 'resume'; readonly run: string; readonly maxCost: number | undefined }
  | { readonly command: 'dev' | 'status' | 'doctor' | 'demo' }
  | { readonly command: 'check'; readonly folder: string }
  | { readonly command: 'worker' }
  /** `test`: calls each model; otherwise they are listed. */
  | { readonly command: 'models'; readonly test: boolean; readonly maxCost: number | undefined }
);
