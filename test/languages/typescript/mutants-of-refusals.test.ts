import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createAimer, shown, type Aimer } from './aimed-mutants.js';

let aimer: Aimer;
beforeAll(async () => {
  aimer = await createAimer();
});
afterAll(async () => {
  await aimer.close();
});

/** What stands in the place of conditions, those of one decision joined by ` & `. */
async function guards(code: string): Promise<readonly string[]> {
  const { decisions } = await aimer.aim(code, { wants: 'refusal', words: 'x' });
  const kinds = new Set(['guard-removed', 'branch-inverted']);
  return decisions
    .filter(([first]) => first !== undefined && kinds.has(first.kind))
    .map((edits) => edits.map(({ replacement }) => replacement).join(' & '));
}

const closed = (condition: string): string => `(${condition}) && false`;
const open = (condition: string): string => `(${condition}) || true`;
const both = (condition: string): string => `${closed(condition)} & ${open(condition)}`;

const OWN = 'issue.by === by';

describe('of what is taken of many, both ways have to fall', () => {
  it.each<[string, string]>([
    [
      'a part of it',
      `const issues = []; for (const issue of all) if (${OWN}) issues.push({ id: issue.id }); return issues;`,
    ],
    [
      'what a pattern binds',
      `const issues = []; for (const [, issue] of all.entries()) if (${OWN}) issues.push(issue); return issues;`,
    ],
    [
      'what is made of it on the way',
      `const issues = []; for (const issue of all) { const view = { ...issue }; if (${OWN}) issues.push(view); } return issues;`,
    ],
    [
      'what is found by counting',
      `const issues = []; for (let at = 0; at < 9; at += 1) { const issue = all[at]!; if (${OWN}) issues.push(all[at]); } return issues;`,
    ],
    [
      'in a function that is called for each',
      `const mine: unknown[] = []; all.forEach((issue) => { if (${OWN}) mine.push(issue); }); return mine;`,
    ],
    [
      'into a set',
      `const mine = new Set(); for (const issue of all) if (${OWN}) mine.add(issue); return mine;`,
    ],
    [
      'into a map',
      `const mine = new Map(); for (const issue of all) if (${OWN}) mine.set(issue.id, true); return mine;`,
    ],
    [
      'given out one by one',
      `return (function* () { for (const issue of all) { if (${OWN}) yield issue; } })();`,
    ],
  ])('%s', async (_what, body) => {
    const code = `interface Issue { id: string; by: string }
      export function subject(all: Issue[], by: string): unknown { ${body} }`;
    expect(await guards(code)).toEqual([both(OWN)]);
  });

  it.each<[string, string]>([
    ['continue', 'for (const loan of all) { if (loan.by !== by) continue; mine.push(toView(loan)); }'],
    ['return', 'all.forEach((loan) => { if (loan.by !== by) return; mine.push(toView(loan)); });'],
  ])('where the others are left out with %s', async (_what, loop) => {
    const code = `interface Loan { by: string }
      const toView = (loan: Loan): unknown => ({ ...loan });
      export function subject(all: Loan[], by: string): unknown { const mine: unknown[] = []; ${loop} return mine; }`;
    expect(await guards(code)).toEqual([both('loan.by !== by')]);
  });
});

describe('of a list of problems', () => {
  it.each<[string, string, readonly string[]]>([
    ['a text is a finding', `problems.push('It has no name.');`, [closed(`n === ''`)]],
    ['a message is one', `formErrors.push({ path: [n], message: 'is needed' });`, [closed(`n === ''`)]],
    ['a constant is one', `problems.push(NAMELESS);`, [closed(`n === ''`)]],
    ['an error is one', `problems.push(new TypeError('no name'));`, [closed(`n === ''`)]],
    ['what is handed on may be none', `problems.push({ n });`, [both(`n === ''`)]],
    ['a part of a word says nothing', `defaults.push('Ann');`, []],
  ])('%s', async (_what, push, expected) => {
    const code = `const NAMELESS = 'nameless';
      export function subject(n: string, problems: unknown[], formErrors: unknown[], defaults: string[]): void {
        if (n === '') { ${push} }
      }`;
    expect(await guards(code)).toEqual(expected);
  });

  it('a finding that a loop does not go through is one', async () => {
    const code = `export function subject(names: string[], n: string): string[] {
      const errors: string[] = []; for (const each of names) { if (each === n) errors.push('taken'); } return errors;
    }`;
    expect(await guards(code)).toEqual([closed('each === n')]);
  });
});

