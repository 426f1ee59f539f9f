import { EventEmitter } from 'node:events';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { PassThrough } from 'node:stream';
import { setImmediate } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { CommandError, Interrupted } from '../../src/client/cli/command-error.js';
import { interruptSignal, isInterruption } from '../../src/client/cli/interrupts.js';
import { outliveReaders } from '../../src/client/cli/lost-readers.js';
import { withSession } from '../../src/client/cli/session.js';
import { clientOf, commandContext, silentDisplay } from './command-context.js';

describe('Ctrl-C', () => {
  function pressed(...at: readonly number[]) {
    const process = new EventEmitter();
    const exits: number[] = [];
    let now = 0;
    const signal = interruptSignal(
      Object.assign(process, { exit: (code: number) => void exits.push(code) }),
      () => now,
    );
    for (now of at) process.emit('SIGINT');
    return { exits, interrupted: signal.aborted };
  }

  it('has the command wind down, and ends it at once the second time', () => {
    expect(pressed(70_000)).toEqual({ exits: [], interrupted: true });
    expect(pressed(70_000, 70_600)).toEqual({ exits: [130], interrupted: true });
  });

  it('that reaches the command twice counts once', () => {
    expect(pressed(0, 0)).toEqual({ exits: [], interrupted: true });
    expect(pressed(70_000, 70_020, 70_499)).toEqual({ exits: [], interrupted: true });
  });
});

describe('an error after Ctrl-C', () => {
  const interrupt = new AbortController();
  interrupt.abort();
  const { signal } = interrupt;

  it.each<[string, unknown, boolean]>([
    ['the reason itself', signal.reason, true],
    ['what it caused', new Error('npm ci was cut', { cause: signal.reason }), true],
    ['an error of its own', new TypeError('x is not a function'), false],
    ['what is in words already', new CommandError('NoServer', 'No server.', { cause: signal.reason }), false],
    ['what was said of the interruption', new Interrupted('Safe.', { cause: signal.reason }), false],
  ])('%s: of the interruption %s', (_, error, expected) => {
    expect(isInterruption(error, signal)).toBe(expected);
    expect(isInterruption(error, new AbortController().signal)).toBe(false);
  });

  it.each<[string, (() => string) | null, string]>([
    ['in the words of the command', () => 'Nothing was changed.', 'Nothing was changed.'],
    ['in any, where it has none', null, 'Nothing was started.'],
  ])('while the stack starts is said %s', async (_, onInterrupt, message) => {
    const context = commandContext({
      context: { interrupted: signal },
      stack: {
        join: (options) => {
          options.signal?.throwIfAborted();
          throw new Error('nobody listened');
        },
      },
    });
    const session = withSession(context, { worker: false, onInterrupt }, () => Promise.resolve());
    await expect(session).rejects.toMatchObject({ name: 'Interrupted', exitCode: 130, message });
  });
});

describe('the last of a command', () => {
  function session(leave: () => Promise<void> = () => Promise.resolve()) {
    const interrupt = new AbortController();
    const did: string[] = [];
    const display = silentDisplay();
    const context = commandContext({
      client: clientOf('open'),
      context: { interrupted: interrupt.signal, display },
      stack: {
        join: () =>
          Promise.resolve({
            address: '127.0.0.1:1',
            namespace: 'default',
            uiUrl: null,
            role: () => 'host',
            leave: () => {
              did.push('left');
              return leave();
            },
          }),
      },
    });
    const write = async (): Promise<string> => {
      await setImmediate();
      interrupt.abort();
      await setImmediate();
      did.push('written');
      return 'done';
    };
    const options = { worker: false, onInterrupt: () => 'Cut.' };
    return { context, options, interrupt, write, did, said: display.said };
  }

  it('is carried out before the stack is left, and Ctrl-C no longer cuts it', async () => {
    const { context, options, write, did } = session();
    expect(await withSession(context, options, ({ uncut }) => uncut(write))).toBe('done');
    expect(did).toEqual(['written', 'left']);
  });

  it('is, like all before it, not begun where Ctrl-C came while the stack started', async () => {
    const { context, options, interrupt, did } = session();
    const join: typeof context.stack.join = (joining) => {
      interrupt.abort();
      return context.stack.join(joining);
    };
    const cut = withSession({ ...context, stack: { ...context.stack, join } }, options, () => {
      did.push('begun');
      return Promise.resolve();
    });
    await expect(cut).rejects.toMatchObject({ name: 'Interrupted', message: 'Cut.' });
    expect(did).toEqual(['left']);
  });

  it('is not begun after Ctrl-C', async () => {
    const { context, options, interrupt, write, did } = session();
    const cut = withSession(context, options, ({ uncut }) => {
      interrupt.abort();
      return uncut(write);
    });
    await expect(cut).rejects.toMatchObject({ name: 'Interrupted', message: 'Cut.' });
    expect(did).toEqual(['left']);
  });

  it('stands though the stack is not left in order', async () => {
    const { context, options, write, said } = session(() => Promise.reject(new Error('no space')));
    expect(await withSession(context, options, ({ uncut }) => uncut(write))).toBe('done');
    expect(said).toEqual(['The stack was not left in order: no space']);
  });
});

describe('a reader that had enough', () => {
  it.each(['EPIPE', 'EIO', 'ERR_STREAM_DESTROYED'])('is outlived (%s)', (code) => {
    const stream = new PassThrough();
    outliveReaders(stream);
    expect(stream.emit('error', Object.assign(new Error(code), { code }))).toBe(true);
    const other = Object.assign(new Error('no space'), { code: 'ENOSPC' });
    expect(() => stream.emit('error', other)).toThrow('no space');
  });

  it('changes no exit code', async () => {
    const executable = fileURLToPath(new URL('../../bin/millwright.js', import.meta.url));
    for (const closed of ['stdout', 'stderr'] as const) {
      const child = spawn(process.execPath, [executable, 'show', '--json'], {
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      child[closed].destroy();
      child[closed === 'stdout' ? 'stderr' : 'stdout'].resume();
      expect([closed, (await once(child, 'close'))[0]]).toEqual([closed, 2]);
    }
  });
});
