import { opposite } from '../conditions.js';
import { actionsIn, conditionsIn, noteGuard } from './guarded-actions.js';
import { readNobody, readNoneAfter, readOnlyOnes } from './nobody-guards.js';
import { MODAL, NEVER, participle, passively } from './passives.js';
import { readAddedTo, readStateGuard } from './state-guards.js';
import { type Reader, clean, entityNamed } from './statement.js';

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
    `^(?:while|if|when|once|after|as soon as|as long as) ([^,]+), (.+?) ${NEVER} (?:be )?([\\p{L} ,-]+)$`,
    'iu',
  ),
  new RegExp(
    `^(?:while|if|when|once|after|as soon as|as long as) (.+?),? (.+?) ${NEVER} (?:be )?([\\p{L} ,-]+)$`,
    'iu',
  ),
];

const GERUND =
  /^(\p{L}+ing) (?:an? |the |any )?([\p{L} -]+?) (?:is|are|must be|should be) (?:only )?(allowed|possible|permitted|not allowed|not possible|not permitted|forbidden|refused) (?:only )?(if|when|while|as long as|once|unless|until) (.+)$/iu;

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
      index > 0
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

/** "A firing may be cancelled only while it is planned", "pieces cannot be added once it is closed". */
export const readGuard: Reader = (statement, understanding) => {
  const text = passively(clean(statement.text)).replace(
    /^(?:once|after) (it|they|he|she|this|the \w+) (is|are|has been) ([\w -]+?),? (its|the|their) (contents|[\w -]+?) (?:is|are) (?:frozen|fixed|locked|closed)$/i,
    '$4 $5 cannot be changed once $1 $2 $3',
  );
  for (const { subject, verb, clause, isNegated } of toldIn(text)) {
    // "Once an invoice is paid, it …": what the same sentence names, whatever was spoken of before.
    const named = /^(?:it|they)$/i.test(subject.trim())
      ? entityNamed(
          /^(?:an? |the )?([\p{L} -]+?) (?:is|are|has|have) /iu.exec(clause)?.[1] ?? '',
          understanding,
        )
      : undefined;
    const entity = named ?? entityNamed(subject, understanding);
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

export const GUARDS: readonly Reader[] = [
  readGuard,
  readAddedTo,
  readStateGuard,
  readNoneAfter,
  readNobody,
  readOnlyOnes,
];
