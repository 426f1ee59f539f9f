import type { ProduceFileResult } from '../../src/protocol/children.js';
import type { Diagnostic } from '../../src/protocol/diagnostic.js';
import type { PlanDigest } from '../../src/protocol/digest.js';
import type { Need } from '../../src/protocol/need.js';
import { EMPTY_TREE, type TreeView } from '../../src/protocol/tree.js';
import type { BuildPorts, BuildSettings } from '../../src/workflows/loops/build-ports.js';
import { buildProject, type BuildResult } from '../../src/workflows/loops/build-project.js';
import { startBuild, type BuildState } from '../../src/workflows/loops/build-state.js';
import type { GateChoice } from '../../src/workflows/policy/requests.js';
import { MemoryTrees, refOf } from './artifacts.js';

/** A request for one file, as the build loop made it. */
export type Request = Parameters<BuildPorts['produce']>[1] & { readonly path: string };

/** How a file turns out; every field has an ordinary answer. */
export interface Script {
  readonly produce?: (request: Request) => ProduceFileResult;
  readonly gate?: (phase: string, tree: TreeView, paths: readonly string[]) => readonly Diagnostic[];
  readonly ask?: (...asked: Parameters<BuildPorts['ask']>) => GateChoice;
  readonly amend?: BuildPorts['amend'];
  readonly wasCancelled?: (error: unknown) => boolean;
  readonly shouldDrain?: () => boolean;
  readonly paused?: () => Promise<void> | undefined;
  /** Which of the open pieces of work ends next; the oldest by default. */
  readonly next?: (open: number) => number;
  /** Called when nothing is under way and the loop waits; true when that was to be, and something has changed. */
  readonly idle?: () => boolean;
}

interface Pending {
  readonly what: string;
  readonly end: () => void;
}

type Accepted = Extract<ProduceFileResult, { outcome: 'accepted' }>;

export function accepted(
  request: Pick<Request, 'path' | 'round' | 'draftsBefore'>,
  change: Partial<Accepted> = {},
): Accepted {
  return {
    outcome: 'accepted',
    content: refOf(`${request.path}, round ${request.round}`),
    drafts: request.draftsBefore + 1,
    author: 'blueprint',
    lowConfidence: false,
    costUsd: 0,
    ...change,
  };
}

export function blockingFinding(path: string, message = 'It is wrong.'): Diagnostic {
  return { code: 'TS2345', severity: 'error', source: 'types', path, message, blocking: true };
}

export function failed(request: Request, message = 'It is wrong.'): ProduceFileResult {
  return {
    outcome: 'failed',
    drafts: request.draftsBefore + request.retries + 1,
    diagnostics: [blockingFinding(request.path, message)],
    costUsd: 0,
  };
}

export function needing(request: Request, ...needs: readonly Need[]): ProduceFileResult {
  return { outcome: 'needs', drafts: request.draftsBefore + 1, needs, costUsd: 0 };
}

/**
 * The build loop in a world without a server: work ends one piece at a time, in the order that the script says, and a
 * loop that waits though nothing is under way is reported instead of hanging.
 */
export class BuildWorld {
  readonly trees: MemoryTrees;
  readonly started: Request[] = [];
  readonly gates: string[] = [];
  readonly questions: string[] = [];
  /** The last state that was shown. */
  shown: BuildState | undefined;
  mostAtOnce = 0;
  #building = 0;
  readonly #pending: Pending[] = [];
  readonly #script: Script;

  constructor(script: Script = {}, trees = new MemoryTrees()) {
    this.#script = script;
    this.trees = trees;
  }

  paths(): readonly string[] {
    return this.started.map(({ path }) => path);
  }

  /** Pieces of work that were begun and have not ended. */
  get open(): number {
    return this.#pending.length;
  }

  build(
    plan: PlanDigest,
    settings: Partial<Omit<BuildSettings, 'limits'>> & Partial<ReturnType<BuildSettings['limits']>> = {},
    start: BuildState = startBuild(plan, EMPTY_TREE),
  ): Promise<BuildResult> {
    const {
      concurrency = 4,
      mode = 'autonomous',
      retriesPerFile = 3,
      retriesPerGate = 3,
      errors = 5,
      taskUsd = 0.5,
      hallucinationRate = 0.3,
    } = settings;
    const limits = { retriesPerFile, retriesPerGate, errors, taskUsd, hallucinationRate };
    return this.#drive(buildProject(plan, start, { concurrency, mode, limits: () => limits }, this.#ports()));
  }

  #ports(): BuildPorts {
    const script = this.#script;
    return {
      produce: async (file, request) => {
        const asked = { ...request, path: file.path };
        this.started.push(asked);
        this.#building += 1;
        this.mostAtOnce = Math.max(this.mostAtOnce, this.#building);
        return this.#later(file.path, () => {
          this.#building -= 1;
          return (script.produce ?? accepted)(asked);
        });
      },
      checkGate: (phase, tree, paths) => {
        this.gates.push(phase);
        return this.#later(`gate of ${phase}`, () => script.gate?.(phase, tree, paths) ?? []);
      },
      fold: (tree) => this.#later('fold', () => this.trees.fold(tree)),
      ask: (...asked) => {
        const [kind, , question] = asked;
        this.questions.push(question);
        return this.#later(`ask ${kind}`, () => script.ask?.(...asked) ?? 'stop');
      },
      amend: async (asker, needs) => {
        await this.#later('amend', () => undefined);
        if (script.amend === undefined) throw new Error('nobody expected an amendment');
        return script.amend(asker, needs);
      },
      wasCancelled: (error) => script.wasCancelled?.(error) ?? false,
      windDown: () => undefined,
      paused: () => script.paused?.(),
      shouldDrain: () => script.shouldDrain?.() ?? false,
      onChange: (state) => {
        this.shown = state;
      },
    };
  }

  #later<Result>(what: string, result: () => Result): Promise<Result> {
    return new Promise((resolve, reject) => {
      const end = (): void => {
        try {
          resolve(result());
        } catch (error) {
          reject(error instanceof Error ? error : new Error(String(error)));
        }
      };
      this.#pending.push({ what, end });
    });
  }

  async #drive(run: Promise<BuildResult>): Promise<BuildResult> {
    const progress = { over: false };
    const ended = run.finally(() => (progress.over = true));
    ended.catch(() => undefined);
    for (;;) {
      await new Promise((resolve) => setImmediate(resolve));
      if (progress.over) return ended;
      const place = (this.#script.next?.(this.#pending.length) ?? 0) % Math.max(1, this.#pending.length);
      const [next] = this.#pending.splice(place, 1);
      if (next !== undefined) next.end();
      else if (this.#script.idle?.() !== true) throw new Error('The build waits, and nothing is under way.');
    }
  }
}
