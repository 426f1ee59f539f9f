import { describe, expect, it } from '@jest/globals';
import { domainSchema, type Domain } from '../../../../src/authors/blueprint/domain/domain.js';
import { namesIn } from '../../../../src/authors/blueprint/rendering/domain-names.js';
import { fieldName } from '../../../../src/authors/blueprint/rendering/field-code.js';
import { after } from '../../../../src/authors/blueprint/scenarios/consequences.js';
import { ruleStories } from '../../../../src/authors/blueprint/scenarios/rule-stories.js';
import type { Value } from '../../../../src/authors/blueprint/scenarios/values.js';
import { violationsOf } from '../../../../src/authors/blueprint/scenarios/violations.js';
import {
  entityIn,
  fieldIn,
  recordIn,
  type Rec,
  withValues,
  type World,
} from '../../../../src/authors/blueprint/scenarios/world.js';
import {
  boolean,
  date,
  entity,
  field,
  integer,
  numbered,
  oneOf,
  reference,
  steps,
  text,
  value,
  whenIs,
} from './domain-words.js';
import { asStored, exportsOf, repositoriesOf } from './generated-rules.js';
import { STUDIO } from './studio.js';

const live = whenIs('live', 'status', { kind: 'one-of', values: ['booked', 'out'] });
const failed = whenIs('failed', 'result', { kind: 'equals', value: 'failed' });

/** Bikes and their hire: rules that follow a reference, which a change of the record or of the other side puts in question. */
const HIRE: Domain = {
  version: 1,
  kind: 'api',
  name: 'hire',
  title: 'Hire',
  description: 'Bikes for hire.',
  entities: [
    entity('customer', 'customers', [
      field('allowance', integer(0, 10)),
      field('load', integer(1, 100)),
      field('member since', date),
      field('blocked', boolean, { default: false }),
    ]),
    entity('bike', 'bikes', [field('state', oneOf('free', 'taken', 'workshop'))]),
    entity('locker', 'lockers', [field('state', oneOf('free', 'taken'))]),
    entity('rental', 'rentals', [
      field('bike', reference('bike')),
      field('customer', reference('customer')),
      field('locker', reference('locker'), { optional: true }),
      field('day', date),
      field('luggage', integer(0, 100)),
      field('note', text(), { optional: true }),
      field('due', date, { optional: true }),
      field('status', oneOf('booked', 'out', 'back')),
    ]),
    entity('check', 'checks', [field('bike', reference('bike')), field('result', oneOf('passed', 'failed'))]),
  ],
  rules: numbered([
    {
      kind: 'guard',
      entity: 'rental',
      on: { action: 'create' },
      conditions: [value('bike', 'state', ['free']), value('customer', 'blocked', [true], true)],
    },
    {
      kind: 'effect',
      entity: 'rental',
      on: { action: 'create' },
      via: 'bike',
      field: 'state',
      value: 'taken',
    },
    {
      kind: 'effect',
      entity: 'rental',
      on: { action: 'create' },
      via: 'locker',
      field: 'state',
      value: 'taken',
    },
    {
      kind: 'effect',
      entity: 'check',
      on: { action: 'enter', state: failed },
      via: 'bike',
      field: 'state',
      value: 'workshop',
    },
    {
      kind: 'at-most',
      entity: 'rental',
      per: 'customer',
      also: [],
      state: live,
      limit: { field: 'allowance' },
    },
    {
      kind: 'total',
      entity: 'rental',
      per: 'customer',
      sum: 'luggage',
      state: live,
      limit: { field: 'load' },
    },
    {
      kind: 'compare',
      entity: 'rental',
      field: 'day',
      relation: 'at-least',
      via: 'customer',
      other: 'member since',
    },
    { kind: 'moment', entity: 'rental', field: 'due', lies: 'future', atLeast: null },
  ]),
  access: null,
  claims: [],
};

function record(id: string, values: Readonly<Record<string, Value>>): Rec {
  return { id, entity: id.replace(/\d+$/, ''), values };
}

