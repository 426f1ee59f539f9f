import { describe, expect, it } from '@jest/globals';
import pc from 'picocolors';
import { forTerminal } from '../../src/client/cli/render/for-terminal.js';

const { bold, red } = pc.createColors(true);

describe('text for a terminal', () => {
  it('keeps its lines, its tabs and its style', () => {
    const text = `${bold('Done')}\n\t${red('one flag')}, ✔ 日本語`;
    expect(forTerminal(text)).toBe(text);
  });

  it.each([
    ['copies to the clipboard', '\u001b]52;c;ZXZpbA==\u0007', ']52;c;ZXZpbA=='],
    ['clears the screen', '\u001b[2J\u001b[H', '[2J[H'],
    ['asks the terminal for an answer', '\u001b[6n', '[6n'],
    ['does so with one character', '\u009b2J', '2J'],
    ['overwrites what stands before it', 'failed\r\u001b[Kpassed', 'failed[Kpassed'],
    ['deletes what stands before it', 'failed\b\b\b\u007f', 'failed'],
    ['turns the direction of writing', 'a\u202egnp.exe', 'agnp.exe'],
  ])('loses what %s', (_, text, shown) => {
    expect(forTerminal(text)).toBe(shown);
  });
});
