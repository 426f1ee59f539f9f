import { describe, expect, it } from '@jest/globals';
import { read } from './told-reading.js';

const LINES = [
  'Wind farm – name (unique, max 80), region (max 60)',
  'Turbine – serial number (unique), wind farm, state (running, stopped)',
  'A wind farm with turbines cannot be deleted',
  'Find turbines by state',
];

describe('lines that say something each', () => {
  it('are read as the items of a list are', () => {
    const bulleted = read(`A REST API for wind farms\n\n${LINES.map((line) => `- ${line}`).join('\n')}`);
    const bare = read(`A REST API for wind farms\n${LINES.join('\n')}`);
    expect(bare.records).toEqual(['wind farm: name, region', 'turbine: serial number, wind farm, state']);
    expect(bare.open).toEqual([]);
    expect(bare.met).toEqual(bulleted.met);
  });

  it.each([
    'A REST API for a museum. A painting has a title, a\nYear and a price. An owner has a name and\nHas many paintings.',
    'We need a REST API for the archive of the town of Lower\nWaldhausen. A map has a title, a scale and a year, and belongs to\nOne county. A county has a name.',
  ])('are not the lines of prose that was broken at a margin: %s', (brief) => {
    expect(read(brief)).toEqual(read(brief.replaceAll('\n', ' ')));
  });
});

describe('a bare maximum', () => {
  it('bounds a length where all that are told do', () => {
    const { met } = read('A REST API for firms. A firm has a name (max 80) and a region (max 60).');
    expect(met).toContain('the region of firms is at most 60 characters long');
  });

  it.each([
    'A REST API for firms. A firm has a region (max 60).',
    'A REST API for firms. A firm has a name (max 80), a number of seats (max 40) and a region (max 60).',
  ])('is open where nothing tells what it bounds: %s', (brief) => {
    expect(read(brief).open).toContain('a region (max 60)');
  });

  it('bounds a number where the name is one of a number', () => {
    const { met } = read('A REST API for halls. A hall has a name (max 80) and a capacity (max 60).');
    expect(met).toContain('the capacity of halls is at most 60');
  });
});