const customer = record('customer1', {
  allowance: 2,
  load: 50,
  'member since': '2026-01-01',
  blocked: false,
});
const rental = record('rental1', {
  bike: 'bike1',
  customer: 'customer1',
  locker: null,
  day: '2026-03-01',
  luggage: 20,
  note: null,
  due: null,
  status: 'booked',
});
const world: World = [
  customer,
  withValues({ ...customer, id: 'customer2' }, { blocked: true }),
  record('bike1', { state: 'taken' }),
  record('bike2', { state: 'free' }),
  record('locker1', { state: 'free' }),
  rental,
  withValues({ ...rental, id: 'rental2' }, { bike: 'bike9' }),
  record('check1', { bike: 'bike1', result: 'failed' }),
  record('check2', { bike: 'bike1', result: 'passed' }),
];

interface Answer {
  readonly refused: string | null;
  /** Field at fault, as the project names it. */
  readonly field?: string | undefined;
  /** Records that are changed beside it. */
  readonly changed: readonly unknown[];
}

/** What the generated code answers when the record is written so. */
async function codeSays(domain: Domain, there: World, before: Rec | undefined, now: Rec): Promise<Answer> {
  const { type, folder, file, variable } = namesIn(domain, now.entity);
  const rules = exportsOf(domain, `src/${folder}/${file}-rules.ts`);
  const changed: unknown[] = [];
  const write = {
    repositories: repositoriesOf(domain, there, changed),
    now: new Date('2026-03-16T09:30:00Z'),
    before: before === undefined ? undefined : asStored(domain, before),
    [variable]: asStored(domain, now),
  };
  try {
    await rules[`check${type}`]?.(write);
    await rules[`apply${type}Effects`]?.(write);
    return { refused: null, changed };
  } catch (error) {
    const { code, field: at } = error as { code?: string; field?: string };
    if (code === undefined) throw error;
    return { refused: code, field: at, changed };
  }
}

/** What the scenarios of generated tests expect of the same; of several refusals any may come first. */
function scenariosSay(domain: Domain, there: World, before: Rec | undefined, now: Rec): readonly Answer[] {
  const action =
    before === undefined
      ? ({ kind: 'create', record: now } as const)
      : ({ kind: 'change', before, record: now } as const);
  const violations = violationsOf(domain, there, action);
  if (violations.length > 0) {
    const named = (words: string): string => fieldName(fieldIn(entityIn(domain, now.entity), words));
    return violations.map(({ kind, field: words }) => ({
      refused: kind,
      field: words === null ? undefined : named(words),
      changed: [],
    }));
  }
  const changed = after(domain, there, action)
    .filter((each) => each.id !== now.id && !there.includes(each))
    .map((each) => asStored(domain, each));
  return [{ refused: null, changed }];
}

async function said(domain: Domain, there: World, before: Rec | undefined, now: Rec): Promise<Answer> {
  const answer = await codeSays(domain, there, before, now);
  expect(scenariosSay(domain, there, before, now)).toContainEqual(answer);
  return answer;
}

async function answers(there: World, id: string, changes: Readonly<Record<string, Value>>, domain = HIRE) {
  const before = recordIn(there, id);
  const now = before === undefined ? withValues({ ...rental, id }, changes) : withValues(before, changes);
  return said(domain, there, before, now);
}

function worldWith(id: string, changes: Readonly<Record<string, Value>>): World {
  return world.map((each) => (each.id === id ? withValues(each, changes) : each));
}

const DONE = { refused: null, changed: [] };

it('is a domain', () => {
  expect(domainSchema.parse(HIRE)).toEqual(HIRE);
});

