import { describe, expect, it } from '@jest/globals';
import { readBrief } from '../../../src/authors/blueprint/reading/read-brief.js';
import { read } from './told-reading.js';

const BOARD =
  'A REST API for a board. Boards have a name. Tasks have a title and a due date. A task belongs to a board.';

describe('that people sign in is said by', () => {
  it.each([
    'Users must log in to make changes.',
    'Users must be logged in to create, edit or delete tasks.',
    'You have to be logged in to change anything.',
    'Only logged-in users can create, update or delete.',
    'Only authenticated users can delete tasks.',
    'Only authenticated users can access the API.',
    'Writing requires authentication.',
    'Deleting tasks requires a login.',
    'Logging in is required to change data.',
    'All endpoints require a bearer token.',
    'Authentication is required for all endpoints.',
    'Authentication uses bearer tokens.',
    'The API is protected by a login with email and password.',
    'Users log in with email and password. Passwords have at least 10 characters.',
    'Users can sign up, log in and log out.',
    'Users log in with email and password. Passwords are stored hashed.',
  ])('%s', (sentence) => {
    const { met, open } = read(`${BOARD} ${sentence}`);
    expect(open).toEqual([]);
    expect(met.join()).toMatch(/sign|password/);
    expect(met.join()).not.toMatch(/role|Writing/);
  });

  it('changes, of which nothing is said about reading: that it needs signing in is told', () => {
    const { assumptions, subject } = readBrief({
      brief: `${BOARD} Users must log in to make changes.`,
      name: undefined,
      kind: undefined,
    });
    expect(assumptions.join(' ')).toContain('reading needs a bearer token, too');
    expect(subject).toMatchObject({ access: { people: 'user', roles: [], permissions: [] } });
  });

  it('a length of passwords, which is kept to', () => {
    const { subject } = readBrief({
      brief: `${BOARD} Users log in with email and password. Passwords must be at least 12 characters long.`,
      name: undefined,
      kind: undefined,
    });
    expect(subject).toMatchObject({ access: { passwordMin: 12 } });
  });
});

describe('what blueprints do not write of signing in stays open, and says why', () => {
  it.each([
    ['Reading is public, writing requires authentication.', 'not both'],
    ['Users log in with email and password. Anyone can read.', 'not both'],
    ['GET endpoints are public.', 'not both'],
    ['Requests need an API token.', 'no API keys'],
    ['Users log in with email and password and receive a JWT.', 'no JWTs'],
    ['Users log in with a Google account.', 'no other'],
    // Shorter than what is written, and something else than a record.
    ['Users log in with email and password. Passwords have at least 4 characters.', 'who signs in'],
    ['Users must log in to see the weather.', 'who signs in'],
    ['Only logged-in users can export tasks.', 'no files'],
  ])('%s', (sentence, reason) => {
    const { requirements } = readBrief({ brief: `${BOARD} ${sentence}`, name: undefined, kind: undefined });
    const reasons = requirements.flatMap(({ proof }) => (proof.kind === 'none' ? [proof.reason] : []));
    expect(reasons).toEqual([expect.stringContaining(reason)]);
  });
});
