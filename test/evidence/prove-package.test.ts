import { describe, expect, it } from '@jest/globals';
import { msToNumber } from '@temporalio/common/lib/time.js';
import { proveCli } from '../../src/evidence/prove-cli.js';
import { proveLibrary } from '../../src/evidence/prove-library.js';
import type { CommandEnd } from '../../src/evidence/steps-in-turn.js';
import type { ProofStep } from '../../src/protocol/evidence.js';
import { COMMAND_LIMITS } from '../../src/sandbox/default-limits.js';
import { INSTALL, SANDBOX } from '../../src/workflows/activity-options.js';

const end = (stdout = '', exitCode: number | null = 0, stderr = ''): CommandEnd => ({
  stdout,
  stderr,
  exitCode,
});
const outcomes = (steps: readonly ProofStep[]) => steps.map(({ step, outcome }) => `${step} ${outcome}`);

interface Sketch {
  readonly build?: CommandEnd;
  readonly pack?: CommandEnd;
  readonly install?: CommandEnd;
}
function packageThat({ build = end(), pack = end(), install = end() }: Sketch) {
  return {
    now: () => 0,
    build: () => Promise.resolve(build),
    pack: () => Promise.resolve(pack),
    install: () => Promise.resolve(install),
  };
}

describe('the proof recipe of a command-line program', () => {
  const recipe = {
    commands: [
      { arguments: ['books', 'add', '--title=Emma'], prints: '"id"' },
      { arguments: ['books', 'list'], prints: 'Emma' },
    ],
  };
  async function prove(sketch: Sketch & { readonly run?: (line: string) => CommandEnd }) {
    const lines: string[] = [];
    const answers: Readonly<Record<string, string>> = {
      '--help': 'Usage: library',
      'books add --title=Emma': '{ "id": 1 }',
      'books list': 'Emma',
    };
    const steps = await proveCli(
      {
        ...packageThat(sketch),
        run: (args) => {
          const line = args.join(' ');
          lines.push(line);
          return Promise.resolve(sketch.run?.(line) ?? end(answers[line]));
        },
      },
      recipe,
    );
    return { steps, lines };
  }

  it('builds, packs, installs, explains itself, and does each command in turn', async () => {
    const { steps, lines } = await prove({});
    expect(outcomes(steps)).toEqual([
      'build passed',
      'pack passed',
      'install passed',
      'help passed',
      'commands passed',
    ]);
    expect(lines).toEqual(['--help', 'books add --title=Emma', 'books list']);
  });

  it.each([
    { what: 'build', sketch: { build: end('', 2, 'src/cli.ts: no') }, at: 0 },
    { what: 'pack', sketch: { pack: end('', 1) }, at: 1 },
    { what: 'install', sketch: { install: end('', 1) }, at: 2 },
    { what: 'silent help', sketch: { run: () => end('') }, at: 3 },
    { what: 'help', sketch: { run: () => end('', 1, 'Cannot find package "commander"') }, at: 3 },
  ])('leaves what comes after a failing $what unproven, and does not run it', async ({ sketch, at }) => {
    const { steps, lines } = await prove(sketch);
    expect(steps.map(({ outcome }) => outcome)).toEqual([
      ...Array.from({ length: at }, () => 'passed'),
      'failed',
      ...Array.from({ length: 4 - at }, () => 'unproven'),
    ]);
    expect(lines.length).toBe(at === 3 ? 1 : 0);
  });

  it('fails when a command prints something else, and says what', async () => {
    const { steps } = await prove({ run: (line) => end(line === 'books list' ? 'None.' : '"id" Usage') });
    expect(steps.at(-1)).toMatchObject({ step: 'commands', outcome: 'failed' });
    expect(steps.at(-1)?.detail).toContain('None.');
  });
});

describe('the proof recipe of a library', () => {
  const prove = (sketch: Sketch & { readonly errors?: readonly string[]; readonly call?: CommandEnd }) =>
    proveLibrary(
      {
        ...packageThat(sketch),
        types: () => Promise.resolve(sketch.errors ?? []),
        call: () => Promise.resolve(sketch.call ?? end('"total": 1')),
      },
      { prints: '"total": 1' },
    );

  it('builds, packs, installs, type-checks a program that uses it, and runs that', async () => {
    expect(outcomes(await prove({}))).toEqual([
      'build passed',
      'pack passed',
      'install passed',
      'types passed',
      'call passed',
    ]);
  });

  it('fails on types that do not resolve, and does not run the program', async () => {
    const steps = await prove({ errors: ['consumer.mts(1,1): error TS2307: Cannot find module'] });
    expect(outcomes(steps).slice(3)).toEqual(['types failed', 'call unproven']);
    expect(steps[3]?.detail).toContain('TS2307');
  });

  it('fails when the program ends badly or prints something else', async () => {
    for (const call of [end('"total": 1', 1), end('"total": 0')]) {
      expect(outcomes(await prove({ call })).at(-1)).toBe('call failed');
    }
  });
});

describe('a recipe whose commands take long', () => {
  /** Every command takes as long as a sandbox lets it. */
  function slowly() {
    let now = 0;
    const run = (): Promise<CommandEnd> => {
      now += COMMAND_LIMITS.wallMs;
      return Promise.resolve(end('0'));
    };
    const slow = { now: () => now, build: run, pack: run, install: run, run, call: run };
    const types = () => run().then(() => []);
    return { ...slow, types };
  }
  const bound = msToNumber(SANDBOX.startToCloseTimeout ?? 0) - msToNumber(INSTALL.startToCloseTimeout ?? 0);

  it('comes to its end before its activity is ended, and says what there was no time for', async () => {
    for (const [slow, prove] of [
      [slowly(), (cli: ReturnType<typeof slowly>) => proveCli(cli, { commands: [] })],
      [slowly(), (library: ReturnType<typeof slowly>) => proveLibrary(library, { prints: '' })],
    ] as const) {
      const steps = await prove(slow);
      expect(slow.now()).toBeLessThan(bound);
      expect(outcomes(steps).slice(0, 3)).toEqual(['build passed', 'pack passed', 'install unproven']);
      expect(steps.at(-1)).toMatchObject({
        outcome: 'unproven',
        detail: 'the commands before it took 6 minutes',
      });
    }
  });

  it('begins none of the commands of a program that there is no time for', async () => {
    const slow = slowly();
    const quick = () => Promise.resolve(end('0'));
    const commands = Array.from({ length: 9 }, () => ({ arguments: ['add'], prints: '0' }));
    const steps = await proveCli({ ...slow, ...{ build: quick, pack: quick, install: quick } }, { commands });
    expect(slow.now()).toBeLessThan(bound);
    expect(outcomes(steps).slice(3)).toEqual(['help passed', 'commands unproven']);
  });
});
