import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createAimer, shown, type Aimer } from './aimed-mutants.js';

let aimer: Aimer;
let aim: Aimer['aim'];
beforeAll(async () => {
  aimer = await createAimer();
  ({ aim } = aimer);
});
afterAll(async () => {
  await aimer.close();
});

describe('the mutants of a limit', () => {
  it('move the number both ways, and take the check out of a schema, of the named field only', async () => {
    const code = `import { z } from 'zod';
      const fields = { author: z.string().min(1).max(200), bookTitle: z.string().trim().min(1).max(200) };
      export const subject = z.strictObject(fields);`;
    const made = await aim(code, {
      wants: 'limit',
      words: 'A title is at most 200 characters.',
      numbers: [200],
    });
    // "title" alone does not name bookTitle in full, so both fields are aimed at.
    expect(made.decisions).toHaveLength(6);
    const named = await aim(code, {
      wants: 'limit',
      words: 'The book title has at most 200 characters.',
      numbers: [200],
    });
    expect(shown(named)).toEqual([
      'z.string().trim().min(1).max(200) → z.string().trim().min(1).max(199)',
      'z.string().trim().min(1).max(200) → z.string().trim().min(1).max(201)',
      'z.string().trim().min(1).max(200) → z.string().trim().min(1)',
    ]);
  });

  it('follow a constant to where it is, also into another file, and shift the comparison with it', async () => {
    const made = await aim(
      {
        'src/limits.ts': 'export const MOST = 5;\n',
        'src/subject.ts': `import { MOST } from './limits.js';
          export function subject(loans: number): void {
            if (loans >= MOST) { throw new Error('Too many.'); }
          }`,
      },
      { wants: 'limit', words: 'A member has at most 5 loans.', numbers: [5] },
    );
    expect(shown(made)).toEqual([
      'MOST = 5 → MOST = 4',
      'MOST = 5 → MOST = 6',
      'loans >= MOST → loans > MOST',
      "if (loans >= MOST) { throw new Error('Too many.'); } → if ((loans >= MOST) && false) { throw new Error('Too many.'); }",
    ]);
    expect(made.decisions.flat().map(({ path }) => path)).toEqual([
      'src/limits.ts',
      'src/limits.ts',
      'src/subject.ts',
      'src/subject.ts',
    ]);
  });

  it('move by the last digit that is written', async () => {
    const code = 'export const subject = (price: number): boolean => price > 9.99;';
    const made = await aim(code, { wants: 'limit', words: 'A price over 9.99 is high.', numbers: [9.99] });
    expect(shown(made)).toEqual([
      'price > 9.99 → price > 9.98',
      'price > 9.99 → price > 10.00',
      'price > 9.99 → price >= 9.99',
    ]);
  });

  it('are the comparisons, where it is one thing before another', async () => {
    const code = `export function subject(from: string, to: string): void {
      if (to <= from) throw new Error('It ends before it begins.');
    }`;
    const made = await aim(code, { wants: 'limit', words: 'It ends after it begins.' });
    expect(shown(made)).toEqual([
      "to <= from → to < from & if (to <= from) throw new Error('It ends before it begins.'); → if ((to <= from) && false) throw new Error('It ends before it begins.');",
    ]);
    expect(made.rule).toBe('line');
  });

  it('are of each comparison by itself, where a predicate or a guard has several', async () => {
    const within = `export const subject = (at: number, from: number, to: number): boolean =>
      at >= from && at < to;`;
    const order = { wants: 'limit', words: 'It is not before the start.' } as const;
    expect(shown(await aim(within, order))).toEqual([
      'at >= from → at > from & at >= from → true & at >= from → false',
      'at < to → at <= to & at < to → true & at < to → false',
    ]);
    const guard = `export function subject(at: number, from: number, to: number): void {
      if (at < from || at > to) throw new Error('no');
    }`;
    expect(
      (await aim(guard, order)).decisions.map((line) => line.map(({ replacement }) => replacement)),
    ).toEqual([
      ['<=', '((at < from) && false)'],
      ['>=', '((at > to) && false)'],
    ]);
  });

  it('are none of a question whether there is something', async () => {
    const code = `export function subject(word: string | undefined): string {
      if (word === undefined) throw new Error('The text ends.');
      return word;
    }`;
    const order = { wants: 'limit', words: 'It ends before the rule.', otherwise: 'refusal' } as const;
    expect((await aim(code, order)).rule).toBe('any');
  });

  it('know a number however it is written', async () => {
    const code = `const MOST = 10_000;
      export const subject = (n: number): boolean => n > MOST;`;
    const made = await aim(code, { wants: 'limit', words: 'At most 10000.', numbers: [10000] });
    expect(shown(made)).toContain('MOST = 10_000 → MOST = 9999');
    expect(made.rule).toBe('every');
  });

  it('are of a span of time where the code is bounded by it, and of what is compared where it is not', async () => {
    const code = (years: string): string => `${years}
      export const subject = (at: number, last: number): boolean => at + ${years === '' ? '1' : 'YEARS'} > last;`;
    const span = { wants: 'limit', words: 'None in the 100 years after it.', hinted: [100] } as const;
    expect((await aim(code('const YEARS = 100;'), span)).rule).toBe('every');
    expect((await aim(code(''), span)).rule).toBe('line');
  });

  it.each<[string, string | Readonly<Record<string, string>>, boolean]>([
    ['nothing is compared', `export const subject = (a: string): string => a.trim();`, true],
    [
      'it is compared with a constant alone',
      `const MOST = 9; export const subject = (a: string): string => a.length > MOST ? a : a.trim();`,
      true,
    ],
    [
      'a call orders',
      `export const subject = (a: Date, b: Date): string => String(isAfter(a, b));
      function isAfter(a: Date, b: Date): boolean { return a.getTime() - b.getTime() === 1; }`,
      false,
    ],
    [
      'a query orders',
      "export const subject = (run: (q: string) => string): string => run('due < ?');",
      false,
    ],
    [
      'another file orders',
      {
        'src/rule.ts': 'export function ok(a: string, b: string): string { return String(a < b); }',
        'src/subject.ts':
          "import { ok } from './rule.js'; export const subject = (a: string): string => ok(a, 'x');",
      },
      false,
    ],
  ])('are left for something else only where nothing is ordered: %s', async (_what, code, left) => {
    const made = await aim(code, {
      wants: 'limit',
      words: 'It has a name after the fields.',
      numbers: [],
      otherwise: 'behaviour',
    });
    // A comparison with a constant is a line of the code, and is aimed at as one.
    if (left) expect(made.decisions.length).toBeGreaterThan(0);
    else expect(made).toMatchObject({ decisions: [], missing: expect.stringContaining('draws the line') });
  });

  it('of exactly one thing are its own, where the code counts to one, and else those of what it does', async () => {
    const one = {
      wants: 'limit',
      words: 'Exactly one document.',
      numbers: [1],
      otherwise: 'behaviour',
    } as const;
    const counted = 'export const subject = (a: string[]): boolean => a.length === 1;';
    expect((await aim(counted, one)).rule).toBe('every');
    expect((await aim('export const subject = (a: string): string => a.trim();', one)).rule).toBe('any');
  });

  it('move every number that is stated, and the comparison, however many they are', async () => {
    const code = `import { z } from 'zod';
      const MOST = 2000;
      const description = z.string().min(10).refine((text) => text.length <= MOST);
      export const subject = z.strictObject({ name: z.string().min(2).max(100), description });`;
    const words = 'A name has between 2 and 100 and a description between 10 and 2000 characters.';
    const made = await aim(code, { wants: 'limit', words, numbers: [2, 100, 10, 2000] });
    const moves = made.decisions.flat().filter(({ kind }) => kind === 'limit-moved');
    expect(moves.map(({ replacement }) => replacement).sort()).toEqual(
      ['1', '3', '99', '101', '9', '11', '1999', '2001', '<'].sort(),
    );
  });

  it('are none where more may be the line than can be tried', async () => {
    const code = `export const subject = (n: number): boolean[] => [${'n > 5, '.repeat(20)}];`;
    const made = await aim(code, { wants: 'limit', words: 'At most 5.', numbers: [5] });
    expect(made).toMatchObject({ decisions: [], missing: expect.stringContaining('too much') });
  });

  it.each<[string, string, readonly number[], RegExp]>([
    ['stands nowhere in the code', 'export const subject = (n: number): number => n;', [7], /no limit of 7/],
    ['bounds nothing', 'export const subject = (n: number): number => n * 7;', [7], /no limit of 7/],
    ['draws no line', 'export const subject = (a: string): string => a;', [], /draws the line/],
  ])('are none where it %s', async (_what, code, numbers, missing) => {
    const made = await aim(code, { wants: 'limit', words: 'It is limited.', numbers });
    expect(made.decisions).toEqual([]);
    expect(made.missing).toMatch(missing);
  });
});

