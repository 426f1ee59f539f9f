import { ApplicationFailure } from '@temporalio/common';
import { readTreeContents } from '../../../src/artifacts/tree-store.js';
import { isErrorType, MillwrightError } from '../../../src/protocol/errors.js';
import { spentUsd, type RunCosts } from '../../../src/protocol/model-ledger.js';
import {
  startModelServer,
  type CallRecord,
  type ModelServerOptions,
  type PromptRecord,
} from '../../../test/doubles/model-server/model-server.js';
import { PLAIN_DIALECT } from '../../../test/doubles/model-server/dialect.js';
import { loadReference, type Reference } from '../../../test/doubles/model-server/reference.js';
import { blinded, type Blindness } from './blinded.js';
import { doubleGateway } from './double.js';
import { neverAfresh } from './never-afresh.js';
import { runOnPorts, type PortsRun } from './run-on-ports.js';
import type { Stage } from './stage.js';
import { unchecked } from './unchecked.js';

export interface SeedOrder {
  readonly reference: string;
  readonly seed: number;
  readonly faults: NonNullable<ModelServerOptions['faults']>;
  /** `plain`: the endpoint understands the least that such endpoints do. Left out: everything. */
  readonly dialect?: 'plain';
  /** Left out: the prompts arrive whole. */
  readonly blind?: Blindness;
  /** Drafts are taken as they come. */
  readonly unchecked?: true;
  /** What is refused is mended, and never begun once more from nothing. */
  readonly neverAfresh?: true;
  /** In US dollars; null: none. */
  readonly limitUsd: number | null;
}

/** A run against the double, and what both sides know of it. */
export interface PlayedSeed {
  readonly order: SeedOrder;
  /** undefined: the run failed, with `error`. */
  readonly run: PortsRun | undefined;
  /** Its type, and what it said; null: the run delivered. */
  readonly error: { readonly type: string; readonly message: string } | null;
  readonly spentUsd: number;
  readonly costs: RunCosts;
  readonly calls: readonly CallRecord[];
  /** Kept of runs without faults; of all of them they would fill the memory. */
  readonly prompts: readonly PromptRecord[];
  /** Delivered files that differ from what the double knows to be right, and whether the report names the file in a flag. */
  readonly faulty: readonly FaultyFile[];
}

export interface FaultyFile {
  readonly path: string;
  readonly flagged: boolean;
}

let played = 0;

/** @throws Error when the run asked the double for what its script does not allow: that is a bug of the product or the bench. */
export async function playSeed(stage: Stage, order: SeedOrder): Promise<PlayedSeed> {
  const { reference: name, seed, faults, blind, limitUsd } = order;
  const reference = await loadReference(name);
  const server = await startModelServer({
    reference: name,
    seed,
    faults,
    ...(order.dialect === 'plain' && { dialect: PLAIN_DIALECT }),
  });
  played += 1;
  const run = { id: `bench-${process.pid}-${played}`, workflowId: `bench-${played}` };
  try {
    const gateway = doubleGateway(server);
    const checked = stage.activities(blind === undefined ? gateway : blinded(gateway, blind));
    const asked = order.neverAfresh === true ? neverAfresh(checked) : checked;
    const activities = order.unchecked === true ? unchecked(asked) : asked;
    const ended = await runOnPorts(activities, run, reference.brief, limitUsd).then(
      (done) => ({ run: done, error: null }),
      (error: unknown) => ({ run: undefined, error: namedErrorOf(error) }),
    );
    await stage.ledger.close(run.id);
    const costs = await stage.ledger.costs(run.id);
    const [violation] = server.violations();
    if (violation !== undefined && blind === undefined) {
      throw new Error(
        `${name}, seed ${seed}: the double was asked for what its script does not allow: ${violation}`,
      );
    }
    return {
      order,
      ...ended,
      spentUsd: spentUsd(costs),
      costs,
      calls: server.calls(),
      prompts: faults === 'none' ? server.prompts() : [],
      faulty: ended.run === undefined ? [] : await faultyFiles(stage, reference, ended.run),
    };
  } finally {
    await server.stop();
  }
}

/** @throws `error` itself when it is none that a run may fail with. */
function namedErrorOf(error: unknown): { readonly type: string; readonly message: string } {
  if (error instanceof MillwrightError) return { type: error.type, message: error.message };
  if (error instanceof ApplicationFailure && isErrorType(error.type)) {
    return { type: error.type, message: error.message };
  }
  throw error;
}

async function faultyFiles(
  stage: Stage,
  reference: Reference,
  run: PortsRun,
): Promise<readonly FaultyFile[]> {
  const flagged = new Set(run.flags.map(({ about }) => about));
  const byModel = new Set(run.files.filter(({ author }) => author === 'model').map(({ path }) => path));
  const contents = await readTreeContents(stage.store, { manifest: run.tree, changes: [] });
  const decoder = new TextDecoder();
  return [...reference.files].flatMap(([path, right]) => {
    const bytes = contents.get(path);
    return bytes !== undefined && byModel.has(path) && plain(decoder.decode(bytes)) !== plain(right)
      ? [{ path, flagged: flagged.has(path) }]
      : [];
  });
}

function plain(text: string): string {
  return text.replace(/\r\n/g, '\n').trim();
}
