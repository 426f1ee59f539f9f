import type { Action } from '../../../domain/access.js';
import { splitOutside } from '../../outside-brackets.js';

export const WRITES: readonly Action[] = ['create', 'change', 'delete'];
const ALL: readonly Action[] = ['create', 'read', 'change', 'delete'];

/** Verbs of doing by what they do to records. */
const CLASSES: readonly (readonly [string, readonly Action[]])[] = [
  [
    'create|add|make|enter|register|record|post|open|file|submit|insert|log|note|report|put in|invite|place|write down|sign up|set up',
    ['create'],
  ],
  [
    'see|read|view|list|look at|look up|browse|access|consult|search|show|get|check|find|look into|know',
    ['read'],
  ],
  ['change|edit|update|alter|modify|correct|amend|adjust|fix|rename|touch', ['change']],
  ['delete|remove|erase|throw away|throw out|get rid of|take out', ['delete']],
  [
    'manage|maintain|administer|handle|look after|take care of|be in charge of|is in charge of|keep up|run|write',
    WRITES,
  ],
  ['do anything with|do everything with|have full access to|has full access to|have full control over', ALL],
];

/** The verb in the form it was told: `adds`, `added`, `adding`. */
function inflections(verb: string): string {
  const [first = '', ...rest] = verb.split(' ');
  const tail = rest.length === 0 ? '' : ` ${rest.join(' ')}`;
  const stem = first.endsWith('e') ? first.slice(0, -1) : first;
  const special: Readonly<Record<string, string>> = {
    see: 'sees?|seen|seeing',
    make: 'makes?|made|making',
    read: 'reads?|reading',
    put: 'puts?|putting',
    write: 'writes?|written|writing',
    run: 'runs?|running',
    get: 'gets?|got|getting',
    throw: 'throws?|thrown|throwing',
    take: 'takes?|taken|taking',
    find: 'finds?|found|finding',
    know: 'knows?|known|knowing',
    modify: 'modify|modifies|modified|modifying',
    submit: 'submits?|submitted|submitting',
    set: 'sets?|setting',
  };
  const forms = special[first] ?? `${first}(?:e?s)?|${stem}(?:p|t|g)?(?:ed|ing)`;
  return `(?:${forms})${tail}`;
}

const PATTERNS = CLASSES.map(
  ([verbs, actions]) =>
    [new RegExp(`^(?:${verbs.split('|').map(inflections).join('|')})$`, 'i'), actions] as const,
);

/** Source of a pattern for one verb of doing. */
export const DOING = `(?:${CLASSES.flatMap(([verbs]) => verbs.split('|'))
  .sort((a, b) => b.length - a.length)
  .map(inflections)
  .join('|')})`;
/** Source of a pattern for several: `add, change and remove`. */
export const DOINGS = `${DOING}(?:(?:,? (?:and|or|and/or) |, | ?\\/ ?)${DOING})*`;

/** What the verbs do; undefined: one of them does something else. */
export function actionsOf(text: string): readonly Action[] | undefined {
  const found = splitOutside(text.trim(), /\s*,\s*(?:and |or )?|\s+(?:and|or|and\/or)\s+|\s*\/\s*/).map(
    (verb) => PATTERNS.find(([pattern]) => pattern.test(verb))?.[1],
  );
  const known = found.filter((actions) => actions !== undefined);
  return known.length > 0 && known.length === found.length ? [...new Set(known.flat())] : undefined;
}

/** The verbs in the form that "can" has after it. */
export function bareVerbs(verbs: string): string {
  const bare: Readonly<Record<Action, string>> = {
    create: 'add',
    read: 'see',
    change: 'change',
    delete: 'delete',
  };
  return (actionsOf(verbs) ?? []).map((action) => bare[action]).join(' and ');
}