describe('the mutants of a refusal', () => {
  it.each<[string, string, readonly string[]]>([
    [
      'take the guard away and keep its condition',
      `export function subject(n: string): string { if (n === '') throw new Error('x'); return n; }`,
      [`if (n === '') throw new Error('x'); → if ((n === '') && false) throw new Error('x');`],
    ],
    [
      'open the way past a throw',
      `export function subject(n: string): void { if (n !== '') return; throw new Error('x'); }`,
      [`if (n !== '') return; → if ((n !== '') || true) return;`],
    ],
    [
      'drop a check that is called',
      `function checkName(n: string): void { console.log(n); if (n === '') throw new Error('x'); }
       export function subject(n: string): string { checkName(n); return n; }`,
      [
        'checkName(n); → /* left out */;',
        `if (n === '') throw new Error('x'); → if ((n === '') && false) throw new Error('x');`,
      ],
    ],
    [
      'forget a problem that is kept',
      `export function subject(n: string): string[] { const problems: string[] = []; if (n === '') problems.push('empty'); return problems; }`,
      [`if (n === '') problems.push('empty'); → if ((n === '') && false) problems.push('empty');`],
    ],
    [
      'turn a predicate both ways, which must both fall',
      `export const subject = (n: string): boolean => n.length > 2 && n !== 'abc';`,
      [`n.length > 2 && n !== 'abc' → true & n.length > 2 && n !== 'abc' → false`],
    ],
    [
      'loosen a schema',
      `import { z } from 'zod'; export const subject = z.strictObject({ mail: z.email() });`,
      [
        'z.email() → z.email().default(undefined as never)',
        'z.email() → z.email().catch((refused) => refused?.input as never)',
        'z.strictObject({ mail: z.email() }) → z.looseObject({ mail: z.email() })',
      ],
    ],
  ])('%s', async (_what, code, expected) => {
    const made = await aim(code, { wants: 'refusal', words: 'An empty thing is refused.' });
    expect([...shown(made)].sort()).toEqual([...expected].sort());
  });

  it.each<[string, string, readonly string[]]>([
    [
      'what is taken of many: all of it, and none',
      `export function subject(all: { by: string }[], by: string): unknown[] {
        const mine = []; for (const one of all) { if (one.by === by) { mine.push(one); } } return mine;
      }`,
      ['(one.by === by) && false & (one.by === by) || true'],
    ],
    [
      'what is left out of many',
      `export function subject(all: { by: string }[], by: string): unknown[] {
        const errors = []; for (const one of all) { if (one.by !== by) continue; errors.push(one); } return errors;
      }`,
      ['(one.by !== by) && false & (one.by !== by) || true'],
    ],
    [
      'a push to a list that is none of problems',
      `export function subject(n: string, seen: string[]): void { if (n !== '') seen.push(n); }`,
      [],
    ],
    [
      'what is kept in a list that its type alone tells, and may be no finding',
      `interface Problem { of: string }
       export function subject(n: string, found: Problem[]): void { if (n === '') found.push({ of: n }); }`,
      [`(n === '') && false & (n === '') || true`],
    ],
    [
      'the way past an answer that says no, and not the answer that says yes',
      `export function subject(issues: string[]): { ok: boolean; errors: string[] } {
        if (issues.length === 0) return { ok: true, errors: [] };
        return { ok: false, errors: issues };
      }`,
      ['(issues.length === 0) || true'],
    ],
    [
      'no way past that another one follows',
      `export function subject(n: string): number {
        if (n === 'a') return 1; if (n === 'b') return 2; throw new Error('x');
      }`,
      [`(n === 'b') || true`],
    ],
    [
      'an answer of which it is not known what it says, both ways',
      `export function subject(n: string): boolean { if (n === 'x') return false; return true; }`,
      [`(n === 'x') && false & (n === 'x') || true`],
    ],
    [
      'a reason that stands there, and none that does not',
      `export function subject(n: string): unknown {
        if (n === '') return { errors: ['empty'] }; if (n === 'x') return { errors: [], error: null }; return n;
      }`,
      [`(n === '') && false`],
    ],
    [
      'a reply of the client’s fault, with what ends it before the return',
      `interface Reply { code(status: number): Reply; send(body?: unknown): Reply }
       export function subject(n: string, reply: Reply): unknown {
         if (n === 'a') return reply.code(403).send(); if (n === 'b') { reply.code(404).send(); return; }
         if (n === 'c') return reply.code(201).send({ error: 'none' }); return n;
       }`,
      [`(n === 'a') && false`, `(n === 'b') && false`],
    ],
    [
      'a word in what is answered, which refuses nothing',
      `export function subject(log: { failed: number; errors: string[] }, n: number): unknown {
        if (n > 1) return log.failed; if (n > 2) return { text: 'No problem, nothing invalid.' }; return n;
      }`,
      [],
    ],
    [
      'an answer whose type says no',
      `class Refusal extends Error {}
       function no(): { ok: false } { return { ok: false }; }
       export function subject(n: string): unknown {
         if (n === 'a') return no(); if (n === 'b') return new Refusal(); return n;
       }`,
      [`(n === 'a') && false`, `(n === 'b') && false`],
    ],
  ])('of an if: %s', async (_what, code, expected) => {
    const made = await aim(code, { wants: 'refusal', words: 'x' });
    const kinds = new Set(['guard-removed', 'branch-inverted']);
    const guards = made.decisions.filter(([first]) => first !== undefined && kinds.has(first.kind));
    expect(guards.map((edits) => edits.map(({ replacement }) => replacement).join(' & '))).toEqual(expected);
  });

  it.each<[string, string, boolean]>([
    ['what is called like a check and changes something', 'room.checkIn(guest);', false],
    ['a method that refuses and changes something', 'room.requireSeat(guest);', false],
    ['what does so deeper down', 'takeSeat(room, guest);', false],
    ['a method of an interface that changes something', 'rooms.rejectAll(guest);', false],
    ['what cannot refuse', 'limitOf(guest);', false],
    ['what is of a package', 'query.limit(20);', false],
    ['what a class of another’s does', 'migrate(guest);', false],
    ['a method that only refuses', 'room.mustHold(guest);', true],
    ['a method of an interface that only refuses', 'rooms.known(guest);', true],
    ['a check that keeps its problems to itself', 'problemsOf(guest);', true],
    ['a schema that throws', 'schema.parse(guest);', true],
    ['an assertion', 'assert(guest);', true],
  ])('leave out a call only where it refuses and does nothing else: %s', async (_what, call, isLeftOut) => {
    const code = `import assert from 'node:assert';
      import { z } from 'zod';
      const schema = z.string();
      class Room {
        held: string[] = [];
        checkIn(guest: string): void { this.held.push(guest); }
        requireSeat(guest: string): void { if (guest === '') throw new Error('x'); this.held.push(guest); }
        mustHold(guest: string): void { if (!this.held.includes(guest)) throw new Error('x'); }
      }
      interface Rooms { rejectAll(guest: string): void; known: (guest: string) => void }
      export function rooms(all: Map<string, Room>): Rooms {
        return {
          rejectAll: (guest) => { if (guest === '') throw new Error('x'); all.delete(guest); },
          known(guest) { if (!all.has(guest)) throw new Error('x'); },
        };
      }
      function takeSeat(room: Room, guest: string): void { if (guest === '') throw new Error('x'); room.checkIn(guest); }
      interface Migrator { migrateToLatest(): { error?: Error } }
      declare const Migrator: new (database: string) => Migrator;
      function migrate(guest: string): void { const { error } = new Migrator(guest).migrateToLatest(); if (error) throw error; }
      function limitOf(guest: string): number { return guest.length; }
      function problemsOf(guest: string): void {
        const problems = []; let count = 0;
        if (guest === '') { problems.push('x'); count += 1; }
        if (count > 0) throw new Error(problems.join());
      }
      export function subject(room: Room, rooms: Rooms, query: URLSearchParams & { limit(n: number): void }, guest: string): void { ${call} }`;
    const made = await aim(code, { wants: 'refusal', words: 'x' });
    expect(shown(made).includes(`${call} → /* left out */;`)).toBe(isLeftOut);
  });

  it.each<[string, readonly string[]]>([
    [
      `z.coerce.number().int()`,
      ['z.coerce.number().int().catch((refused) => refused?.input as never)', 'z.coerce.number()'],
    ],
    [
      `z.enum(['a']).default('a')`,
      [`z.enum(['a']).default('a').catch((refused) => refused?.input as never)`],
    ],
    [
      `z.string().trim().min(1)`,
      [
        'z.string().trim().min(1).default(undefined as never)',
        'z.string().trim().min(1).catch((refused) => refused?.input as never)',
        'z.string().trim()',
      ],
    ],
  ])('keep what a schema makes of what it takes: %s', async (schema, expected) => {
    const code = `import { z } from 'zod'; export const subject = z.object({ year: ${schema} });`;
    const made = await aim(code, { wants: 'refusal', words: 'A bad year is refused.' });
    expect(made.decisions.flat().map(({ replacement }) => replacement)).toEqual(expected);
  });

  it('loosen a schema that begins with another one', async () => {
    const code = `import { z } from 'zod'; const text = z.string().trim();
      export const subject = z.object({ title: text.min(1) });`;
    const made = await aim(code, { wants: 'refusal', words: 'The title is required.' });
    expect(shown(made)).toContain('text.min(1) → text.min(1).default(undefined as never)');
  });

  it('are none of a list that is asked for like a schema', async () => {
    const code = `interface Query { gte(n: number): Query; min(n: number): Query }
      export const subject = (query: Query): Query => query.gte(2).min(3);`;
    const made = await aim(code, { wants: 'refusal', words: 'It is refused.' });
    expect(made.decisions).toEqual([]);
  });

  it('are not kept to a field that is named and holds no code', async () => {
    const code = `export class subject {
      private readonly end: number;
      constructor(end: number) { this.end = end; }
      refuse(word: string | undefined): void { if (word === undefined) throw new RangeError(String(this.end)); }
    }`;
    const made = await aim(code, { wants: 'refusal', words: 'A text that ends too soon is refused.' });
    expect(shown(made).join()).toContain('(word === undefined) && false');
  });

  it('are joined by those of what the code does, where an exit code may come from code that refuses nothing', async () => {
    const code = `export const subject = (e: Error): number => { if (e.name !== 'x') throw e; return e.message === '' ? 0 : 2; };`;
    const made = await aim(code, { wants: 'refusal', otherwise: 'behaviour', words: 'It ends.' });
    expect(new Set(made.decisions.flat().map(({ kind }) => kind))).toContain('guard-removed');
    expect(shown(made).join()).toContain("!(e.message === '') ? 0 : 2");
  });

  it('are none where nothing is refused', async () => {
    const made = await aim('export const subject = 1;', { wants: 'refusal', words: 'It is refused.' });
    expect(made).toMatchObject({ decisions: [], missing: expect.stringContaining('refuses anything') });
  });
});