describe('a branch refuses, or may', () => {
  const ANSWERS = `type Answer = { kind: 'taken'; seat: number } | { kind: 'refused'; reason: string };
    interface Loan { id: string }
    interface Outcome { status: 'accepted' | 'rejected' }
    interface Row { id: string; state: 'new' | 'old' }`;

  it.each<[string, string, string, readonly string[]]>([
    [
      'Answer',
      `return { kind: 'refused', reason: n };`,
      `return { kind: 'taken', seat: 1 };`,
      [both('free')],
    ],
    ['Promise<Loan | { type: "error" }>', `return { type: 'error' };`, 'return { id: n };', [both('free')]],
    ['Outcome', `return { status: 'rejected' };`, `return { status: 'accepted' };`, [both('free')]],
    [`'valid' | 'invalid'`, `return 'invalid';`, `return 'valid';`, [both('free')]],
    [`'full' | undefined`, `return 'full';`, `return undefined;`, [both('free')]],
    // Nothing tells these apart from any other answer.
    ['string', `return 'invalid';`, 'return n;', []],
    ['{ kind: string }', `return { kind: 'refused' };`, 'return { kind: n };', []],
    ['Row', `return { id: n, state: 'new' };`, `return { id: n, state: 'old' };`, []],
  ])('of %s: %s', async (type, first, then, expected) => {
    const isLater = type.startsWith('Promise');
    const code = `${ANSWERS}
      export ${isLater ? 'async ' : ''}function subject(n: string, free: boolean): ${type} { if (free) ${first} ${then} }`;
    expect(await guards(code)).toEqual(expected);
  });

  it.each<[string, string, readonly string[]]>([
    ['an error that is handed on', `if (bad) return next(new NotFound());`, [closed('bad')]],
    [
      'an error that is handed on before it ends',
      `if (bad) { next(new NotFound()); return; }`,
      [closed('bad')],
    ],
    ['going on', `if (bad) return next();`, []],
    ['a status', `if (bad) { res.status(404).json({}); } else { res.json(1); }`, [closed('bad')]],
    [
      'a status on the other way',
      `if (bad) { res.json(1); } else { res.status(404).json({}); }`,
      [open('bad')],
    ],
    ['a status at the end', `if (bad) { res.json(1); return; } res.status(404).json({});`, [open('bad')]],
    ['a number that is none', `if (bad) { doc.text('x', 404); }`, []],
    ['the end of the program', `if (bad) { process.exit(2); }`, [closed('bad')]],
    ['an exit code', `if (bad) { process.exitCode = 1; return; }`, [closed('bad')]],
    ['the end of a program that did it', `if (bad) { process.exit(0); }`, []],
  ])('by %s', async (_what, body, expected) => {
    const code = `class NotFound extends Error {}
      interface Reply { status(code: number): Reply; json(body: unknown): void }
      declare const doc: { text(text: string, at: number): void };
      declare const process: { exit(code: number): void; exitCode: number };
      export function subject(bad: boolean, res: Reply, next: (error?: Error) => void): void { ${body} }`;
    expect(await guards(code)).toEqual(expected);
  });
});

