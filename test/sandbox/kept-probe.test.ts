import { describe, expect, it } from '@jest/globals';
import { keptProbe } from '../../src/sandbox/kept-probe.js';
import type { Sandbox, SandboxProbe, SandboxResult, SandboxService } from '../../src/sandbox/sandbox.js';
import { nodeCommand } from './working-sandbox.js';

const DONE: SandboxResult = {
  exitCode: 1,
  signal: null,
  stdout: '',
  stderr: '',
  truncated: false,
  exceeded: null,
};
const FAILS = new Error('bubblewrap could not set the sandbox up');

/** A sandbox whose runs, starts and services come to this end. */
function sandbox(
  ends: { readonly run?: Error; readonly serve?: Error; readonly service?: Error } = {},
): Sandbox {
  const end = (error: Error | undefined) =>
    error === undefined ? Promise.resolve(DONE) : Promise.reject(error);
  const service = (): SandboxService => ({
    request: () => Promise.reject(new Error('nobody asks')),
    expose: () => Promise.reject(new Error('nobody exposes')),
    stop: () => Promise.reject(new Error('nobody stops')),
    ended: end(ends.service),
  });
  return {
    name: 'bubblewrap',
    projectFolder: () => '/project',
    run: () => end(ends.run),
    serve: async () => {
      await end(ends.serve);
      return service();
    },
  };
}

const WORKS: SandboxProbe = { available: true, sandbox: sandbox(), notes: ['a note'] };
const COMMAND = { ...nodeCommand('/nowhere', ''), port: 3000 };
const NEVER = new AbortController().signal;
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
    const [found, same] = await Promise.all([probe('auto'), probe('auto')]);
    expect(found).toMatchObject({ available: true, notes: ['a note'], sandbox: { name: 'bubblewrap' } });
    expect(same).toBe(found);
    await expect(probe('auto')).resolves.toBe(found);
    await probe('none');
    expect(looks).toEqual(['auto', 'none']);
  });

  it('is kept whatever a later look would find', async () => {
    const { looks, probe } = machine(WORKS, BUSY);
    const found = await probe('auto');
    await expect(probe('auto')).resolves.toBe(found);
    expect(looks).toHaveLength(1);
  });

  it('is looked for again where there was none, or looking failed', async () => {
    const { probe } = machine(MISSING, new Error('out of processes'), BUSY, WORKS);
    await expect(probe('auto')).resolves.toBe(MISSING);
    await expect(probe('auto')).rejects.toThrow('out of processes');
    await expect(probe('auto')).resolves.toBe(BUSY);
    await expect(probe('auto')).resolves.toMatchObject({ available: true });
  });

  it('is looked for again where it lacks what it may have the next time', async () => {
    const { looks, probe } = machine({ ...WORKS, passing: true }, WORKS);
    await expect(probe('auto')).resolves.toMatchObject({ available: true, passing: true });
    const found = await probe('auto');
    expect(found).not.toHaveProperty('passing');
    await expect(probe('auto')).resolves.toBe(found);
    expect(looks).toHaveLength(2);
  });

  it.each([
    ['a run', sandbox({ run: FAILS }), true],
    ['a start', sandbox({ serve: FAILS }), true],
    ['a service', sandbox({ service: FAILS }), true],
    ['nothing but a program', sandbox(), false],
  ])('is looked for again once %s could not be set up in it', async (_what, broken, again) => {
    const { looks, probe } = machine({ available: true, sandbox: broken, notes: [] }, MISSING);
    const found = await probe('auto');
    if (!found.available) throw new Error('it was there');
    await found.sandbox.run(COMMAND, NEVER).catch(() => undefined);
    const service = await found.sandbox.serve(COMMAND, NEVER).catch(() => undefined);
    await service?.ended.catch(() => undefined);
    await expect(probe('auto')).resolves.toMatchObject({ available: !again });
    await probe('auto');
    // That there is none is not kept.
    expect(looks).toHaveLength(again ? 3 : 1);
  });

  it('is kept when a stop was asked for, and says what it says', async () => {
    const { probe } = machine({ available: true, sandbox: sandbox({ run: FAILS }), notes: [] }, MISSING);
    const found = await probe('auto');
    if (!found.available) throw new Error('it was there');
    await expect(found.sandbox.run(COMMAND, AbortSignal.abort())).rejects.toBe(FAILS);
    await expect(probe('auto')).resolves.toBe(found);
  });

  it('is not taken from those who found it since it broke', async () => {
    const { looks, probe } = machine({ available: true, sandbox: sandbox({ run: FAILS }), notes: [] }, WORKS);
    const first = await probe('auto');
    if (!first.available) throw new Error('it was there');
    await first.sandbox.run(COMMAND, NEVER).catch(() => undefined);
    const second = await probe('auto');
    await first.sandbox.run(COMMAND, NEVER).catch(() => undefined);
    await expect(probe('auto')).resolves.toBe(second);
    expect(looks).toHaveLength(2);
  });
});
