import type { Condition, State } from '../domain/rule.js';
import { fieldTypeOf } from './field-types.js';
import { splitOutside } from './outside-brackets.js';
import { nounWords, singular } from './nouns.js';
import { NUMBER, numberOf } from './numbers.js';
import { saidOf, stateOf } from './states.js';
import { entityNamed, isPerson } from './statements/statement.js';
import type { EntityNotes, FieldNotes, Source, Understanding } from './understanding.js';

/** A value of a record's choice, or a yes-or-no field, that a word stands for. */
export interface NamedValue {
  readonly field: FieldNotes;
  readonly value: string | boolean;
}

function plainly(text: string): string {
  return nounWords(
    text.replace(
      /^(?:still|already|currently|just|being|now|marked(?: as)?|set to|in state|in status) /i,
      '',
    ),
  );
}

/** The value that a word names, of the fields of `entity`. */
export function valueNamed(entity: EntityNotes, text: string): NamedValue | undefined {
  const asked = nounWords(text);
  const words = plainly(text);
  for (const field of entity.fields) {
    if (field.refersTo !== undefined) continue;
    const type = fieldTypeOf(field.words, saidOf(field));
    if (type?.kind === 'enum') {
      const value = type.values.find(
        (each) => [asked, words].includes(nounWords(each)) || plainly(each) === words,
      );
      if (value !== undefined) return { field, value };
    }
    if (type?.kind === 'boolean' && [asked, words, `is ${words}`].includes(field.words))
      return { field, value: true };
  }
  return undefined;
}

/** The values that "planned or loading" names, all of one field. */
export function valuesNamed(
  entity: EntityNotes,
  text: string,
): { field: FieldNotes; values: (string | boolean)[] } | undefined {
  const whole = valueNamed(entity, text);
  if (whole !== undefined) return { field: whole.field, values: [whole.value] };
  const found = splitOutside(text, /\s*,\s*(?:or )?|\s+or\s+(?:an? )?/).map((part) =>
    valueNamed(entity, part),
  );
  const [first] = found;
  if (first === undefined || found.length < 2) return undefined;
  return found.every((each) => each?.field === first.field)
    ? { field: first.field, values: found.flatMap((each) => (each === undefined ? [] : [each.value])) }
    : undefined;
}

/** The one reference of `entity` to a record that `phrase` names. */
export function referenceTo(
  entity: EntityNotes,
  phrase: string,
  understanding: Understanding,
): FieldNotes | undefined {
  const words = singular(nounWords(phrase));
  const own = entity.fields.find(
    (field) => field.refersTo !== undefined && field.several === undefined && field.words === words,
  );
  if (own !== undefined) return own;
  const other = /^(?:it|they|he|she|this|that)$/i.test(phrase.trim())
    ? undefined
    : entityNamed(phrase, understanding);
  const fields = entity.fields.filter(
    (field) =>
      field.refersTo !== undefined && field.several === undefined && field.refersTo === other?.singular,
  );
  return fields.length === 1 ? fields[0] : undefined;
}

/** Records of one kind that name another by a reference field; `act` adds what their state needs. */
export interface Children {
  readonly child: EntityNotes;
  readonly by: FieldNotes;
  readonly state: State | null;
  readonly act: () => void;
}

/** A record that `children` name has at least one of them, in their state. */
export function hasAny({ child, by, state, act }: Children): FoundCondition {
  return {
    condition: {
      kind: 'count',
      via: null,
      entity: child.singular,
      by: by.words,
      state,
      least: 1,
      not: false,
    },
    act,
  };
}

/** Children of `entity`: records of the kind a phrase names that refer to it. */
export function childrenNamed(
  entity: EntityNotes,
  phrase: string,
  source: Source,
  understanding: Understanding,
): Children | undefined {
  if (/^(?:people|persons?|somebody|someone|anybody|anyone)$/i.test(phrase.trim())) {
    const ties = understanding.entities.flatMap((child) => {
      const by = child.fields.filter(
        (field) => field.refersTo === entity.singular && field.several === undefined,
      );
      const who = child.fields.some((field) =>
        understanding.entities.some((each) => each.singular === field.refersTo && isPerson(each)),
      );
      const [only] = by;
      return only !== undefined && by.length === 1 && who
        ? [{ child, by: only, state: null, act: (): void => undefined }]
        : [];
    });
    if (ties.length === 1) return ties[0];
  }
  const words = nounWords(
    phrase.replace(/\b(?:any|some|other|own|existing|of (?:its|their|his|her) own|left|still|ever)\b/gi, ' '),
  ).split(' ');
  for (let start = 0; start < words.length; start += 1) {
    const noun = words.slice(start).join(' ');
    const children = [understanding.entity(noun), understanding.entityMeant(noun)].filter(
      (each) => each !== undefined,
    );
    for (const child of children) {
      const by = child.fields.filter(
        (field) => field.refersTo === entity.singular && field.several === undefined,
      );
      const [only] = by;
      if (only === undefined || by.length > 1) continue;
      const adjective = words.slice(0, start).join(' ');
      if (adjective === '') return { child, by: only, state: null, act: () => undefined };
      const state = stateWith(child, adjective, source, understanding);
      if (state !== undefined) return { child, by: only, ...state };
    }
  }
  return tiedTo(entity, words.join(' '), understanding);
}