describe('a record whose creation changed another', () => {
  it('stays with that one: moved, it would leave it changed', async () => {
    expect(await answers(world, 'rental1', { bike: 'bike2' })).toMatchObject({
      refused: 'conflict',
      field: 'bikeId',
    });
    expect(await answers(world, 'rental1', { bike: 'bike1', note: 'again' })).toEqual(DONE);
  });

  it('changes the one that it comes to refer to later, and stays with it', async () => {
    expect(await answers(world, 'rental1', { locker: 'locker1' })).toEqual({
      refused: null,
      changed: [{ id: 'locker1', state: 'taken' }],
    });
    const joined = worldWith('rental1', { locker: 'locker1' });
    expect(await answers(joined, 'rental1', { locker: null })).toMatchObject({
      refused: 'conflict',
      field: 'lockerId',
    });
  });

  it('stays with it only once it came into the state that does so', async () => {
    expect(await answers(world, 'check1', { bike: 'bike2' })).toMatchObject({
      refused: 'conflict',
      field: 'bikeId',
    });
    expect(await answers(world, 'check2', { bike: 'bike2' })).toEqual(DONE);
    expect(await answers(world, 'check2', { bike: 'bike2', result: 'failed' })).toEqual({
      refused: null,
      changed: [{ id: 'bike2', state: 'workshop' }],
    });
  });

  it('moves where a rule says when it may, and changes the other too', async () => {
    const moving: Domain = {
      ...HIRE,
      rules: [
        ...HIRE.rules,
        {
          kind: 'guard',
          id: 'moving',
          entity: 'rental',
          on: { action: 'change-of', fields: ['bike'] },
          conditions: [value(null, 'status', ['booked'])],
        },
      ],
    };
    expect(await answers(world, 'rental1', { bike: 'bike2' }, moving)).toEqual({
      refused: null,
      changed: [{ id: 'bike2', state: 'taken' }],
    });
    const out = worldWith('rental1', { status: 'out' });
    expect(await answers(out, 'rental1', { bike: 'bike2' }, moving)).toMatchObject({ refused: 'conflict' });
  });

  it('is shown by a test that tries to move it', () => {
    const moved = HIRE.rules.flatMap((rule) =>
      rule.kind === 'effect'
        ? ruleStories(HIRE, rule)
            .flatMap(({ steps }) => steps)
            .filter(
              ({ changes, refusal }) => refusal !== null && Object.hasOwn(changes ?? {}, rule.via ?? ''),
            )
            .map(({ refusal }) => [rule.id, refusal?.field])
        : [],
    );
    expect(moved).toEqual([
      ['rule-2', 'bike'],
      ['rule-3', 'locker'],
      ['rule-4', 'bike'],
    ]);
  });
});

describe('a record that was there before the other side of its rule changed', () => {
  const lowered: readonly [string, World][] = [
    ['how many there may be', worldWith('customer1', { allowance: 1 })],
    ['how much there may be', worldWith('customer1', { load: 10 })],
    ['what it is compared to', worldWith('customer1', { 'member since': '2026-03-10' })],
  ];

  it.each(lowered)('can be written still: %s', async (_what, there) => {
    expect(await answers(there, 'rental1', { note: 'seen' })).toEqual(DONE);
    expect(await answers(there, 'rental1', { luggage: 19, status: 'out' })).toEqual(DONE);
  });

  it.each(lowered)('is held to it where it adds to it: %s', async (_what, there) => {
    const back = there.map((each) => (each.id === 'rental1' ? withValues(each, { status: 'back' }) : each));
    const changes = { status: 'booked', luggage: 21, day: '2026-03-02' };
    expect((await answers(back, 'rental1', changes)).refused).not.toBeNull();
    expect((await answers(there, 'rental3', { bike: 'bike2', ...changes })).refused).not.toBeNull();
  });

  it('is not taken to be there when it was with another', async () => {
    const there = worldWith('customer1', { allowance: 1 }).map((each) =>
      each.id === 'rental1' ? withValues(each, { customer: 'customer3' }) : each,
    );
    expect(await answers(there, 'rental1', { customer: 'customer1' })).toMatchObject({
      refused: 'conflict',
      field: 'customerId',
    });
  });
});

