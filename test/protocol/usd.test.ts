import { describe, expect, it } from '@jest/globals';
import { formatUsd } from '../../src/protocol/usd.js';

describe('an amount of money', () => {
  it.each([
    [0, '0.00 USD'],
    [12.345, '12.35 USD'],
    [0.1, '0.10 USD'],
    [0.0999, '0.10 USD'],
    [0.04, '0.04 USD'],
    [0.034, '0.034 USD'],
    [0.0042, '0.0042 USD'],
    [0.00000012, '0.00 USD'],
  ])('of %d is %s', (usd, said) => {
    expect(formatUsd(usd)).toBe(said);
  });
});