/** "A loan has an object": the records that tie the two. */
function tiedTo(entity: EntityNotes, noun: string, understanding: Understanding): Children | undefined {
  const other = understanding.entity(noun);
  if (other === undefined || other === entity) return undefined;
  const to = (child: EntityNotes, one: EntityNotes): FieldNotes[] =>
    child.fields.filter((field) => field.refersTo === one.singular && field.several === undefined);
  const ties = understanding.entities.flatMap((child) => {
    const [by, ...more] = to(child, entity);
    return by !== undefined && more.length === 0 && to(child, other).length === 1
      ? [{ child, by, state: null, act: (): void => undefined }]
      : [];
  });
  return ties.length === 1 ? ties[0] : undefined;
}

/** The state that an adjective names: "unpaid", "not returned", "active or reserve". */
export function stateWith(
  entity: EntityNotes,
  adjective: string,
  source: Source,
  understanding: Understanding,
): { state: State; act: () => void } | undefined {
  const values = valuesNamed(entity, adjective);
  if (values !== undefined) return { state: stateOfValues(adjective, values), act: () => undefined };
  const negated = /^(?:un|not |non |non-)(?=[a-z]{3})(.+)$/.exec(adjective)?.[1];
  const value = negated === undefined ? undefined : valueNamed(entity, negated);
  if (value !== undefined) return { state: negatedState(adjective, entity, value), act: () => undefined };
  return stateOf(entity, adjective, source, understanding);
}

function stateWord(text: string): string {
  const words = nounWords(text);
  return /^[a-z]/.test(words) ? words : 'such';
}

export function stateOfValues(
  word: string,
  { field, values }: { field: FieldNotes; values: readonly (string | boolean)[] },
): State {
  const [first] = values;
  const texts = values.filter((value) => typeof value === 'string');
  return {
    word: stateWord(word),
    field: field.words,
    is: texts.length > 1 ? { kind: 'one-of', values: texts } : { kind: 'equals', value: first ?? true },
  };
}

function negatedState(word: string, entity: EntityNotes, { field, value }: NamedValue): State {
  if (typeof value === 'boolean')
    return { word: stateWord(word), field: field.words, is: { kind: 'equals', value: !value } };
  const type = fieldTypeOf(field.words, saidOf(field));
  const others = type?.kind === 'enum' ? type.values.filter((each) => each !== value) : [];
  return stateOfValues(word, { field, values: others });
}

export interface FoundCondition {
  readonly condition: Condition;
  readonly act: () => void;
}

const BE = '(?:is|are|was|were|has been|have been|gets|stays|remains|being)';
const STATE_IS = new RegExp(`^(.+?) (?:${BE}) (?:either |in )?(not |no longer |never )?(?:yet )?(.+)$`, 'i');
const PASSED =
  /^(.+?) (?:has|have|is|are|lies|lie) (not )?(?:already |yet )?(?:passed|expired|over|run out|lapsed|in the past|gone by|past|reached|behind us|elapsed)$/i;
const HAS = new RegExp(
  `^(.+?) (?:still )?(?:has|have|had|contains?|holds?|includes?)(?: ever)?(?: had)? (?:(no|any|at least|not) )?(?:(${NUMBER}|an?) )?([\\p{L} -]+?)(?: (?:in|on|for|with|of|from) (?:it|them|him|her))?$`,
  'iu',
);
const GIVEN =
  /^(.+?) (?:is|are|has been|have been) (not )?(?:given|set|entered|filled in|known|recorded|there|present|specified)$/i;

