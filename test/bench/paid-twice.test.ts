import { describe, expect, it } from '@jest/globals';
import { paidTwice, type CallAccount, type ProviderAnswer } from '../../bench/models/engine/paid-twice.js';

const asked = (prompt: string, ...at: readonly number[]): readonly ProviderAnswer[] =>
  at.map((askedAt) => ({ prompt, askedAt }));
const call = (prompt: string, settledAt: number | null, spentClaims: number): CallAccount => ({
  prompt,
  settledAt,
  spentClaims,
});

describe('calls that were paid twice', () => {
  it('are none where each answer has its claim, and was asked for before its call was settled', () => {
    const answers = [...asked('a', 1), ...asked('b', 2, 30), ...asked('c', 3)];
    expect(paidTwice(answers, [call('a', 10, 1), call('b', 40, 2), call('c', null, 1)])).toBe(0);
  });

  it('are counted though claims of other calls were never answered', () => {
    const answers = [...asked('a', 1, 20)];
    expect(paidTwice(answers, [call('a', 10, 1), call('b', 40, 2), call('c', null, 3)])).toBe(1);
  });

  it('are counted though an earlier claim of the same call was never answered', () => {
    expect(paidTwice(asked('a', 5, 20), [call('a', 10, 2)])).toBe(1);
  });

  it('are counted though the second one was not settled, or has a claim of its own', () => {
    expect(paidTwice(asked('a', 1, 20, 30), [call('a', 10, 3)])).toBe(2);
  });

  it('are counted where nothing was claimed', () => {
    expect(paidTwice(asked('a', 1), [call('b', 10, 1)])).toBe(1);
  });

  it('are not drafts that were asked for side by side by one prompt', () => {
    expect(paidTwice(asked('a', 1, 15), [call('a', 10, 1), call('a', 25, 1)])).toBe(0);
  });
});
