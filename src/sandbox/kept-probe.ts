import type { SandboxChoice } from '../protocol/generate-input.js';
import type { SandboxProbe } from './sandbox.js';

type Probe = (choice: SandboxChoice) => Promise<SandboxProbe>;

/** A passing fault that is seen this often in a row does not pass: the machine is like that. Fewer than an activity's attempts. */
const LASTING = 8;

/**
 * Probes once for each choice: a sandbox that works is kept, and whoever asks at the same time waits for the same answer. That
 * there is none is looked at anew each time, since it can be mended while a worker runs.
 */
export function keptProbe(probe: Probe): Probe {
  const kept = new Map<SandboxChoice, Promise<SandboxProbe>>();
  const faults = new Map<SandboxChoice, number>();
  const look = async (choice: SandboxChoice): Promise<SandboxProbe> => {
    const found = await probe(choice);
    if (found.available || found.passing !== true) {
      faults.delete(choice);
      return found;
    }
    const seen = (faults.get(choice) ?? 0) + 1;
    faults.set(choice, seen);
    if (seen < LASTING) return found;
    const { cause, remedy } = found;
    return { available: false, cause, remedy };
  };
  return async (choice) => {
    const waiting = kept.get(choice);
    if (waiting !== undefined) return waiting;
    const looking = look(choice);
    kept.set(choice, looking);
    const found = await looking.catch(() => undefined);
    if (found?.available !== true) kept.delete(choice);
    return looking;
  };
}
