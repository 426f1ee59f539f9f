import { describe, expect, it } from '@jest/globals';
import { formatFigure, isAsItShouldBe, type Figure } from '../../bench/figures/figure.js';
import { median } from '../../bench/figures/statistics.js';

const figure: Figure = { name: 'one file', value: 1.2, unit: '×', bar: 1.25 };

describe('a figure', () => {
  it('is ok up to its bar, and short above it', () => {
    expect(formatFigure(figure)).toBe('one file 1.2 × (bar: at most 1.25) ok');
    expect(formatFigure({ ...figure, value: 1.25 })).toMatch(/ ok$/);
    expect(formatFigure({ ...figure, value: 1.251 })).toBe('one file 1.251 × (bar: at most 1.25) short');
    expect(isAsItShouldBe({ ...figure, value: 1.251 })).toBe(false);
  });

  it('is short when it could not be computed', () => {
    expect(formatFigure({ ...figure, value: Number.NaN })).toBe('one file NaN × (bar: at most 1.25) short');
  });

  it('is ok without a bar, however large', () => {
    expect(formatFigure({ ...figure, value: 12_345.6, unit: 'ms', bar: null })).toBe(
      'one file 12,346 ms (bar: none) ok',
    );
  });

  it('must fall short when it is a control', () => {
    expect(isAsItShouldBe({ ...figure, value: 3, control: true })).toBe(true);
    expect(isAsItShouldBe({ ...figure, control: true })).toBe(false);
    expect(formatFigure({ ...figure, value: 3, control: true })).toBe(
      '(control) one file 3 × (bar: at most 1.25) short, as it must be',
    );
  });
});

describe('the median', () => {
  it('is the middle, or the mean of the two in the middle', () => {
    expect(median([5, 1, 3])).toBe(3);
    expect(median([4, 1, 3, 2])).toBe(2.5);
    expect(median([])).toBeNaN();
  });
});
