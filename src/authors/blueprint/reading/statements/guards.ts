import type { Rule, State } from '../../domain/rule.js';
import {
  conditionIn,
  conditionWords,
  opposite,
  referenceTo,
  stateOfValues,
  valueNamed,
  type FoundCondition,
  type NamedValue,
} from '../conditions.js';
import { fieldTypeOf } from '../field-types.js';
import { splitOutside } from '../outside-brackets.js';
import { isPlural, nounWords, plural, singular } from '../nouns.js';
import { ruleId } from '../outcome/field-rules.js';
import { stemOf } from '../outcome/word-stems.js';
import { saidOf } from '../states.js';
import type { EntityNotes, Understanding } from '../understanding.js';
import { clean, entityNamed, type Reader, type Statement } from './statement.js';

type Guarded = Extract<Rule, { kind: 'guard' }>['on'];

const CREATED =
  /^(?:be )?(?:added|created|entered|registered|recorded|made|placed|booked|opened|logged|filed|started|issued|put|given|taken|signed up|written|accepted|submitted|posted)(?: (?:to|into|in|for|on|at|from|with|by) (?:an? |the |its |their )?[\p{L} -]+)?$/iu;
const CHANGED =
  /^(?:be )?(?:changed|edited|altered|modified|updated|corrected|touched|amended|revised|adjusted)(?: any ?more| again| at all| afterwards| further)?$/i;
const DELETED = /^(?:be )?(?:deleted|removed|erased|thrown away)$/i;

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
      else if (CREATED.test(part)) actions.push({ action: 'create' });
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

