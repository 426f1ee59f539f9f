import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { beforeAll, describe, expect, it } from '@jest/globals';
import type { Sandbox } from '../../src/sandbox/sandbox.js';
import { answerOf, LIMITS, NEVER, nodeCommand, withFolder, workingSandbox } from './working-sandbox.js';

const LOOP = 'for (;;);';

describe('what a sandboxed program can use up', () => {
  let sandbox: Sandbox;
  beforeAll(async () => {
    sandbox = await workingSandbox();
  });

  it('hands on output, exit code and signal of a program within its bounds', async () => {
    await withFolder(async (project) => {
      const end = await sandbox.run(
        nodeCommand(
          project,
          `process.stdout.write('out'); process.stderr.write('err'); process.exitCode = 3;`,
        ),
        NEVER,
      );
      expect(end).toEqual({
        exitCode: 3,
        signal: null,
        stdout: 'out',
        stderr: 'err',
        truncated: false,
        exceeded: null,
      });
      const killed = await sandbox.run(nodeCommand(project, `process.kill(process.pid, 'SIGSEGV')`), NEVER);
      expect(killed).toMatchObject({ exitCode: null, signal: 'SIGSEGV', exceeded: null });
      const absent = await sandbox.run(nodeCommand(project, '', { command: ['no-such-program'] }), NEVER);
      expect(absent).toMatchObject({ exitCode: 127, stderr: expect.stringContaining('no-such-program') });
    });
  });

  it('ends an endless loop when its time has passed', async () => {
    await withFolder(async (project) => {
      const end = await sandbox.run(nodeCommand(project, LOOP, { limits: { wallMs: 700 } }), NEVER);
      expect(end).toMatchObject({ exitCode: null, exceeded: 'wall' });
    });
  });

  it('ends an endless loop when its CPU seconds are used up', async () => {
    await withFolder(async (project) => {
      const end = await sandbox.run(nodeCommand(project, LOOP, { limits: { cpuSeconds: 1 } }), NEVER);
      expect(end).toMatchObject({ exitCode: null, exceeded: 'cpu' });
    });
  });

  it('ends a program that takes more memory than it may', async () => {
    await withFolder(async (project) => {
      const end = await sandbox.run(
        nodeCommand(project, 'const kept = []; for (;;) kept.push(Buffer.alloc(1e6, 1));', {
          limits: { memoryBytes: 128 * 1024 * 1024 },
        }),
        NEVER,
      );
      expect(end).toMatchObject({ exitCode: null, exceeded: 'memory' });
    });
  });

  it('holds a fork bomb to its number of processes, and nothing of it is left', async () => {
    await withFolder(async (project) => {
      const bomb = `
        const { spawn } = require('node:child_process');
        let started = 0, refused = 0;
        for (let n = 0; n < 300; n += 1)
          spawn('sleep', ['4242']).on('spawn', () => started += 1).on('error', () => refused += 1);
        const look = setInterval(() => {
          if (started + refused < 300) return;
          clearInterval(look);
          console.log(JSON.stringify({ started, refused }));
          process.exit();
        }, 20);`;
      const { started, refused } = (await answerOf(sandbox, project, bomb)) as Record<string, number>;
      expect(started).toBeGreaterThan(0);
      expect(started).toBeLessThan(LIMITS.processes);
      expect(refused).toBe(300 - (started ?? 0));
    });
  });

  it('ends a shell that forks without end', async () => {
    await withFolder(async (project) => {
      const end = await sandbox.run(
        nodeCommand(project, '', {
          command: ['sh', '-c', 'b() { b | b & }; b; sleep 60'],
          limits: { wallMs: 3_000, cpuSeconds: 5 },
        }),
        NEVER,
      );
      expect(end.exceeded ?? end.exitCode).not.toBe(0);
    });
  });

  it('keeps the first bytes of a flood of output and says that it was cut', async () => {
    await withFolder(async (project) => {
      const flood = `const line = 'x'.repeat(1024 * 1024); let left = 100;
        const write = () => { while (left-- > 0) if (!process.stdout.write(line)) return process.stdout.once('drain', write); };
        write();`;
      const end = await sandbox.run(nodeCommand(project, flood), NEVER);
      expect(end).toMatchObject({ exitCode: 0, truncated: true, stdout: 'x'.repeat(LIMITS.outputBytes) });
    });
  });

  it('stops a file at the size that a file may have', async () => {
    await withFolder(async (project) => {
      const end = await sandbox.run(
        nodeCommand(
          project,
          `const fs = require('node:fs'); const file = fs.openSync('huge', 'w');
           for (let n = 0; n < 64; n += 1) fs.writeSync(file, Buffer.alloc(1024 * 1024));`,
        ),
        NEVER,
      );
      expect(end.exitCode).not.toBe(0);
      expect((await stat(join(project, 'huge'))).size).toBeLessThanOrEqual(LIMITS.fileBytes);
    });
  });

  it('leaves no daemon behind', async () => {
    await withFolder(async (project) => {
      const daemon = `require('node:child_process').spawn('sh', ['-c', 'while :; do date +%s%N > beat; sleep 0.05; done'],
        { detached: true, stdio: 'ignore' }).unref();
        setTimeout(() => process.exit(), 500);`;
      const end = await sandbox.run(nodeCommand(project, daemon), NEVER);
      expect(end).toMatchObject({ exitCode: 0 });
      const beat = (await stat(join(project, 'beat'))).mtimeMs;
      await sleep(500);
      expect((await stat(join(project, 'beat'))).mtimeMs).toBe(beat);
    });
  });

  it('ends the program when the caller gives up, and says why', async () => {
    await withFolder(async (project) => {
      const controller = new AbortController();
      const running = sandbox.run(nodeCommand(project, LOOP), controller.signal);
      setTimeout(() => {
        controller.abort(new Error('the run was cancelled'));
      }, 300);
      await expect(running).rejects.toThrow('the run was cancelled');
    });
  });
});
