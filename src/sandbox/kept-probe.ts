import type { SandboxChoice } from '../protocol/generate-input.js';
import type { Sandbox, SandboxProbe } from './sandbox.js';

type Probe = (choice: SandboxChoice) => Promise<SandboxProbe>;

/**
 * Probes once for each choice: a sandbox that works is kept until it breaks, and whoever asks at the same time waits for the same
 * answer. That there is none, or that it lacks something for now, is looked at anew each time.
 */
export function keptProbe(probe: Probe): Probe {
  const kept = new Map<SandboxChoice, Promise<SandboxProbe>>();
  return (choice) => {
    const waiting = kept.get(choice);
    if (waiting !== undefined) return waiting;
    const drop = (): void => {
      if (kept.get(choice) === looking) kept.delete(choice);
    };
    const look = async (): Promise<SandboxProbe> => {
      const found = await whenItFails(probe(choice), drop);
      if (!found.available || found.passing === true) drop();
      return found.available ? { ...found, sandbox: watched(found.sandbox, drop) } : found;
    };
    const looking = look();
    kept.set(choice, looking);
    return looking;
  };
}

/**
 * The sandbox, with a word for whenever it breaks: what was found of the machine (where bubblewrap is, what the kernel allows) may
 * hold no longer. A program that fails in it breaks nothing, nor does a stop that was asked for.
 */
function watched(sandbox: Sandbox, breaks: () => void): Sandbox {
  const watch = <Result>(work: Promise<Result>, signal: AbortSignal): Promise<Result> =>
    whenItFails(work, () => {
      if (!signal.aborted) breaks();
    });
  return {
    name: sandbox.name,
    projectFolder: (project) => sandbox.projectFolder(project),
    run: (command, signal) => watch(sandbox.run(command, signal), signal),
    serve: async (command, signal) => {
      const service = await watch(sandbox.serve(command, signal), signal);
      // Whoever started it hears of it by the service itself.
      watch(service.ended, signal).catch(() => undefined);
      return service;
    },
  };
}

async function whenItFails<Result>(work: Promise<Result>, then: () => void): Promise<Result> {
  try {
    return await work;
  } catch (error) {
    then();
    throw error;
  }
}