function noteGuard(
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
function conditionsIn(
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

const MODAL = '(?:can|may|must|should|shall|could|is|are|is to|are to)';
const NEVER =
  '(?:cannot|must not|may not|should not|shall not|will not|must never|can never|may never|is not to|is never|are never|can no longer|may no longer|must no longer|is no longer|are no longer|cannot ever|is not|are not)';
const ONLY_IF: readonly RegExp[] = [
  new RegExp(
    `^(.+?) ${MODAL} (?:only |just )?(?:be )?((?:marked |set |put |moved )?[\\p{L} ,-]+?),? (?:only|but only|just) (?:while|if|when|as long as|once|after|where|provided(?: that)?|during the time) (.+)$`,
    'iu',
  ),
  new RegExp(
    `^(.+?) ${MODAL} only (?:be )?((?:marked |set |put |moved )?[\\p{L} ,-]+?),? (?:while|if|when|as long as|once|after|where|provided(?: that)?) (.+)$`,
    'iu',
  ),
  new RegExp(`^(.+?) ${NEVER} (?:be )?([\\p{L} ,-]+?),? (?:unless|until|before) (.+)$`, 'iu'),
  new RegExp(`^(?:only|not) (?:if|when|while|once) (.+?),? (?:can|may) (.+?) be ([\\p{L} ,-]+)$`, 'iu'),
];
const NOT_IF: readonly RegExp[] = [
  new RegExp(
    `^(.+?) ${NEVER} (?:be )?([\\p{L} ,-]+?),? (?:while|if|when|once|after|as soon as|as long as|where) (.+)$`,
    'iu',
  ),
  new RegExp(
    `^(?:while|if|when|once|after|as soon as|as long as) (.+?),? (.+?) ${NEVER} (?:be )?([\\p{L} ,-]+)$`,
    'iu',
  ),
];
const GERUND =
  /^(\p{L}+ing) (?:an? |the |any )?([\p{L} -]+?) (?:is|are|must be|should be) (?:only )?(allowed|possible|permitted|not allowed|not possible|not permitted|forbidden|refused) (?:only )?(if|when|while|as long as|once|unless|until) (.+)$/iu;

/** `Ending` → `ended`. */
function participle(gerund: string): string {
  const word = gerund.toLowerCase().replace(/ing$/, '');
  if (/^(?:mak|tak|giv|writ)$/.test(word))
    return { mak: 'made', tak: 'taken', giv: 'given', writ: 'written' }[word] ?? word;
  return /([bdgmnprt])\1$/.test(word) ? `${word}ed` : `${word}ed`;
}

interface Told {
  readonly subject: string;
  readonly verb: string;
  readonly clause: string;
  readonly isNegated: boolean;
}

function toldIn(text: string): readonly Told[] {
  const found: Told[] = [];
  for (const [index, pattern] of ONLY_IF.entries()) {
    const match = pattern.exec(text);
    if (match === null) continue;
    const [, first = '', second = '', third = ''] = match;
    found.push(
      index === 3
        ? { subject: second, verb: third, clause: first, isNegated: false }
        : { subject: first, verb: second, clause: third, isNegated: false },
    );
  }
  for (const [index, pattern] of NOT_IF.entries()) {
    const match = pattern.exec(text);
    if (match === null) continue;
    const [, first = '', second = '', third = ''] = match;
    found.push(
      index === 1
        ? { subject: second, verb: third, clause: first, isNegated: true }
        : { subject: first, verb: second, clause: third, isNegated: true },
    );
  }
  const gerund = GERUND.exec(text);
  if (gerund !== null) {
    const [, verb = '', subject = '', allowed = '', word = '', clause = ''] = gerund;
    const forbidden = /^(?:not|forbidden|refused)/i.test(allowed) !== /^(?:unless|until)$/i.test(word);
    if (
      /^(?:unless|until)$/i.test(word) === /^(?:not|forbidden|refused)/i.test(allowed) ||
      !/^(?:unless|until)$/i.test(word)
    )
      found.push({ subject, verb: participle(verb), clause, isNegated: forbidden });
  }
  return found;
}

const ACTIVE =
  /^(?:you|users?|we|one|people|staff|somebody|anyone|they|i|the system|members?) (cannot|must not|may not|should not|can only|may only|must only|can|may) (?:only )?(\p{L}+?)(?: (?:out|in|up|off|down|on))? (?:an? |the |any )(.+)$/iu;

/** "You cannot start a trip if …": "a trip cannot be started if …". */
function passively(text: string): string {
  const match = ACTIVE.exec(text);
  if (match === null) return text;
  const [, modal = '', verb = '', rest = ''] = match;
  const object =
    /^(.+?)(?= (?:if|when|while|once|after|until|unless|before|only|as long as|where)\b|$)(.*)$/i.exec(rest);
  const isOnly =
    /^(?:can|may|must) only$/i.test(modal) || / only /i.test(text.slice(0, text.length - rest.length));
  const said = isOnly
    ? `${modal.split(' ')[0] ?? ''} only be ${pastParticiple(verb)}`
    : `${modal} be ${pastParticiple(verb)}`;
  return `A ${object?.[1] ?? rest} ${said}${object?.[2] ?? ''}`;
}

const IRREGULAR: Readonly<Record<string, string>> = {
  make: 'made',
  take: 'taken',
  give: 'given',
  put: 'put',
  set: 'set',
  write: 'written',
  begin: 'begun',
  sell: 'sold',
  lend: 'lent',
  send: 'sent',
  pay: 'paid',
  withdraw: 'withdrawn',
  bring: 'brought',
  run: 'run',
};

function pastParticiple(verb: string): string {
  const word = verb.toLowerCase();
  if (Object.hasOwn(IRREGULAR, word)) return IRREGULAR[word] ?? word;
  if (word.endsWith('e')) return `${word}d`;
  if (/[^aeiou]y$/.test(word)) return `${word.slice(0, -1)}ied`;
  return /^(?:cancel|rent|add|enter|open|book|start|end|register|record|edit|hand|return)$/.test(word)
    ? `${word}${word === 'cancel' ? 'led' : 'ed'}`
    : `${word}ed`;
}

/** "A firing may be cancelled only while it is planned", "pieces cannot be added once it is closed". */
export const readGuard: Reader = (statement, understanding) => {
  const text = passively(clean(statement.text)).replace(
    /^(?:once|after) (it|they|he|she|this|the \w+) (is|are|has been) ([\w -]+?),? (its|the|their) (contents|[\w -]+?) (?:is|are) (?:frozen|fixed|locked|closed)$/i,
    '$4 $5 cannot be changed once $1 $2 $3',
  );
  for (const { subject, verb, clause, isNegated } of toldIn(text)) {
    const entity = entityNamed(subject, understanding);
    if (entity === undefined) continue;
    const actions = actionsIn(verb, entity);
    const target = /(?:to|into|in|for|on|from) (?:an? |the )([\p{L} -]+)$/iu.exec(verb)?.[1];
    const about =
      actions?.some(({ action }) => action === 'create') === true &&
      /^it |^they /i.test(clause) &&
      target !== undefined
        ? clause.replace(/^(?:it|they) /i, `the ${target} `)
        : clause;
    const conditions = conditionsIn(about, entity, statement, understanding);
    if (actions === undefined || conditions === undefined || (isNegated && conditions.length > 1)) continue;
    // A record that is not there yet cannot be asked what it is like before.
    const ownOnly = conditions.every(({ condition }) => condition.via === null);
    if (
      ownOnly &&
      actions.some(({ action }) => action === 'create') &&
      conditions.some(({ condition }) => condition.kind === 'count')
    )
      continue;
    return () => {
      noteGuard(
        entity,
        actions,
        isNegated ? conditions.map((each) => ({ ...each, condition: opposite(each.condition) })) : conditions,
        statement,
        understanding,
      );
    };
  }
  return undefined;
};

const STATE_OF_SUBJECT = new RegExp(
  `^(?:only )?(?:an? |the |any )?(.+?) ${NEVER} (?:be )?([\\p{L} ,-]+)$`,
  'iu',
);
const ONLY_STATE = new RegExp(
  `^only (?:an? |the )?(.+?) (?:can|may|must|should|are allowed to|is allowed to|will|shall|are|is) (?:be )?([\\p{L} ,-]+)$`,
  'iu',
);

function adjectiveAndNoun(
  phrase: string,
  understanding: Understanding,
): { entity: EntityNotes; adjective: string } | undefined {
  const noun = phrase.trim();
  const that = /^([\p{L} -]+?) (?:that|which|who) (?:is|are) (?:still |already )?(.+)$/iu.exec(noun);
  if (that?.[1] !== undefined && that[2] !== undefined) {
    const entity = understanding.entityMeant(nounWords(that[1]));
    return entity === undefined ? undefined : { entity, adjective: that[2] };
  }
  const having =
    /^([\p{L} -]+?) (?:with|(?:that|which|who) (?:still )?(?:has|have)) (?:any |an? )?([\p{L} -]+)$/iu.exec(
      noun,
    );
  const holder = having === null ? undefined : understanding.entityMeant(nounWords(having[1] ?? ''));
  if (holder !== undefined) return { entity: holder, adjective: `it has a ${having?.[2] ?? ''}` };
  const words = noun.replace(/ (?:one|ones)$/i, ' it').split(' ');
  for (let start = 1; start < words.length; start += 1) {
    const rest = words.slice(start).join(' ');
    const entity = rest === 'it' ? understanding.topic : understanding.entity(nounWords(rest));
    if (entity !== undefined) return { entity, adjective: words.slice(0, start).join(' ') };
  }
  return undefined;
}

/** "A paid invoice must not be changed", "only active volunteers can be assigned": the state stands before the noun. */
export const readStateGuard: Reader = (statement, understanding) => {
  const text = passively(clean(statement.text));
  const only = ONLY_STATE.exec(text);
  const never = STATE_OF_SUBJECT.exec(text);
  const match = only ?? never;
  const named = match === null ? undefined : adjectiveAndNoun(match[1] ?? '', understanding);
  if (match === null || named === undefined) return undefined;
  const { entity, adjective } = named;
  const verb = match[2] ?? '';
  const either = isPlural(nounWords(match[1] ?? '')) ? adjective.replace(/ and /gi, ' or ') : adjective;
  const condition = conditionIn(either, entity, statement.source, understanding);
  if (condition === undefined) return undefined;
  const needed = only === null ? { ...condition, condition: opposite(condition.condition) } : condition;
  const actions = actionsIn(verb, entity);
  // "A retired car is not active" tells what it is, and rules nothing.
  if (/ (?:is|are) not /i.test(text) && actions?.some(({ action }) => action === 'enter') === true)
    return undefined;
  if (actions !== undefined && !actions.some(({ action }) => action === 'create'))
    return () => {
      noteGuard(entity, actions, [needed], statement, understanding);
    };
  // "Assigned", "calibrated": it makes a record of another kind that names this one.
  const made = madeBy(verb, entity, understanding);
  if (made === undefined) return undefined;
  return () => {
    noteGuard(
      made.entity,
      [{ action: 'create' }],
      [{ ...needed, condition: { ...needed.condition, via: made.via } }],
      statement,
      understanding,
    );
  };
};

/** The kind of record that a verb makes of `subject`: "assigned" assignments, "calibrated" calibrations. */
export function madeBy(
  verb: string,
  subject: EntityNotes,
  understanding: Understanding,
): { entity: EntityNotes; via: string } | undefined {
  const [first = '', ...rest] = verb.toLowerCase().replace(/^be /, '').split(' ');
  const stem = first.replace(/(?:ied|ed|d|ing|s)$/, '');
  if (stem.length < 3) return undefined;
  const target = /(?:to|into|for|on|in|from) (?:an? |the )?([\p{L} -]+)$/iu.exec(rest.join(' '))?.[1];
  const other = target === undefined ? undefined : entityNamed(target, understanding);
  const candidates = understanding.entities.filter((entity) => {
    const via = referenceTo(entity, subject.singular, understanding);
    const isNamed =
      entity.singular
        .split(' ')
        .some((word) => word.startsWith(stem.slice(0, Math.max(4, stem.length - 2)))) && stem.length >= 4;
    const ties = other !== undefined && referenceTo(entity, other.singular, understanding) !== undefined;
    return via !== undefined && (isNamed || ties);
  });
  const children = understanding.entities.filter(
    (entity) => referenceTo(entity, subject.singular, understanding) !== undefined,
  );
  const isUse =
    /^(?:borrow|book|rent|hire|hir|reserv|register|enrol|order|attend|join|check|lend|lent|loan|sign|apply|ride|drive|leas|let)/.test(
      stem,
    );
  if (candidates.length === 0 && isUse && children.length === 1) candidates.push(...children);
  const [only] = candidates;
  const via = only === undefined ? undefined : referenceTo(only, subject.singular, understanding);
  return candidates.length === 1 && only !== undefined && via !== undefined
    ? { entity: only, via: via.words }
    : undefined;
}

const NO_AFTER =
  /^(?:no|nothing) ?([\p{L} -]*?)(?: (?:may|can|must|should|is|are) (?:be )?(?:made|added|created|entered|accepted|possible|allowed|assigned|registered))?(?: to (?:an? |the )?[\p{L} -]+?)? (once|after|when|if|while|until|unless|as soon as|before) (.+)$/iu;

/** "No entry once the tournament is closed". */
export const readNoneAfter: Reader = (statement, understanding) => {
  const match = NO_AFTER.exec(clean(statement.text));
  const noun = singular(nounWords(match?.[1] ?? ''));
  const entity =
    match === null || noun === '' ? undefined : understanding.entity(isPlural(noun) ? noun : plural(noun));
  const conditions =
    entity === undefined ? undefined : conditionsIn(match?.[3] ?? '', entity, statement, understanding);
  if (entity === undefined || conditions?.length !== 1) return undefined;
  if (conditions.some(({ condition }) => condition.via === null)) return undefined;
  const only = /^(?:until|unless|before)$/i.test(match?.[2] ?? '');
  return () => {
    noteGuard(
      entity,
      [{ action: 'create' }],
      only ? conditions : conditions.map((each) => ({ ...each, condition: opposite(each.condition) })),
      statement,
      understanding,
    );
  };
};

const NOBODY =
  /^(?:nobody|no ?one|nothing|none) (?:can|may|must|should|will) (?:be )?([\p{L} -]+?) (after|once|when|if|while|until|unless|as soon as|before) (.+)$/iu;

/** "Nobody can be assigned after a call-out is closed": of what the verb makes. */
export const readNobody: Reader = (statement, understanding) => {
  const match = NOBODY.exec(clean(statement.text));
  if (match === null) return undefined;
  const [, verb = '', word = '', clause = ''] = match;
  const stem = verb
    .toLowerCase()
    .replace(/(?:ed|d|en)(?: .*)?$/, '')
    .slice(0, 6);
  const made =
    understanding.tied ??
    understanding.entities.find(
      ({ singular: one, fields }) =>
        stem.length >= 4 &&
        one.startsWith(stem.slice(0, 5)) &&
        fields.some(({ refersTo }) => refersTo !== undefined),
    );
  const condition =
    made === undefined
      ? undefined
      : (conditionIn(clause, made, statement.source, understanding) ?? endedIn(clause, made, understanding));
  if (made === undefined || condition === undefined || condition.condition.via === null) return undefined;
  const only = /^(?:until|unless|before)$/i.test(word);
  return () => {
    noteGuard(
      made,
      [{ action: 'create' }],
      [only ? condition : { ...condition, condition: opposite(condition.condition) }],
      statement,
      understanding,
    );
  };
};

/** "A call-out is closed": its end is given. */
function endedIn(
  clause: string,
  entity: EntityNotes,
  understanding: Understanding,
): FoundCondition | undefined {
  const match = /^(.+?) (?:is|are|was|has been|have been) (?:already )?(\p{L}+)$/iu.exec(clause.trim());
  const reference = match === null ? undefined : referenceTo(entity, match[1] ?? '', understanding);
  const other = understanding.entities.find(({ singular: one }) => one === reference?.refersTo);
  const state = other === undefined ? undefined : ended(match?.[2] ?? '', other);
  return state === undefined || reference === undefined
    ? undefined
    : {
        condition: { kind: 'given', via: reference.words, field: state.field, not: false },
        act: () => undefined,
      };
}

const ONES = /^(?:but )?only ([\p{L} ,-]+?) (?:ones|volunteers|members|people|of them)$/iu;

/** "But only active or reserve ones", after a sentence of who is assigned to what. */
export const readOnlyOnes: Reader = (statement, understanding) => {
  const match = ONES.exec(clean(statement.text));
  const { tied } = understanding;
  if (match === null || tied === undefined) return undefined;
  for (const reference of tied.fields) {
    const other = understanding.entities.find(({ singular: one }) => one === reference.refersTo);
    const condition =
      other === undefined ? undefined : conditionIn(match[1] ?? '', other, statement.source, understanding);
    if (condition === undefined || condition.condition.kind === 'count') continue;
    return () => {
      noteGuard(
        tied,
        [{ action: 'create' }],
        [{ ...condition, condition: { ...condition.condition, via: reference.words } }],
        statement,
        understanding,
      );
    };
  }
  return undefined;
};

export const GUARDS: readonly Reader[] = [readGuard, readStateGuard, readNoneAfter, readNobody, readOnlyOnes];
