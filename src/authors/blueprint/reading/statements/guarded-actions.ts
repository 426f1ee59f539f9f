import type { Rule, State } from '../../domain/rule.js';
import { conditionIn, conditionWords, type FoundCondition } from '../conditions.js';
import { stateOfValues, type NamedValue, valueNamed } from '../named-values.js';
import { fieldTypeOf } from '../field-types.js';
import { verbsMaking } from '../making-verbs.js';
import { nounWords } from '../nouns.js';
import { ruleId } from '../outcome/field-rules.js';
import { stemOf, stemsOf } from '../outcome/word-stems.js';
import { splitOutside } from '../outside-brackets.js';
import { saidOf } from '../states.js';
import type { EntityNotes, Understanding } from '../understanding.js';
import type { Statement } from './statement.js';

type Guarded = Extract<Rule, { kind: 'guard' }>['on'];

export const CREATED =
  /^(?:be )?(?:added|created|entered|registered|recorded|made|placed|booked|opened|logged|filed|started|issued|put|given|taken|signed up|written|accepted|submitted|posted)(?: (?:to|into|in|for|on|at|from|with|by) (?:an? |the |its |their )?[\p{L} -]+)?$/iu;

const CHANGED =
  /^(?:be )?(?:changed|edited|altered|modified|updated|corrected|touched|amended|revised|adjusted)(?: any ?more| again| at all| afterwards| further)?$/i;

const DELETED = /^(?:be )?(?:deleted|removed|erased|thrown away)$/i;

/** Whether the verb is the one that the noun of the record is made of: "adopted" for an adoption, "sold" for a ticket. */
export function isNamedSo(verb: string, { singular: noun }: EntityNotes): boolean {
  const words = verb
    .replace(/^be /i, '')
    .replace(/ (?:again|twice|any ?more|out)$/i, '')
    .replace(/ (?:on|for|to|in|into|at|with|by|from)(?: .+)?$/i, '')
    .split(' ');
  return words.length === 1 && stemsOf(verbsMaking(noun)).has(stemOf(words[0] ?? ''));
}

/** What a verb in the passive does with a record of `entity`; undefined: nothing that is known. */
export function actionsIn(verb: string, entity: EntityNotes): readonly Guarded[] | undefined {
  const said = verb
    .trim()
    .replace(/^(?:be|get|being) /i, '')
    .replace(/ (?:any ?more|again|at all|afterwards|any longer)$/i, '');
  const actions: Guarded[] = [];
  for (const part of splitOutside(said, /\s*,\s*(?:or |and )?|\s+(?:or|and)\s+/)) {
    if (CHANGED.test(part)) actions.push({ action: 'change' });
    else if (DELETED.test(part)) actions.push({ action: 'delete' });
    else {
      const over = ended(part, entity);
      const value =
        valueNamed(entity, part.replace(/^(?:marked|set|put|moved|switched)(?: as| to| into| in)? /i, '')) ??
        valueNamed(entity, part.replace(/^(?:put|moved) /i, '')) ??
        valueNamed(
          entity,
          part.replace(
            /^(?:(?:go|be (?:set|moved|changed|put)|(?:set|moved|changed|put)) back(?: in)?to|go to|return to|revert to|become) /i,
            '',
          ),
        ) ??
        valueByVerb(entity, part);
      if (value !== undefined) {
        actions.push({
          action: 'enter',
          state: stateOfValues(String(value.value === true ? value.field.words : value.value), {
            field: value.field,
            values: [value.value],
          }),
        });
      } else if (over !== undefined) actions.push({ action: 'enter', state: over });
      else if (CREATED.test(part) || isNamedSo(part, entity)) actions.push({ action: 'create' });
      else return undefined;
    }
  }
  return actions.length === 0 ? undefined : actions;
}

/** "Opened", of what can be open: the value that the verb leads to. */
function valueByVerb(entity: EntityNotes, verb: string): NamedValue | undefined {
  const stem = stemOf(verb);
  const found = entity.fields.flatMap((field) => {
    const type = field.refersTo === undefined ? fieldTypeOf(field.words, saidOf(field)) : undefined;
    return type?.kind === 'enum'
      ? type.values.filter((value) => stemOf(value) === stem).map((value) => ({ field, value }))
      : [];
  });
  return found.length === 1 ? found[0] : undefined;
}

/** "Closed", "ended": the end is given, where the record has one that may be left out at first. */
export function ended(verb: string, entity: EntityNotes): State | undefined {
  const word = nounWords(verb);
  const stem = word.replace(/(?:ed|d|t)$/, '');
  if (stem.length < 3) return undefined;
  const isEnd = /^(?:end|clos|finish|complet|terminat)/.test(stem);
  const field = entity.fields.find(
    ({ words }) =>
      new RegExp(`^${stem}\\w* (?:at|on|date|time)$`).test(words) ||
      (isEnd && /^(?:end|closed|finished|completed) (?:date|time|at|on)$|^end$/.test(words)),
  );
  return field === undefined ? undefined : { word, field: field.words, is: { kind: 'set' } };
}

function actionWords(action: Guarded): string {
  switch (action.action) {
    case 'create':
      return 'created';
    case 'change':
      return 'changed';
    case 'delete':
      return 'deleted';
    case 'change-of':
      return `changed in ${action.fields.join(', ')}`;
    case 'enter':
      return action.state.is.kind === 'equals'
        ? `set to ${String(action.state.is.value)}`
        : `given its ${action.state.field}`;
  }
}

export function noteGuard(
  entity: EntityNotes,
  actions: readonly Guarded[],
  conditions: readonly FoundCondition[],
  statement: Statement,
  understanding: Understanding,
): void {
  for (const { act } of conditions) act();
  const words = conditions.map(({ condition }) => conditionWords(condition)).join(' and ');
  const ids = actions.map((on) => {
    const id = ruleId('guard', entity.singular, actionWords(on), words);
    if (!understanding.rules.some((rule) => rule.id === id))
      understanding.rules.push({
        kind: 'guard',
        id,
        entity: entity.singular,
        on,
        conditions: conditions.map(({ condition }) => condition),
      });
    return id;
  });
  understanding.met(
    `a ${entity.singular} is ${actions.map(actionWords).join(' or ')} only when ${words}`,
    statement.source,
    ids.map((rule) => ({ kind: 'rule', rule })),
  );
  understanding.topic = entity;
}

/** Every part of "it is planned and its kiln is free", or nothing. */
export function conditionsIn(
  text: string,
  entity: EntityNotes,
  statement: Statement,
  understanding: Understanding,
): readonly FoundCondition[] | undefined {
  const whole = conditionIn(text, entity, statement.source, understanding);
  if (whole !== undefined) return [whole];
  const parts = splitOutside(text, /,? and (?:if |when |while )?/).map((part) =>
    conditionIn(part, entity, statement.source, understanding),
  );
  const known = parts.filter((part) => part !== undefined);
  return known.length > 1 && known.length === parts.length ? known : undefined;
}
