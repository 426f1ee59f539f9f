import { ACTIONS, type Allowed, type Permission } from '../../../../src/authors/blueprint/domain/access.js';
import type { Aspect } from '../../../../src/authors/blueprint/domain/aspect.js';
import type { Domain } from '../../../../src/authors/blueprint/domain/domain.js';
import {
  boolean,
  date,
  datetime,
  entity,
  field,
  integer,
  oneOf,
  reference,
  text,
} from '../rules/domain-words.js';

function permission(
  kind: string,
  actions: Permission['actions'],
  allowed: Partial<Allowed>,
  fields: string[] | null = null,
): Permission {
  return {
    entity: kind,
    actions,
    allowed: { anyone: false, signedIn: false, owner: false, roles: [], ...allowed },
    fields,
  };
}

const member = {
  ...entity('member', 'members', [
    field('name', text()),
    field('email', { kind: 'email' }),
    field('phone', text(), { optional: true }),
  ]),
  sortable: ['name'],
};

/** A field of every type, set in every way. */
const tool = {
  ...entity('tool', 'tools', [
    field('name', text()),
    field('code', {
      kind: 'code',
      pieces: [
        { kind: 'capitals', min: 2, max: 2 },
        { kind: 'text', text: '-' },
        { kind: 'digits', min: 4, max: 4 },
      ],
    }),
    field(
      'batch',
      {
        kind: 'code',
        pieces: [
          { kind: 'letters-or-digits', min: 1, max: 3 },
          { kind: 'text', text: '/' },
          { kind: 'capitals', min: 1, max: 1 },
        ],
      },
      { optional: true },
    ),
    field('price', { kind: 'money', min: 0.5, max: 9999 }),
    field('weight', { kind: 'number', min: 0, max: 50, decimals: 3 }, { optional: true }),
    field('sizes', { kind: 'choices', values: ['small', 'medium', 'large'] }),
    field('tags', { kind: 'choices', values: ['new', 'worn', "keeper's pick"] }, { optional: true }),
    field('listed on', date, { default: { moment: 'now' } }),
    field('published at', datetime, { default: { moment: 'now' }, set: 'system' }),
    field('opens', { kind: 'time' }, { default: { moment: 'now' }, optional: true }),
    field('status', oneOf('draft', 'active', 'sold out'), { default: 'draft', set: 'system' }),
    field('serial', text(), { set: 'once' }),
    field('sold on', date, { optional: true, set: 'first' }),
    field('priority', oneOf('low', 'medium', 'high'), { default: 'medium' }),
    field('rating', integer(1, 5), { optional: true }),
    field('gift', boolean, { optional: true }),
    field('maker', reference('maker'), { set: 'once' }),
  ]),
  searchable: ['name'],
  ranged: ['price', 'listed on', 'rating', 'weight'],
  sortable: ['name', 'price', 'priority', 'rating', 'published at', 'gift'],
  sortedBy: { field: 'name', direction: 'descending' as const },
  page: { size: 5, most: 30 },
};

const note = {
  ...entity('note', 'notes', [
    field('body', text()),
    field('author', reference('member')),
    field('pinned', boolean, { default: false }),
    field('stars', integer(0, 5)),
    field('tools', { kind: 'references', entity: 'tool', max: 3, onDelete: 'clear' }, { optional: true }),
  ]),
  searchable: ['body'],
  ranged: ['stars'],
  sortable: ['stars'],
  sortedBy: { field: 'stars', direction: 'ascending' as const },
};

const OF_TOOLS: readonly (readonly [
  'form' | 'limit' | 'default' | 'optional' | 'fixed' | 'range' | 'sort' | 'filter' | 'reference',
  string,
])[] = [
  ['form', 'code'],
  ['form', 'weight'],
  ['form', 'sizes'],
  ['form', 'priority'],
  ['limit', 'price'],
  ['default', 'listed on'],
  ['default', 'opens'],
  ['default', 'status'],
  ['optional', 'tags'],
  ['optional', 'rating'],
  ['fixed', 'published at'],
  ['fixed', 'status'],
  ['fixed', 'serial'],
  ['fixed', 'sold on'],
  ['range', 'price'],
  ['range', 'listed on'],
  ['range', 'rating'],
  ['range', 'weight'],
  ['sort', 'name'],
  ['sort', 'price'],
  ['sort', 'priority'],
  ['sort', 'rating'],
  ['sort', 'published at'],
  ['sort', 'gift'],
  ['filter', 'sizes'],
  ['filter', 'status'],
  ['reference', 'maker'],
];

const KINDS = ['member', 'tool', 'loan', 'note', 'pet', 'visit'] as const;

