import { describe, expect, it } from '@jest/globals';
import { BareSandbox } from '../../src/sandbox/bare/bare-sandbox.js';
import { keptProbe } from '../../src/sandbox/kept-probe.js';
import type { SandboxProbe } from '../../src/sandbox/sandbox.js';

const WORKS: SandboxProbe = { available: true, sandbox: new BareSandbox(), notes: [] };
const MISSING: SandboxProbe = { available: false, cause: 'it is not installed', remedy: 'Install it.' };
const BUSY: SandboxProbe = { available: false, passing: true, cause: 'it is busy', remedy: 'Wait.' };

/** A machine that answers these in turn, the last for ever. */
function machine(...answers: readonly (SandboxProbe | Error)[]) {
  const looks: string[] = [];
  const probe = keptProbe((choice) => {
    const answer = answers[Math.min(looks.length, answers.length - 1)] ?? MISSING;
    looks.push(choice);
    return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer);
  });
  return { looks, probe };
}

describe('the sandbox of a worker', () => {
  it('is looked for once for each choice, also by those who ask at the same time', async () => {
    const { looks, probe } = machine(WORKS);
    await Promise.all([probe('auto'), probe('auto')]);
    await expect(probe('auto')).resolves.toBe(WORKS);
    await probe('none');
    expect(looks).toEqual(['auto', 'none']);
  });

  it('is kept whatever a later look would find', async () => {
    const { probe } = machine(WORKS, BUSY);
    await probe('auto');
    await expect(probe('auto')).resolves.toBe(WORKS);
  });

  it('is looked for again where there was none, or looking failed', async () => {
    const { probe } = machine(MISSING, new Error('out of processes'), BUSY, WORKS);
    await expect(probe('auto')).resolves.toBe(MISSING);
    await expect(probe('auto')).rejects.toThrow('out of processes');
    await expect(probe('auto')).resolves.toBe(BUSY);
    await expect(probe('auto')).resolves.toBe(WORKS);
  });

  it('is not there where what was taken for a passing fault does not pass', async () => {
    const { probe } = machine(BUSY);
    const passing: boolean[] = [];
    // An activity is tried ten times, and has to come to an answer.
    for (let attempt = 1; attempt <= 10; attempt += 1) {
      const found = await probe('auto');
      passing.push(!found.available && found.passing === true);
    }
    expect(passing.indexOf(false)).toBe(7);
    expect(passing.slice(7)).toEqual([false, false, false]);
  });
});