describe('a record that others are counted for', () => {
  it('does not set its limit below what is there', async () => {
    expect(await answers(world, 'customer1', { allowance: 1 })).toMatchObject({
      refused: 'conflict',
      field: 'allowance',
    });
    expect(await answers(world, 'customer1', { load: 39 })).toMatchObject({
      refused: 'conflict',
      field: 'load',
    });
    expect(await answers(world, 'customer1', { load: 40, allowance: 3 })).toEqual(DONE);
  });

  it('lowers it where those that are there do not count, and is written still where too many are', async () => {
    const back = worldWith('rental1', { status: 'back' });
    expect(await answers(back, 'customer1', { allowance: 1, load: 20 })).toEqual(DONE);
    const over = worldWith('customer1', { allowance: 1, load: 10 });
    expect(await answers(over, 'customer1', { blocked: true })).toEqual(DONE);
  });

  it('is shown by a test that tries to lower it', () => {
    const lowered = HIRE.rules.flatMap((rule) =>
      ruleStories(HIRE, rule)
        .flatMap(({ steps }) => steps)
        .filter(({ record: { entity: kind }, refusal }) => kind === 'customer' && refusal !== null)
        .map(({ refusal }) => [rule.kind, refusal?.field]),
    );
    expect(lowered).toEqual([
      ['at-most', 'allowance'],
      ['total', 'load'],
      ['compare', 'member since'],
    ]);
  });
});

describe('a record that others are compared with', () => {
  it('does not move past them', async () => {
    expect(await answers(world, 'customer1', { 'member since': '2026-03-02' })).toMatchObject({
      refused: 'conflict',
      field: 'memberSince',
    });
    expect(await answers(world, 'customer1', { 'member since': '2026-03-01' })).toEqual(DONE);
    expect(await answers(world, 'customer2', { 'member since': '2026-03-02' })).toEqual(DONE);
  });

  it('gives way where it is past them already', async () => {
    const past = worldWith('customer1', { 'member since': '2026-03-10' });
    expect(await answers(past, 'customer1', { 'member since': '2026-03-05' })).toEqual(DONE);
    expect(await answers(past, 'customer1', { blocked: true })).toEqual(DONE);
  });
});

describe('a day that must not be past', () => {
  it('is asked of a change, and not of what time has made past', async () => {
    const late = worldWith('rental1', { due: '2026-03-10' });
    expect(await answers(late, 'rental1', { note: 'seen', due: '2026-03-10' })).toEqual(DONE);
    expect(await answers(late, 'rental1', { due: '2026-03-11' })).toMatchObject({
      refused: 'unprocessable',
      field: 'due',
    });
    expect(await answers(late, 'rental1', { due: '2026-03-16' })).toEqual(DONE);
    expect(await answers(late, 'rental1', { due: null })).toEqual(DONE);
  });
});

describe('a field that is required when the record that another names is so', () => {
  const TASKS: Domain = {
    ...HIRE,
    entities: [
      entity('project', 'projects', [field('state', oneOf('open', 'archived', 'internal'))]),
      entity('task', 'tasks', [
        field('project', reference('project'), { optional: true }),
        field('note', text(), { optional: true }),
        field('budget', integer(0, 100), { optional: true }),
      ]),
    ],
    rules: numbered([
      {
        kind: 'required-when',
        entity: 'task',
        field: 'note',
        when: value('project', 'state', ['archived']),
        unless: false,
      },
      {
        kind: 'required-when',
        entity: 'task',
        field: 'budget',
        when: value('project', 'state', ['internal']),
        unless: true,
      },
    ]),
  };
  const projects = ['open', 'archived', 'internal'].map((state, index) =>
    record(`project${String(index + 1)}`, { state }),
  );

  it.each([
    [null, null, null, 'budget'],
    [null, null, 5, undefined],
    ['project1', null, null, 'budget'],
    ['project2', null, 5, 'note'],
    ['project2', 'kept', 5, undefined],
    ['project3', null, null, undefined],
  ])('names %s, with note %s and budget %s: %s', async (project, note, budget, missing) => {
    const task = record('task1', { project, note, budget });
    const answer = await said(TASKS, projects, undefined, task);
    expect(answer.field).toBe(missing);
    expect(answer.refused).toBe(missing === undefined ? null : 'unprocessable');
  });

  it('is shown by tests without such a record', () => {
    const [ofNote, ofBudget] = TASKS.rules.map((rule) =>
      ruleStories(TASKS, rule)
        .flatMap(({ steps }) => steps)
        .map(({ record: { values }, refusal }) => [values.project === null, refusal === null]),
    );
    expect(ofNote).toContainEqual([true, true]);
    expect(ofNote).toContainEqual([false, false]);
    expect(ofBudget).toContainEqual([true, false]);
    expect(ofBudget).toContainEqual([false, true]);
  });
});

