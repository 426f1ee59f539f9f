import { nounWords, plural } from '../nouns.js';
import { entitiesIn } from '../spoken-subjects.js';
import type { EntityNotes, Source, Understanding } from '../understanding.js';
import type { Restrictions } from '../restriction.js';

type Given = readonly (readonly [words: string, said: Restrictions])[];

/** Fields of records that a brief names and says nothing about. */
const KNOWN: readonly (readonly [RegExp, Given])[] = [
  [
    /(?:^| )(?:task|todo|to do)$/,
    [
      ['title', {}],
      ['notes', { optional: true }],
      ['due date', { optional: true }],
      ['done', { type: 'boolean' }],
    ],
  ],
  [
    /(?:^| )(?:book)$/,
    [
      ['title', {}],
      ['author', {}],
    ],
  ],
  [
    /(?:^| )(?:post|article|page)$/,
    [
      ['title', {}],
      ['body', { type: 'long text' }],
    ],
  ],
  [/(?:^| )(?:note|comment|message|review)$/, [['text', {}]]],
  [
    /(?:^| )(?:contact|customer|client|member|user|person|employee|owner|student|teacher|author|guest|patient|doctor|subscriber|participant|volunteer|tenant)$/,
    [
      ['name', {}],
      ['email', {}],
    ],
  ],
  [
    /(?:^| )(?:recipe)$/,
    [
      ['title', {}],
      ['instructions', {}],
    ],
  ],
  [
    /(?:^| )(?:movie|film|song|album|photo|document|event|project|course|issue|ticket|goal)$/,
    [['title', {}]],
  ],
  [
    /(?:^| )(?:product|item)$/,
    [
      ['name', {}],
      ['price', {}],
    ],
  ],
  [
    /(?:^| )(?:expense|payment|donation|transaction)$/,
    [
      ['date', {}],
      ['amount', {}],
      ['description', { optional: true }],
    ],
  ],
  [
    /(?:^| )(?:bookmark|link)$/,
    [
      ['title', {}],
      ['url', {}],
    ],
  ],
  [/(?:^| )(?:loan|rental|borrowing)$/, [['loaned on', { type: 'date' }]]],
  [/(?:^| )(?:order|booking|reservation|appointment|visit|invoice)$/, [['date', {}]]],
];

/** Kinds of records of a subject that is all a brief names. */
const SUBJECTS: readonly (readonly [RegExp, readonly string[]])[] = [
  [
    /^(?:todo|to do|todos|task|tasks|task list|todo list|checklist)(?: (?:list|lists|tracker|manager))?$/,
    ['tasks'],
  ],
  [/^(?:blog|blogging)$/, ['posts']],
  [/^(?:address book|contact|contacts|contact list|phone book)$/, ['contacts']],
  [/^(?:notes?|notebook|note taking)$/, ['notes']],
  [/^(?:library|public library|book ?shop|book ?store|book collection)$/, ['books']],
  [/^(?:inventory|stock|warehouse|shop|store|online shop|web shop)$/, ['items']],
  [/^(?:cookbook|cooking)$/, ['recipes']],
  [/^(?:budget|expenses?|expense tracker|budgeting)$/, ['expenses']],
  [/^(?:bookmarks?|bookmark manager)$/, ['bookmarks']],
];

/** The kinds of records that a subject alone stands for; empty when it tells none. */
export function recordsOfSubject(subject: string): readonly string[] {
  return SUBJECTS.find(([pattern]) => pattern.test(subject))?.[1] ?? [];
}

function usualFields(entity: EntityNotes): Given {
  return KNOWN.find(([pattern]) => pattern.test(entity.singular))?.[1] ?? ([['name', {}]] as const);
}

function giveUsual(entity: EntityNotes, understanding: Understanding): void {
  const fields = usualFields(entity);
  const source: Source = entity.source;
  for (const [words, said] of fields) {
    const field = understanding.addField(entity, words, source, { stated: false });
    if (Object.keys(said).length > 0) field.said.push({ restriction: said, source });
  }
  understanding.assume(
    `The brief names no fields of ${entity.plural}; they have ${fields.map(([words]) => words).join(', ')}.`,
  );
}

/**
 * "Students can be searched by name", of students of whom nothing else is said: the fields that they usually have. Returns
 * whether a record that the text names was given any.
 */
export function giveFieldsNamed(text: string, understanding: Understanding): boolean {
  const said = ` ${nounWords(`x ${text}`)} `;
  const says = (words: string): boolean => said.includes(` ${words} `) || said.includes(` ${plural(words)} `);
  const bare = entitiesIn(text, understanding).filter(
    (entity) => entity.fields.length === 0 && usualFields(entity).some(([words]) => says(words)),
  );
  for (const entity of bare) giveUsual(entity, understanding);
  return bare.length > 0;
}

/** Gives every kind of record that has no field of its own the fields such records usually have. */
export function addDefaultFields(understanding: Understanding): void {
  for (const entity of understanding.entities)
    if (entity.fields.length === 0) giveUsual(entity, understanding);
}