describe('the mutants of a behaviour', () => {
  const REPOSITORY = `export function subject(rows: string[]) {
    const counted = (): number => rows.length;
    return {
      insert: (row: string): void => { rows.push(row); },
      search: (text: string): string[] => rows.filter((row) => row.includes(text)),
      sorted: (): string[] => [...rows].sort(),
      counted,
    };
  }`;

  it('are those of the member that the requirement names', async () => {
    const made = await aim(REPOSITORY, {
      wants: 'behaviour',
      words: 'Rows can be searched; a search finds a part.',
    });
    expect(shown(made)).toContain('rows.filter((row) => row.includes(text)) → rows');
    expect(shown(made).join()).not.toContain('push');
  });

  it('are those of the code that speaks of it most', async () => {
    const code = `export function subject(list: string[], title: string | undefined): string[] {
      let found = list;
      if (title !== undefined) found = found.filter((book) => book.includes(title));
      list.push('seen');
      return found;
    }`;
    const made = await aim(code, { wants: 'behaviour', words: 'Books can be searched by title.' });
    expect(shown(made)[0]).toContain(
      'found = found.filter((book) => book.includes(title)); → /* left out */;',
    );
    expect(shown(made).join()).not.toContain('seen');
  });

  it('keep the types of the original', async () => {
    const code = `export function subject(list: string[]): string { return list.slice(1).join(', '); }`;
    const made = await aim(code, { wants: 'behaviour', words: 'They are joined.' });
    // list.slice(1) → list keeps its type, list.join(…) → list would not.
    expect(shown(made)).toContain('list.slice(1) → list');
    expect(shown(made)).toContain("list.slice(1).join(', ') → `${list.slice(1).join(', ')}…`");
    expect(made.decisions.flat().some(({ replacement }) => replacement === 'list.slice(1)')).toBe(false);
  });

  it('leave out what is laid over a value, and what is added to a list', async () => {
    const code = `export function subject(rule: { out: string[]; n: number }, day: string) {
      return { ...rule, out: [...rule.out, day] };
    }`;
    expect(shown(await aim(code, { wants: 'behaviour', words: 'x' }))).toEqual(
      expect.arrayContaining([
        '{ ...rule, out: [...rule.out, day] } → { ...rule, ...{} }',
        '[...rule.out, day] → [...rule.out, ...[]]',
      ]),
    );
  });

  it('change what a member is worked out as', async () => {
    const code = `export const subject = (hour: string) => { return { hour: Number(hour) }; };`;
    expect(shown(await aim(code, { wants: 'behaviour', words: 'x' }))).toContain(
      'Number(hour) → (Number(hour)) + 1',
    );
  });

  it('are none of what cannot be seen: a default that the types force, the wording of an error', async () => {
    const code = `export function subject(text: string): string {
      const invalid = new RangeError('It has to be two words.');
      const [, second = ''] = text.split(' ');
      if (second === text) throw invalid;
      return second + (text.split(',')[1]?.trim() ?? 'none');
    }`;
    const made = await aim(code, { wants: 'behaviour', words: 'x' });
    expect(
      made.decisions
        .flat()
        .filter(({ kind, before }) => kind === 'literal-changed' && !before.includes('split')),
    ).toEqual([]);
    expect(shown(made).join()).not.toContain('none…');
  });

  it('are chosen by the code, not by its comments', async () => {
    const code = `export function subject(list: string[], n: number): number {
      if (list.length > 3) {
        // The wanted code of the option.
        list.push('x');
      }
      const code = n + 2;
      return code;
    }`;
    const made = await aim(code, { wants: 'behaviour', words: 'The code of the option is wanted.' });
    expect(shown(made)).toContain('n + 2 → n - 2');
    expect(shown(made).join()).not.toContain('list');
  });

  it('call a neighbour that takes and gives the same', async () => {
    const code = `function half(n: number): number { return n / 2; }
      function twice(n: number): number { return n * 2; }
      export function subject(n: number): number { const r = half(n); return r; }`;
    expect(shown(await aim(code, { wants: 'behaviour', words: 'x' }))).toContain('half(n) → twice(n)');
  });

  it('are at most eight, and the same each time', async () => {
    const code = `export function subject(n: number): number { ${'n += 1; '.repeat(30)} return n; }`;
    const [first, second] = [
      await aim(code, { wants: 'behaviour', words: 'x' }),
      await aim(code, { wants: 'behaviour', words: 'x' }),
    ];
    expect(first.decisions).toHaveLength(8);
    expect(second).toEqual(first);
  });
});