function holderOf(
  phrase: string,
  entity: EntityNotes,
  understanding: Understanding,
): { on: EntityNotes; via: string | null } | undefined {
  const text = phrase.trim();
  if (/^(?:it|they|he|she|he or she|this|that|these|those)$/i.test(text)) return { on: entity, via: null };
  const named = entityNamed(text, understanding);
  if (named === entity) return { on: entity, via: null };
  const reference = referenceTo(entity, text, understanding);
  const other = understanding.entities.find(({ singular: one }) => one === reference?.refersTo);
  return reference === undefined || other === undefined ? undefined : { on: other, via: reference.words };
}

/** "The kiln's capacity", "its end date", "the inspection date of the car": a field of the record or of one it names. */
export function fieldVia(
  phrase: string,
  entity: EntityNotes,
  understanding: Understanding,
): { on: EntityNotes; field: FieldNotes; via: string | null } | undefined {
  const text = phrase.trim();
  const owner = /^(?:the |its |their |an? )?(.+?)(?:'s|s') (.+)$/i.exec(text) ?? undefined;
  const of = /^(?:the )?(.+?) of (?:the |its |their |an? |that )?(.+)$/i.exec(text);
  const lastOf = /^(?:the )?(.+) of (?:the |its |their |an? |that )?(.+)$/i.exec(text);
  for (const [holder, words] of [
    [owner?.[1], owner?.[2]],
    [of?.[2], of?.[1]],
    [lastOf?.[2], lastOf?.[1]],
  ]) {
    if (holder === undefined || words === undefined) continue;
    const held = holderOf(holder, entity, understanding);
    const field = held === undefined ? undefined : understanding.field(held.on, nounWords(words));
    if (held !== undefined && field !== undefined) return { on: held.on, field, via: held.via };
  }
  const words = nounWords(text);
  const own = understanding.field(entity, words);
  if (own !== undefined) return { on: entity, field: own, via: null };
  for (const reference of entity.fields) {
    if (reference.refersTo === undefined || !words.startsWith(`${reference.words} `)) continue;
    const other = understanding.entities.find(({ singular: one }) => one === reference.refersTo);
    const field =
      other === undefined ? undefined : understanding.field(other, words.slice(reference.words.length + 1));
    if (other !== undefined && field !== undefined) return { on: other, field, via: reference.words };
  }
  return undefined;
}

function isDate(field: FieldNotes): boolean {
  const kind = field.refersTo === undefined ? fieldTypeOf(field.words, saidOf(field))?.kind : undefined;
  return kind === 'date' || kind === 'datetime';
}