describe('a guard with several conditions', () => {
  it('names what the one that does not hold is about', async () => {
    expect(await answers(world, 'rental3', { bike: 'bike1' })).toMatchObject({
      refused: 'conflict',
      field: 'bikeId',
    });
    expect(await answers(world, 'rental3', { bike: 'bike2', customer: 'customer2' })).toMatchObject({
      refused: 'conflict',
      field: 'customerId',
    });
  });

  it('asks only about the one that a record moves to', async () => {
    const there = worldWith('bike1', { state: 'workshop' });
    const moved = [...there, { ...customer, id: 'customer4' }];
    expect(await answers(moved, 'rental1', { customer: 'customer4' })).toEqual(DONE);
  });
});

describe('a record that changes another', () => {
  const bikes = ['available', 'in repair', 'retired'].map((status, index) =>
    record(`bike${String(index + 1)}`, {
      status,
      racing: false,
      'checked on': null,
      'available since': null,
    }),
  );
  const repair = record('repair1', { bike: 'bike1', spare: null, done: false, note: null, cost: 5 });

  it('does so as far as the rules of that one let it, with what that one does by itself then', async () => {
    expect(await said(STUDIO, bikes, undefined, repair)).toMatchObject({
      refused: null,
      changed: [{ id: 'bike1', status: 'in repair', checkedOn: '2026-03-16' }],
    });
    const retired = withValues(repair, { bike: 'bike3' });
    expect(await said(STUDIO, bikes, undefined, retired)).toMatchObject({
      refused: 'conflict',
      field: 'bikeId',
      changed: [],
    });
  });

  it('takes back what it did, with what that one does by itself then', async () => {
    const before = withValues(repair, { bike: 'bike2' });
    const done = withValues(before, { done: true });
    expect(await said(STUDIO, [...bikes, before], before, done)).toMatchObject({
      refused: null,
      changed: [{ id: 'bike2', status: 'available', checkedOn: null, availableSince: '2026-03-16' }],
    });
  });

  it('is shown by a test in which it may not', () => {
    const refused = STUDIO.rules.flatMap((rule) =>
      rule.kind === 'effect' && rule.entity === 'repair'
        ? ruleStories(STUDIO, rule)
            .filter(({ title }) => title.startsWith('refuses it where'))
            .flatMap(({ steps }) => steps.map(({ refusal }) => [rule.field, rule.value, refusal?.field]))
        : [],
    );
    expect(refused).toEqual([
      ['status', 'in repair', 'bike'],
      ['status', 'available', 'bike'],
    ]);
  });
});

/** Both ends of the effect have moves of a field of the same name, and with them a check of the same name. */
const LENDING: Domain = domainSchema.parse({
  ...HIRE,
  name: 'lending',
  entities: [
    entity('copy', 'copies', [field('status', oneOf('available', 'lent', 'lost'))]),
    entity('loan', 'loans', [field('copy', reference('copy')), field('status', oneOf('open', 'returned'))]),
  ],
  rules: numbered([
    {
      kind: 'transitions',
      entity: 'copy',
      field: 'status',
      initial: 'available',
      moves: steps([
        ['available', 'lent'],
        ['lent', 'available'],
        ['available', 'lost'],
      ]),
    },
    {
      kind: 'transitions',
      entity: 'loan',
      field: 'status',
      initial: 'open',
      moves: steps([['open', 'returned']]),
    },
    {
      kind: 'effect',
      entity: 'loan',
      on: { action: 'enter', state: whenIs('returned', 'status', { kind: 'equals', value: 'returned' }) },
      via: 'copy',
      field: 'status',
      value: 'available',
    },
  ]),
});

it.each([
  ['lent', null],
  ['lost', 'conflict'],
])(
  'a loan of a copy that is %s, returned, asks the copy’s own moves and not its own again',
  async (status, refused) => {
    const there: World = [record('copy1', { status }), record('loan1', { copy: 'copy1', status: 'open' })];
    const before = record('loan1', { copy: 'copy1', status: 'open' });
    const now = withValues(before, { status: 'returned' });
    expect(await said(LENDING, there, before, now)).toMatchObject({ refused });
  },
);