it('show the line that is changed, and of a long one the place where it is', async () => {
  const lines = `export function subject(n: number): number {
      if (
        n === 3
      ) {
        throw new Error('three');
      }
      return n;
    }`;
  const guard = await aim(lines, { wants: 'refusal', words: 'Three is refused.' });
  expect(shown(guard)).toEqual(['n === 3 → (n === 3) && false']);
  const code = `export const subject = (n: string): string => n.${'trim().'.repeat(40)}toLowerCase();`;
  const { decisions } = await aim(code, { wants: 'behaviour', words: 'x' });
  for (const { before, after } of decisions.flat()) {
    expect(before).not.toBe(after);
    expect(Math.max(before.length, after.length)).toBeLessThanOrEqual(160);
  }
});

it('are none where the file has no such export, or it is no code', async () => {
  const wanted = { wants: 'behaviour', words: 'x' } as const;
  for (const made of [
    await aim('export interface Subject { a: 1 }', { ...wanted, name: 'Subject' }),
    await aim('const subject = 1;\nexport { subject as other };', wanted),
  ])
    expect(made).toMatchObject({ decisions: [], missing: expect.stringContaining('exports no code named') });
});

it('follow a symbol to the file that it is exported again from', async () => {
  const made = await aim(
    {
      'src/real.ts': 'export function subject(n: number): number { return n * 2; }',
      'src/subject.ts': "export { subject } from './real.js';",
    },
    { wants: 'behaviour', words: 'x' },
  );
  expect(made.decisions.flat().every(({ path }) => path === 'src/real.ts')).toBe(true);
  expect(shown(made)).toContain('n * 2 → n / 2');
});
