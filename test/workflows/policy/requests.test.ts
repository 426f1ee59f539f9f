import { describe, expect, it } from '@jest/globals';
import type { PersonRequest, Response } from '../../../src/protocol/messages.js';
import { REFUSALS } from '../../../src/protocol/names.js';
import {
  answerTo,
  clearAnswer,
  closeRequest,
  EMPTY_BOOK,
  openRequest,
  refuseResponse,
  takeResponse,
  type RequestBook,
  type Upcoming,
} from '../../../src/workflows/policy/requests.js';

const colour: PersonRequest = {
  id: 'clarify-colour',
  kind: 'clarify',
  question: 'Which colour?',
  options: ['red', 'blue'],
  default: 'red',
  askedAt: '2026-01-01T00:00:00.000Z',
  deadline: null,
};
const gate: PersonRequest = {
  ...colour,
  id: 'gate-core',
  kind: 'gate',
  options: ['stop', 'retry', 'continue'],
};
const asking = openRequest(EMPTY_BOOK, colour);
const toCome: Upcoming = { approval: true, gates: ['core'] };

function answer(requestId: string, choice: string): Response {
  return { requestId, choice };
}
function refusal(book: RequestBook, response: unknown, upcoming = toCome): string | undefined {
  return refuseResponse(book, upcoming, response)?.type;
}

describe('an answer to a request', () => {
  it('is taken when it is open and the choice is one of its options', () => {
    expect(refusal(asking, answer('clarify-colour', 'blue'))).toBeUndefined();
    const book = takeResponse(asking, answer('clarify-colour', 'blue'));
    expect(book.open).toEqual([]);
    expect(answerTo(book, 'clarify-colour')).toEqual({ requestId: 'clarify-colour', choice: 'blue' });
  });

  it('is refused when the choice is no option, naming the options', () => {
    expect(refuseResponse(asking, toCome, answer('clarify-colour', 'green'))).toEqual({
      type: REFUSALS.badResponse,
      message: '"green" is no option of clarify-colour; choose one of red, blue.',
    });
  });

  it('is refused when it is repeated', () => {
    const book = takeResponse(asking, answer('clarify-colour', 'blue'));
    expect(refusal(book, answer('clarify-colour', 'blue'))).toBe(REFUSALS.alreadyAnswered);
  });

  it('is refused when nothing of that name is asked, naming what is', () => {
    expect(refuseResponse(asking, toCome, answer('clarify-size', 'red'))).toEqual({
      type: REFUSALS.unknownRequest,
      message: 'No request clarify-size is open or still to come; open are clarify-colour.',
    });
    expect(refuseResponse(EMPTY_BOOK, toCome, answer('x', 'y'))?.message).toContain(
      'nothing is being asked now',
    );
  });

  it.each([
    ['nothing', undefined],
    ['null', null],
    ['a string', 'approve-plan'],
    ['no choice', { requestId: 'approve-plan' }],
    ['an empty choice', { requestId: 'approve-plan', choice: '' }],
    ['a field that is not known', { requestId: 'approve-plan', choice: 'approve', chioce: 'x' }],
    ['a text that is too long', { requestId: 'approve-plan', choice: 'approve', text: 'x'.repeat(16_385) }],
  ])('is refused when it is %s', (_what, response) => {
    expect(refusal(asking, response)).toBe(REFUSALS.badResponse);
  });

  it('is refused after the deadline, when the default was taken', () => {
    expect(refusal(closeRequest(asking, 'clarify-colour'), answer('clarify-colour', 'blue'))).toBe(
      REFUSALS.alreadyAnswered,
    );
  });
});

describe('an answer before it is asked for', () => {
  it.each([
    ['approve-plan', 'approve'],
    ['gate-core', 'retry'],
  ])('is taken for %s', (id, choice) => {
    expect(refusal(EMPTY_BOOK, answer(id, choice))).toBeUndefined();
  });

  it('must be an option that will be offered', () => {
    expect(refusal(EMPTY_BOOK, answer('approve-plan', 'maybe'))).toBe(REFUSALS.badResponse);
    expect(refusal(EMPTY_BOOK, answer('gate-core', 'approve'))).toBe(REFUSALS.badResponse);
  });

  it('is refused for a gate that the plan does not have or has passed, and taken while there is no plan', () => {
    expect(refusal(EMPTY_BOOK, answer('gate-other', 'retry'))).toBe(REFUSALS.unknownRequest);
    expect(
      refusal(EMPTY_BOOK, answer('gate-other', 'retry'), { approval: true, gates: undefined }),
    ).toBeUndefined();
  });

  it('is refused when it will never be asked', () => {
    const never: Upcoming = { approval: false, gates: [] };
    expect(refusal(EMPTY_BOOK, answer('approve-plan', 'approve'), never)).toBe(REFUSALS.unknownRequest);
    expect(refusal(EMPTY_BOOK, answer('gate-core', 'retry'), never)).toBe(REFUSALS.unknownRequest);
  });

  it('is refused the second time', () => {
    const book = takeResponse(EMPTY_BOOK, answer('approve-plan', 'approve'));
    expect(refusal(book, answer('approve-plan', 'stop'))).toBe(REFUSALS.alreadyAnswered);
  });
});

describe('a gate that asks again under its id', () => {
  const asked = openRequest(EMPTY_BOOK, gate);
  const used = clearAnswer(takeResponse(asked, answer('gate-core', 'retry')), 'gate-core');

  it('does not take the last answer for the next', () => {
    expect(answerTo(used, 'gate-core')).toBeUndefined();
    expect(refusal(openRequest(used, gate), answer('gate-core', 'stop'))).toBeUndefined();
  });

  it('refuses a repeated answer in between', () => {
    expect(refusal(used, answer('gate-core', 'retry'))).toBe(REFUSALS.alreadyAnswered);
  });
});

describe('a response that says more than its choice', () => {
  it.each([{ amendments: { files: [] } }, { text: 'but smaller' }])(
    'is refused: %j would be left aside, and the plan built for money',
    (more) => {
      const said = refuseResponse(asking, toCome, { requestId: 'approve-plan', choice: 'approve', ...more });
      expect(said?.type).toBe(REFUSALS.badResponse);
      expect(said?.message).toContain(`with ${Object.keys(more).join()} cannot be followed yet`);
    },
  );
});