const ASPECTS: readonly Aspect[] = [
  { kind: 'sign-in' },
  ...KINDS.flatMap((kind): Aspect[] => [
    ...ACTIONS.map((action): Aspect => ({ kind: 'permission', entity: kind, action })),
    { kind: 'records', entity: kind },
    { kind: 'pagination', entity: kind },
  ]),
  ...OF_TOOLS.map(([kind, words]): Aspect => ({ kind, entity: 'tool', field: words })),
  { kind: 'search', entity: 'note' },
  { kind: 'sort', entity: 'note', field: 'stars' },
  { kind: 'filter', entity: 'visit', field: 'pet' },
  { kind: 'reference', entity: 'note', field: 'tools' },
  { kind: 'limit', entity: 'note', field: 'tools' },
  { kind: 'filter', entity: 'note', field: 'tools' },
  { kind: 'deletion', entity: 'tool' },
  { kind: 'reference', entity: 'visit', field: 'makers' },
  { kind: 'deletion', entity: 'maker' },
  { kind: 'fixed', entity: 'member', field: 'role' },
  { kind: 'rule', rule: 'code' },
  { kind: 'rule', rule: 'day' },
  { kind: 'fixed', entity: 'appointment', field: 'follow up' },
];

/** People of three roles lend tools: every type of field, every kind of list, and every way to be allowed something. */
export const LENDING: Domain = {
  version: 1,
  kind: 'api',
  name: 'lending',
  title: 'Lending',
  description: 'Lends tools.',
  entities: [
    member,
    entity('maker', 'makers', [field('name', text())]),
    tool,
    entity('loan', 'loans', [
      field('tool', reference('tool')),
      field('member', reference('member')),
      field('returned on', date, { optional: true }),
      field('remark', text(), { optional: true }),
      field('extras', { kind: 'choices', values: ['case', 'manual'] }, { optional: true }),
    ]),
    note,
    // What is one word in code, and where it was several, tells the database its names.
    entity('type c van', 'type c vans', [
      field('address line 1', text()),
      field('vitamin c content', integer(0, 9)),
      field('co2 level', integer(0, 9), { optional: true }),
      field('phone 2', text(), { optional: true }),
      field('plan b', reference('maker', 'clear'), { optional: true }),
      field('insertion order', integer(0, 9)),
    ]),
    // Whoever may change it has to name a day that is yet to come.
    entity('appointment', 'appointments', [
      field('day', date),
      field('member', reference('member')),
      field('follow up', date, { optional: true, set: 'first' }),
    ]),
    entity('pet', 'pets', [field('name', text()), field('owner', reference('member'), { optional: true })]),
    entity('visit', 'visits', [
      field('reason', text()),
      field('pet', reference('pet')),
      field(
        'makers',
        { kind: 'references', entity: 'maker', max: null, onDelete: 'refuse' },
        { optional: true },
      ),
    ]),
  ],
  rules: [
    { kind: 'unique', id: 'code', entity: 'tool', field: 'code', per: null, also: [], state: null },
    ...['day', 'follow up'].map((words) => ({
      kind: 'moment' as const,
      id: words,
      entity: 'appointment',
      field: words,
      lies: 'future' as const,
      atLeast: null,
    })),
    {
      kind: 'at-most',
      id: 'loans',
      entity: 'loan',
      per: 'member',
      also: [],
      state: { word: 'open', field: 'returned on', is: { kind: 'unset' } },
      limit: 2,
    },
  ],
  access: {
    people: 'member',
    login: 'email',
    passwordMin: 12,
    roles: ['member', 'librarian', 'admin'],
    permissions: [
      permission('tool', ['create', 'change', 'delete'], { roles: ['librarian', 'admin'] }),
      permission('loan', ['create', 'delete'], { roles: ['librarian'] }),
      permission('loan', ['read'], { roles: ['librarian'], owner: true }),
      permission('loan', ['change'], { roles: ['librarian'], owner: true }, ['remark']),
      permission('note', [...ACTIONS], { owner: true }),
      permission('visit', [...ACTIONS], { owner: true }),
      permission('appointment', ['change'], { owner: true }),
      permission('pet', ['change', 'delete'], { owner: true }),
      permission('maker', ['read'], { anyone: true, signedIn: true }),
    ],
    owners: [
      { entity: 'loan', path: ['member'] },
      { entity: 'note', path: ['author'] },
      { entity: 'appointment', path: ['member'] },
      { entity: 'pet', path: ['owner'] },
      { entity: 'visit', path: ['pet', 'owner'] },
    ],
  },
  claims: ASPECTS.map((aspect, index) => ({ requirement: `R${String(index + 1)}`, aspect })),
};

/** Nobody registers, there are no roles, and people see themselves only. */
export const CLOSED: Domain = {
  ...LENDING,
  name: 'closed',
  access: {
    people: 'member',
    login: 'email',
    passwordMin: 12,
    roles: [],
    permissions: [
      permission('member', ['read'], { owner: true }),
      permission('member', ['create'], { signedIn: true }),
      permission('note', [...ACTIONS], { owner: true }),
    ],
    owners: [{ entity: 'note', path: ['author'] }],
  },
  // Without roles nobody's is fixed.
  claims: LENDING.claims.filter(({ aspect }) => !('field' in aspect && aspect.field === 'role')),
};
