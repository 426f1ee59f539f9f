import { spawnSync } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { followReadme } from '../../../src/evidence/readme/follow-readme.js';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'millwright-readme-'));
  await writeFile(join(folder, '.env.example'), '# settings\nPORT=4000\nKEY="it\'s\n all"\n');
  await writeFile(join(folder, 'plain.env'), 'KEY=a\nPORT=4000\n');
});
afterEach(() => rm(folder, { recursive: true }));

function shell(script: string) {
  const { status, stdout, stderr } = spawnSync('sh', ['-c', script], {
    cwd: folder,
    encoding: 'utf8',
    env: { PATH: process.env.PATH },
  });
  return { exitCode: status, stdout, output: `${stdout}\n${stderr}`.trim(), timedOut: false };
}

/** Follows the lines with a real shell in the folder; the service answers where it is started with a key. */
async function follow(...lines: readonly string[]) {
  let now = 0;
  const asked: string[] = [];
  const steps = await followReadme(['```sh', ...lines, '```'].join('\n'), {
    name: 'tool-shed',
    port: 3000,
    starts: ['npm start'],
    known: new Map(),
    now: () => now,
    run: (script) => Promise.resolve(shell(script)),
    start: ({ port, before }) => {
      const key = shell(`${before}exec env sh -c 'printf %s "$KEY"'`).stdout;
      return Promise.resolve({
        request: ({ path, headers }) => {
          now += 60_000;
          if (key === '') return Promise.reject(new Error('nobody listens'));
          asked.push([port, path, ...(headers.id === undefined ? [] : [headers.id])].join(' '));
          return Promise.resolve({ status: 200, body: '' });
        },
        stop: () => Promise.resolve(),
      });
    },
  });
  return { asked, steps, shown: steps.map(({ outcome, step, detail }) => `${outcome} ${step}: ${detail}`) };
}

function outcomesOf({ steps }: Awaited<ReturnType<typeof follow>>): readonly string[] {
  return steps.map(({ outcome }) => outcome);
}

describe('what a line of a README sets', () => {
  it('is found out once, and stays what it was', async () => {
    const { asked, shown } = await follow(
      'KEY=1',
      'ID=$(echo "$KEY" >> added; printf "%s it\'s" "$(wc -l < added)")',
      'test "$ID" = "1 it\'s"',
      'export KEY="$ID" OTHER=$(pwd)',
      'test "$KEY" = "1 it\'s"',
      'npm start',
      'curl -H "id: $ID" localhost:3000/x',
    );
    expect(shown.filter((line) => !line.startsWith('passed'))).toEqual([]);
    expect(await readFile(join(folder, 'added'), 'utf8')).toBe('1\n');
    expect(asked).toEqual(['3000 /', "3000 /x 1 it's"]);
  });

  it.each([
    [['set -a; . ./.env; set +a']],
    [['set -a', 'source .env', 'set +a']],
    [['set -a && . .env && set +a']],
    [['if [ -f .env ]; then set -a; source ".env"; fi']],
    [['. ./.env', 'export KEY PORT']],
  ])('comes from a file of settings too: %j', async (lines) => {
    const { asked, shown } = await follow(
      'cp .env.example .env',
      ...lines,
      'test "$KEY" = "it\'s\n all"',
      'npm start',
    );
    expect(shown.filter((line) => !line.startsWith('passed'))).toEqual([]);
    expect(asked).toEqual(['4000 /']);
  });

  it.each([
    'export $(xargs < plain.env)',
    'export $(cat plain.env | xargs)',
    'eval "export $(cat plain.env)"',
  ])('comes from the words of a command too: %s', async (line) => {
    const { asked } = await follow(line, 'npm start');
    expect(asked).toEqual([line.startsWith('eval') ? '3000 /' : '4000 /']);
  });

  it('is not exported where the line does not export it, and can be taken away', async () => {
    expect(outcomesOf(await follow('. ./plain.env', 'test "$KEY" = a', 'npm start'))).toEqual([
      'passed',
      'passed',
      'failed',
    ]);
    expect(outcomesOf(await follow('export KEY=a', 'unset KEY', 'test -z "$KEY"'))).toEqual([
      'passed',
      'passed',
      'passed',
    ]);
  });

  it.each([
    'source .env',
    'set -a; . ./.env; set +a',
    'export $(xargs < .env)',
    'source ~/.profile',
    'eval "$(curl -s localhost:3000/settings)"',
  ])('is not held against what needs it where it is not known here: %s', async (line) => {
    const { shown } = await follow(line, 'npm start');
    expect(shown).toEqual([
      expect.stringMatching(/^unproven /),
      expect.stringMatching(/^unproven npm start: .* is not known here.*nobody listens/),
    ]);
  });

  it('is held against what fails without it where it is known', async () => {
    const { shown } = await follow(
      'set -a; . ./plain.env; set +a',
      'test "$KEY" = b',
      'unset KEY',
      'npm start',
    );
    expect(shown.filter((line) => !line.startsWith('passed'))).toEqual([
      'failed test "$KEY" = b: ended with exit code 1: ',
      'failed npm start: nothing answers on port 4000: nobody listens',
    ]);
  });

  it('fails with the line, and with its words alone', async () => {
    const { shown } = await follow('export KEY=a; ls nowhere && false');
    expect(shown).toEqual([expect.stringMatching(/^failed .*: ended with exit code \d+: \S.*nowhere.*$/)]);
    expect(outcomesOf(await follow('. ./plain.env && exit 3'))).toEqual(['failed']);
  });
});
