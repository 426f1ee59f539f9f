import { describe, expect, it } from '@jest/globals';
import { createBlueprintAuthor } from '../../../src/authors/blueprint/blueprint-author.js';
import { OUTLINE } from './briefs.js';

const author = createBlueprintAuthor();
const { signal } = new AbortController();

describe('a command-line program whose people sign in', () => {
  it('keeps its records, and leaves signing in open', async () => {
    const brief =
      'A command-line program for a gym. Members have a name and an e-mail address. Bookings have a date and belong to a member. Members sign in with e-mail and password.';
    const { kind, name, subject, requirements } = await author.analyze({
      brief,
      name: undefined,
      kind: undefined,
      signal,
    });
    expect({ kind, name }).toEqual({ kind: 'cli', name: expect.not.stringContaining('command') as unknown });
    expect(subject).toMatchObject({ kind: 'cli', access: null });
    const signIn = requirements.find(({ source }) => source.includes('sign in'));
    expect(signIn?.proof).toMatchObject({ kind: 'none' });
  });
});

describe.each(['cli', 'library'] as const)('a brief of kind %s', (kind) => {
  it('is understood as what it becomes', async () => {
    const analysis = await author.analyze({ brief: OUTLINE, name: undefined, kind, signal });
    expect(analysis.kind).toBe(kind);
    expect(analysis.name).not.toMatch(/api$/);
    expect(analysis.understood.join(' ')).not.toMatch(/REST|HTTP|Fastify|problem details/);
  });

  it('that asks for what only an API has leaves that open, and says why', async () => {
    const { requirements } = await author.analyze({ brief: OUTLINE, name: undefined, kind, signal });
    const documentation = requirements.find(({ source }) => source.includes('OpenAPI'));
    expect(documentation?.proof).toEqual({
      kind: 'none',
      reason: 'only an API is described by an OpenAPI document',
    });
    const others = requirements.filter((requirement) => requirement !== documentation);
    expect(others.filter(({ proof }) => proof.kind !== 'test')).toEqual([]);
  });
});
