import { createServer, type AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { open } from '../../src/client/cli/commands/open.js';
import type { CommandResult } from '../../src/client/cli/context.js';
import type { ClientParts, OpenedProject } from '../../src/client/parts.js';
import { nextFreePort } from '../../temporal-config/server/free-port.js';
import { commandContext, RUN, silentDisplay } from './command-context.js';
import { recordOf } from './report-of.js';

interface Opening {
  readonly ended?: OpenedProject['ended'];
  readonly openProject?: ClientParts['openProject'];
  readonly port?: number;
  readonly interrupted?: AbortSignal;
  /** Was its run started again since? */
  readonly unsettled?: boolean;
}

function opening({ ended, openProject, port = 0, interrupted, unsettled = false }: Opening) {
  const stops: string[] = [];
  const display = silentDisplay();
  const project: OpenedProject = {
    url: 'http://127.0.0.1:4000',
    sandbox: 'none',
    ended: ended ?? new Promise(() => undefined),
    stop: () => {
      stops.push('stopped');
      return Promise.resolve();
    },
  };
  const context = commandContext({
    records: {
      byWorkflowId: () => Promise.resolve(recordOf()),
      isUnsettled: (name) => Promise.resolve(unsettled && name === RUN),
    },
    parts: { openProject: openProject ?? (() => Promise.resolve(project)) },
    context: { display, ...(interrupted === undefined ? {} : { interrupted }) },
  });
  const result: Promise<CommandResult> = open(context, { run: RUN, port, sandbox: 'none' });
  return { stops, result, said: display.said };
}

describe('open', () => {
  it('stops the project on Ctrl-C', async () => {
    const interrupt = new AbortController();
    const { stops, result } = opening({ interrupted: interrupt.signal });
    interrupt.abort();
    expect((await result).exitCode).toBe(0);
    expect(stops).toEqual(['stopped']);
  });

  it('clears away what ended by itself, or was lost', async () => {
    const byItself = opening({ ended: Promise.resolve({ exitCode: 3, output: 'no database' }) });
    expect((await byItself.result).exitCode).toBe(1);
    expect(byItself.stops).toEqual(['stopped']);
    const lost = opening({ ended: Promise.reject(new Error('the sandbox is gone')) });
    await expect(lost.result).rejects.toThrow('the sandbox is gone');
    expect(lost.stops).toEqual(['stopped']);
  });

  it('says which run it opens when a newer one has been started under its id', async () => {
    const over = { ended: Promise.resolve({ exitCode: 0, output: '' }) };
    for (const unsettled of [false, true]) {
      const { result, said } = opening({ ...over, unsettled });
      await result;
      const notes = said.filter((line) => line.includes('newer'));
      expect(notes).toHaveLength(unsettled ? 1 : 0);
      if (unsettled)
        expect(notes[0]).toMatch(/\(00000001, ended 2026-03-01 10:01 UTC.*millwright show library-3f2a1b/u);
    }
  });

  describe('with a port that is taken', () => {
    const other = createServer();
    let port: number;
    beforeEach(async () => {
      await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
      ({ port } = other.address() as AddressInfo);
    });
    afterEach(() => new Promise((resolve) => other.close(resolve)));
    const taken = {
      name: 'CommandError',
      type: 'Usage',
      message: expect.stringMatching(
        /^Port \d+ of this machine cannot be had: another program listens there/,
      ),
    };

    it('says so before anything is installed', async () => {
      let installed = false;
      const { result } = opening({
        port,
        openProject: () => {
          installed = true;
          return new Promise(() => undefined);
        },
      });
      await expect(result).rejects.toMatchObject(taken);
      expect(installed).toBe(false);
    });

    /** Something of the project listens there. */
    const listening: ClientParts['openProject'] = () =>
      new Promise((_, reject) => {
        createServer().once('error', reject).listen(port, '127.0.0.1');
      });

    it('says so too when it was taken meanwhile', async () => {
      await new Promise((resolve) => other.close(resolve));
      const { result } = opening({
        port,
        openProject: async (request) => {
          await new Promise<void>((resolve) => other.listen(port, '127.0.0.1', resolve));
          return listening(request);
        },
      });
      await expect(result).rejects.toMatchObject(taken);
    });

    it('says no such thing of a port that nobody has named', async () => {
      const { result } = opening({ port: 0, openProject: listening });
      await expect(result).rejects.toMatchObject({ code: 'EADDRINUSE', port });
      const elsewhere = opening({ port: await nextFreePort(port + 1), openProject: listening });
      await expect(elsewhere.result).rejects.toMatchObject({ code: 'EADDRINUSE', port });
    });
  });
});
