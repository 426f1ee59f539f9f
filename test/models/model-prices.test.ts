import { describe, expect, it } from '@jest/globals';
import { createModelGateway } from '../../src/models/gateway.js';
import { createModelPrices } from '../../src/models/model-prices.js';
import type { ModelPrices } from '../../src/protocol/model-prices.js';
import { settings } from './gateways.js';

const AT = ['https://one.example.com/v1', 'https://two.example.com/v1'];
const COUNTS = { inputTokens: 1_000_000, outputTokens: 100_000 };

type Overrides = NonNullable<NonNullable<Parameters<typeof settings>[1]>['overrides']>;

function pricesOf(overrides: Overrides, addresses: readonly string[] = AT): ModelPrices {
  return createModelPrices(createModelGateway(settings(addresses, { overrides })));
}

const price = { input: 1, output: 10 };

describe('what a call will cost, before it is made', () => {
  it('is usually the price of the model that is asked first, and at most that of the dearest', () => {
    const prices = pricesOf([
      { model: 'example-model', endpoint: 'endpoint-1', price },
      { model: 'example-model', endpoint: 'endpoint-2', price: { input: 3, output: 30 } },
    ]);
    expect(prices.usual('standard', COUNTS)).toBeCloseTo(2);
    expect(prices.most('standard', COUNTS)).toBeCloseTo(6);
    expect(prices.withoutPrice('standard')).toEqual([]);
  });

  it('counts the thoughts of a model that thinks first', () => {
    const prices = pricesOf([{ model: 'example-model', price, profile: { reasoning: true } }]);
    expect(prices.usual('strong', COUNTS)).toBeCloseTo(3);
  });

  it('is unknown, and not nothing, where one model of the tier has no known price', () => {
    const prices = pricesOf([{ model: 'example-model', endpoint: 'endpoint-1', price }]);
    expect(prices.usual('light', COUNTS)).toBeNull();
    expect(prices.most('light', COUNTS)).toBeNull();
    expect(prices.withoutPrice('light')).toEqual(['example-model at endpoint-2']);
  });

  it('is nothing on this machine', () => {
    const prices = pricesOf([], ['http://127.0.0.1:11434/v1']);
    expect(prices.usual('light', COUNTS)).toBe(0);
    expect(prices.most('light', COUNTS)).toBe(0);
  });
});
