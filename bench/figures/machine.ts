import { availableParallelism, cpus, loadavg, release, totalmem, type } from 'node:os';

/** What a bench ran on, as far as it bears on its figures. */
export interface Machine {
  readonly cores: number;
  readonly processor: string;
  readonly memoryGb: number;
  readonly system: string;
  readonly node: string;
  /** Processes that wanted a core, averaged over the minute before; much above 0 means that something else runs. */
  readonly loadBefore: number;
}

export function thisMachine(): Machine {
  return {
    cores: availableParallelism(),
    processor: cpus()[0]?.model.trim() ?? 'unknown',
    memoryGb: Math.round(totalmem() / 2 ** 30),
    system: `${type()} ${release()}`,
    node: process.version,
    loadBefore: Number((loadavg()[0] ?? 0).toFixed(2)),
  };
}

export function formatMachine(machine: Machine): string {
  const { cores, processor, memoryGb, system, node, loadBefore } = machine;
  return `Ran on ${cores} cores (${processor}), ${memoryGb} GB, ${system}, Node ${node}; load before: ${loadBefore}`;
}
