import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { execa } from 'execa';
import { testCli, type TestCli } from '../support/cli.js';

/** Printed between the blocks' outputs, to tell them apart again. */
const MARK = '\u0007block';
const WALK_MS = 10 * 60_000;

interface Block {
  readonly commands: string;
  /** What the page says is printed: each line is somewhere in the output, in this order. */
  readonly expected: readonly string[];
}

/** The page's commands, each with the text block that follows it, if one does. */
function blocksOf(page: string): readonly Block[] {
  const blocks: { commands: string; expected: readonly string[] }[] = [];
  for (const [, language, text = ''] of page.matchAll(/^```(sh|text)\n(.*?)^```$/gms)) {
    const last = blocks.at(-1);
    if (language === 'sh') blocks.push({ commands: text, expected: [] });
    else if (last !== undefined) last.expected = text.trimEnd().split('\n');
  }
  return blocks;
}

/** `…` stands for anything within a line. */
function lineOf(expected: string): RegExp {
  const parts = expected.split('…').map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`);
}

describe('docs/ten-minutes.md', () => {
  let cli: TestCli;
  let blocks: readonly Block[] = [];
  let outputs: readonly string[] = [];

  beforeAll(async () => {
    cli = await testCli();
    const root = fileURLToPath(new URL('../../', import.meta.url));
    blocks = blocksOf(await readFile(`${root}/docs/ten-minutes.md`, 'utf8'));
    const script = blocks.map(({ commands }) => `${commands}\nprintf '${MARK}\\n'`).join('\n');
    const walked = await execa('bash', ['-eu', '-o', 'pipefail', '-c', script], {
      cwd: root,
      env: cli.environment,
      all: true,
      reject: false,
      stripFinalNewline: false,
      stdin: 'ignore',
      timeout: WALK_MS,
    });
    outputs = walked.all.split(`${MARK}\n`);
    if (walked.exitCode !== 0)
      outputs = [...outputs.slice(0, -1), `${outputs.at(-1) ?? ''}\n(the walk ends here)`];
  }, WALK_MS + 30_000);
  afterAll(() => cli.remove());

  it('has every block run to its end', () => {
    expect(blocks.length).toBeGreaterThan(8);
    expect({ ran: outputs.length - 1, last: outputs.at(-1) }).toEqual({ ran: blocks.length, last: '' });
  });

  it('prints what the page says, line by line', () => {
    for (const [index, { expected, commands }] of blocks.entries()) {
      const lines = (outputs[index] ?? '').split('\n');
      let from = 0;
      for (const wanted of expected) {
        const found = lines.findIndex((line, at) => at >= from && lineOf(wanted).test(line));
        expect({ commands, wanted, found: found === -1 ? lines.join('\n') : 'found' }).toMatchObject({
          found: 'found',
        });
        from = found + 1;
      }
    }
  });
});
