import type { Condition } from '../domain/rule.js';
import { fieldTypeOf } from './field-types.js';
import { type Children, childrenNamed } from './named-children.js';
import { fieldVia, holderOf, isDate } from './named-fields.js';
import { negatedState, stateWith, valueNamed, valuesNamed } from './named-values.js';
import { nounWords } from './nouns.js';
import { NUMBER, numberOf } from './numbers.js';
import { splitOutside } from './outside-brackets.js';
import { saidOf } from './states.js';
import { edgeOf } from './when-records-are.js';
import type { EntityNotes, Source, Understanding } from './understanding.js';

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

export interface FoundCondition {
  readonly condition: Condition;
  readonly act: () => void;
}

const BE = '(?:is|are|was|were|has been|have been|gets|stays|remains|being)';

const STATE_IS = new RegExp(`^(.+?) (?:${BE}) (?:either |in )?(not |no longer |never )?(?:yet )?(.+)$`, 'i');

const PASSED =
  /^(.+?) (?:has|have|is|are|lies|lie) (not )?(?:already |yet )?(?:passed|expired|over|run out|lapsed|in the past|gone by|past|reached|behind us|elapsed)$/i;

/** What is said of a record that is over, or that has begun, by its own time. */
const BEGUN = /^(?:has|have) (?:already )?(?:started|begun)$|^(?:is|are) (?:already )?under ?way$/i;
const OVER =
  /^(?:is|are|lies|lie) (?:already )?(?:past|in the past|over)$|^(?:has|have) (?:already )?(?:ended|finished|passed|taken place|happened)$/i;
/** The same before a noun: "past events". */
const PAST = /^(?:past|already past)$/i;

/** "It has started", "the event is in the past", "past": by the one date or moment of that record. */
function passedIn(
  text: string,
  entity: EntityNotes,
  understanding: Understanding,
): FoundCondition | undefined {
  const match = /^(.+?) ((?:has|have|is|are|lies|lie) .+)$/i.exec(text);
  const said = PAST.test(text) ? 'is past' : (match?.[2] ?? '');
  const edge = BEGUN.test(said) ? 'start' : OVER.test(said) ? 'end' : undefined;
  const held = PAST.test(text)
    ? { on: entity, via: null }
    : holderOf(match?.[1] ?? '', entity, understanding);
  const field = held === undefined || edge === undefined ? undefined : edgeOf(held.on, edge);
  return held === undefined || field === undefined
    ? undefined
    : {
        condition: { kind: 'passed', via: held.via, field: field.words, not: false },
        act: () => undefined,
      };
}

const HAS = new RegExp(
  `^(.+?) (?:still )?(?:has|have|had|contains?|holds?|includes?)(?: ever)?(?: had)? (?:(no|any|at least|not) )?(?:(${NUMBER}|an?) )?([\\p{L} -]+?)(?: (?:in|on|for|with|of|from) (?:it|them|him|her))?$`,
  'iu',
);

const GIVEN =
  /^(.+?) (?:is|are|has been|have been) (not )?(?:given|set|entered|filled in|known|recorded|there|present|specified)$/i;

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
  const over = passedIn(text, entity, understanding);
  if (over !== undefined) return over;
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