describe('a call that refuses is left out only where it changes nothing', () => {
  const REFUSE = `if (seat === undefined) throw new Error('It is full.');`;

  const around = (body: string): string => `interface Seat { free: number }
    interface Statement { get(id: string): Seat | undefined; run(id: string): void }
    interface Selection {
      where(...condition: unknown[]): Selection;
      limit(most: number): Selection;
      executeTakeFirst(): Promise<Seat | undefined>;
    }
    interface Builder { (...parts: unknown[]): unknown; or(parts: unknown[]): unknown }
    interface Table { selectFrom(table: string): Selection; updateTable(table: string): Selection }
    declare const db: { prepare(text: string): Statement };
    declare const pool: { query(text: string, values?: unknown[]): Promise<Seat[]> };
    declare const tables: Table;
    declare const drizzle: { select(): { from(table: string): Selection & PromiseLike<Seat[]> } };
    declare function eq(name: string, value: unknown): unknown;
    declare function and(...parts: unknown[]): unknown;
    declare function another(id: string): void;
    declare function textOf(id: string): string;
    declare const sql: (parts: TemplateStringsArray, ...values: unknown[]) => Promise<Seat[]>;
    declare const seats: {
      findOne(id: string): Promise<Seat | undefined>;
      findOneAndUpdate(id: string): Promise<Seat | undefined>;
      selectRow(id: string): { claim(): Seat | undefined };
    };
    const TAKE = 'UPDATE seats SET free = free - 1 WHERE id = ? RETURNING free';
    const gone: string[] = [];
    function remove(id: string): void { gone.push(id); }
    function isGone(id: string): boolean { return gone.includes(id); }
    class Room {
      free = 1;
      held = 0;
      readonly #take = db.prepare(TAKE);
      readonly #find = db.prepare('select free from seats where id = ?');
      readonly #given: Statement;
      constructor(given: Statement) { this.#given = given; }
      async need(id: string): Promise<void> { ${body} }
    }
    export async function subject(room: Room, id: string): Promise<void> { await room.need(id); }`;
  const isLeftOut = async (body: string): Promise<boolean> =>
    shown(await aimer.aim(around(body), { wants: 'refusal', words: 'x' })).includes(
      'await room.need(id); → /* left out */;',
    );

  it.each([
    [
      'a query that gives back what it changed',
      `const seat = db.prepare('UPDATE seats SET free = 0 RETURNING free').get(id);`,
    ],
    ['a query behind a name', 'const seat = db.prepare(TAKE).get(id);'],
    ['a statement behind a name', 'const seat = this.#take.get(id);'],
    ['a statement that is handed in', 'const seat = this.#given.get(id);'],
    [
      'a query that begins with another one',
      `const [seat] = await pool.query('with gone as (delete from seats returning *) select * from gone');`,
    ],
    ['a query that is not known', 'const [seat] = await pool.query(textOf(id));'],
    ['a template', 'const [seat] = await sql`-- take\n insert into seats values (${id}) returning *`;'],
    ['a built query', `const seat = await tables.updateTable('seats').where('id', id).executeTakeFirst();`],
    [
      'a query that builds another one',
      `const seat = await tables.selectFrom('seats').where(() => tables.updateTable('x').executeTakeFirst()).executeTakeFirst();`,
    ],
    ['a step after a choice', 'const seat = seats.selectRow(id).claim();'],
    ['a find that changes', 'const seat = await seats.findOneAndUpdate(id);'],
    ['a pattern', 'const seat = gone[0]; [this.free, this.held] = [0, 1];'],
    ['a named pattern', 'const seat = gone[0]; ({ free: this.free } = { free: 0 });'],
    ['a loop', 'const seat = gone[0]; for (this.free of [1, 2]) continue;'],
    ['a function of the project that is handed over', 'const seat = gone[0]; [id].forEach(remove);'],
    ['a function of another that is handed over', 'const seat = gone[0]; [id].forEach(another);'],
  ])('it does: %s', async (_what, body) => {
    expect(await isLeftOut(`${body} ${REFUSE}`)).toBe(false);
  });

  it.each([
    ['a query', `const seat = db.prepare('SELECT free FROM seats WHERE id = ?').get(id);`],
    ['a statement behind a name', 'const seat = this.#find.get(id);'],
    ['a query of a pool', `const [seat] = await pool.query('select * from seats where id = $1', [id]);`],
    ['a template', 'const [seat] = await sql`select * from seats where id = ${id}`;'],
    ['a find', 'const seat = await seats.findOne(id);'],
    [
      'a built query',
      `const seat = await tables.selectFrom('seats').where('id', '=', id).limit(1).executeTakeFirst();`,
    ],
    [
      'a built query behind a name',
      `const one = tables.selectFrom('seats').where('id', id); const seat = await one.executeTakeFirst();`,
    ],
    [
      'a condition that is built',
      `const seat = await tables.selectFrom('seats').where((eb: Builder) => eb.or([eb('id', '=', id)])).executeTakeFirst();`,
    ],
    [
      'a condition of functions',
      `const [seat] = await drizzle.select().from('seats').where(and(eq('id', id), eq('free', 1))).limit(1);`,
    ],
    [
      'what is made of a text',
      `const seat = id.replaceAll('-', '').padStart(13, '0').normalize() === '' ? undefined : id.charAt(Math.trunc(0));`,
    ],
    ['a function that looks and is handed over', 'const seat = [id].some(isGone) ? undefined : id;'],
    ['own values', `let first, seat; [first, seat] = [id, gone[0]];`],
  ])('it does not: %s', async (_what, body) => {
    expect(await isLeftOut(`${body} ${REFUSE}`)).toBe(true);
  });
});