/** What a clause after "if", "while" or "only when" says of a record of `entity`; undefined: it was not understood. */
export function conditionIn(
  clause: string,
  entity: EntityNotes,
  source: Source,
  understanding: Understanding,
): FoundCondition | undefined {
  const text = clause
    .trim()
    .replace(/[.]+$/, '')
    .replace(/^(?:that |there )?/i, '')
    .replace(/^(?:still|already|not yet) (?=\w+$)/i, '');
  const nothing = (): void => undefined;
  const bare = valuesNamed(entity, text.replace(/^(?:still |already |being )/i, ''));
  if (bare !== undefined)
    return {
      condition: { kind: 'value', via: null, field: bare.field.words, values: bare.values, not: false },
      act: nothing,
    };
  const negated = /^(?:un|in|non-?|not (?:yet )?)(\p{L}{3,}(?: \p{L}+)?)$/iu.exec(text)?.[1];
  const negatedValue = negated === undefined ? undefined : valueNamed(entity, negated);
  if (negatedValue !== undefined)
    return {
      condition: {
        kind: 'value',
        via: null,
        field: negatedValue.field.words,
        values: [negatedValue.value],
        not: true,
      },
      act: nothing,
    };
  const passed = PASSED.exec(text);
  if (passed?.[1] !== undefined) {
    const found = fieldVia(passed[1], entity, understanding);
    if (found !== undefined && isDate(found.field))
      return {
        condition: { kind: 'passed', via: found.via, field: found.field.words, not: passed[2] !== undefined },
        act: nothing,
      };
  }
  const given = GIVEN.exec(text);
  if (given?.[1] !== undefined) {
    const found = fieldVia(given[1], entity, understanding);
    if (found !== undefined && found.field.refersTo === undefined)
      return {
        condition: { kind: 'given', via: found.via, field: found.field.words, not: given[2] !== undefined },
        act: nothing,
      };
  }
  const is = STATE_IS.exec(text);
  if (is !== null) {
    const [, subject = '', not, words = ''] = is;
    const held = holderOf(subject, entity, understanding);
    const values = held === undefined ? undefined : valuesNamed(held.on, words);
    if (held !== undefined && values !== undefined) {
      return {
        condition: {
          kind: 'value',
          via: held.via,
          field: values.field.words,
          values: values.values,
          not: not !== undefined,
        },
        act: nothing,
      };
    }
    const byField = fieldVia(subject, entity, understanding);
    const type =
      byField === undefined || byField.field.refersTo !== undefined
        ? undefined
        : fieldTypeOf(byField.field.words, saidOf(byField.field));
    const truth = /^(?:true|yes|set|ticked|on)$/i.test(words)
      ? true
      : /^(?:false|no|off)$/i.test(words)
        ? false
        : undefined;
    if (byField !== undefined && type?.kind === 'boolean' && truth !== undefined)
      return {
        condition: {
          kind: 'value',
          via: byField.via,
          field: byField.field.words,
          values: [truth],
          not: not !== undefined,
        },
        act: nothing,
      };
    if (byField !== undefined && type?.kind === 'enum') {
      const parts = splitOutside(words, /\s*,\s*(?:or )?|\s+or\s+/).map((part) =>
        type.values.find((each) => nounWords(each) === nounWords(part)),
      );
      const known = parts.filter((part) => part !== undefined);
      if (known.length > 0 && known.length === parts.length)
        return {
          condition: {
            kind: 'value',
            via: byField.via,
            field: byField.field.words,
            values: known,
            not: not !== undefined,
          },
          act: nothing,
        };
    }
  }
  const any =
    /^(?:any|one|some|at least one)(?: of)? (?:its |the |their )?([\p{L} -]+?) (?:is|are|has been|have been|was|were) (?:already |still )?(.+)$/iu.exec(
      text,
    );
  if (any?.[1] !== undefined && any[2] !== undefined) {
    const children = childrenNamed(entity, any[1], source, understanding);
    const stated =
      children?.state === null
        ? stateWith(children.child, nounWords(any[2]), source, understanding)
        : undefined;
    if (children !== undefined && stated !== undefined) return hasAny({ ...children, ...stated });
  }
  const all = /^all (?:of )?(?:its |the |their |his |her )?(.+?) (?:are|have been|were|is) (.+)$/i.exec(text);
  if (all?.[1] !== undefined && all[2] !== undefined) {
    const children = childrenNamed(entity, all[1], source, understanding);
    const value = children === undefined ? undefined : valueNamed(children.child, all[2]);
    if (children !== undefined && value !== undefined && children.state === null) {
      const state = negatedState(`not ${nounWords(all[2])}`, children.child, value);
      const some = hasAny({ ...children, state, act: nothing });
      return { ...some, condition: opposite(some.condition) };
    }
  }
  const has = HAS.exec(text);
  if (has !== null) {
    const [, subject = '', quantity, count, noun = ''] = has;
    const held = holderOf(subject, entity, understanding);
    const children = held === undefined ? undefined : childrenNamed(held.on, noun, source, understanding);
    const least = count === undefined || /^an?$/i.test(count) ? 1 : numberOf(count);
    const isNone = /^(?:no|not)$/i.test(quantity ?? '');
    if (
      held !== undefined &&
      children !== undefined &&
      least !== undefined &&
      Number.isInteger(least) &&
      least > 0 &&
      !(isNone && least !== 1)
    ) {
      return {
        condition: {
          kind: 'count',
          via: held.via,
          entity: children.child.singular,
          by: children.by.words,
          state: children.state,
          least,
          not: isNone,
        },
        act: children.act,
      };
    }
  }
  return undefined;
}

export function opposite(condition: Condition): Condition {
  return { ...condition, not: !condition.not };
}

/** A condition in plain words: `status is planned or loading`. */
export function conditionWords(condition: Condition): string {
  const of = condition.via === null ? '' : ` of its ${condition.via}`;
  switch (condition.kind) {
    case 'value':
      return `${condition.field}${of} is ${condition.not ? 'not ' : ''}${condition.values.map(String).join(' or ')}`;
    case 'given':
      return `${condition.field}${of} is ${condition.not ? 'not ' : ''}given`;
    case 'passed':
      return `${condition.field}${of} is ${condition.not ? 'not ' : ''}past`;
    case 'count': {
      const who = condition.via === null ? 'it' : `its ${condition.via}`;
      const what = `${condition.state === null ? '' : `${condition.state.word} `}${condition.entity}`;
      return condition.not
        ? `${who} has ${condition.least === 1 ? 'no' : `fewer than ${String(condition.least)}`} ${what}`
        : `${who} has ${condition.least === 1 ? 'a' : `at least ${String(condition.least)}`} ${what}`;
    }
  }
}
