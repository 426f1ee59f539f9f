import { nounWords, singular } from '../nouns.js';
import type { EntityNotes, Understanding } from '../understanding.js';
import { fieldsNamed } from './constraints.js';
import { entityNamed, type Reader, type Reading, type Statement } from './statement.js';

function clean(text: string): string {
  return text
    .replace(/[.!]+$/, '')
    .replace(/^(?:also|in addition|additionally|furthermore|moreover),? /i, '')
    .trim();
}

const SHARE =
  /^(?:no two|two|different) ([\w -]+?) (?:can |may |must |should |cannot |can't |may not |must not )?(?:not )?(?:ever )?(?:share|have|has|use|carry|carries|bear|bears|own|get|hold|be given) (?:the same|an equal|one) ([\w -]+?)(?: (?:in|for|within|on|at|of) (?:the same|an?|one) ([\w -]+))?$/i;
const UNIQUE_PER =
  /^(.+?)(?: (?:is|are|must be|should be|has to be|have to be|needs to be|need to be))? unique (?:per|within|for each|for every|within each|within an?|in each|in an?|inside an?|for an?|among the [\w -]+ of an?) ([\w -]+)$/i;

/** "No two books have the same ISBN", "A number is unique per hall". */
export const readUnique: Reader = (statement, understanding) => {
  const text = clean(statement.text);
  const share = SHARE.exec(text);
  const entity = share === null ? undefined : entityNamed(share[1] ?? '', understanding);
  if (
    share !== null &&
    entity !== undefined &&
    (/^no two/i.test(text) || / (?:cannot|can't|may not|must not) /i.test(text))
  ) {
    const field = understanding.field(entity, nounWords(share[2] ?? ''));
    return field === undefined
      ? undefined
      : uniqueRule(statement, understanding, entity, field.words, share[3]);
  }
  const per = UNIQUE_PER.exec(text);
  if (per === null) return undefined;
  const [found, ...others] = fieldsNamed(per[1] ?? '', understanding);
  if (found === undefined || others.length > 0) return undefined;
  return uniqueRule(statement, understanding, found.entity, found.field.words, per[2]);
};

function uniqueRule(
  statement: Statement,
  understanding: Understanding,
  entity: EntityNotes,
  field: string,
  within: string | undefined,
): Reading {
  const holder = within === undefined ? undefined : entityNamed(within, understanding);
  const per =
    holder === undefined ? undefined : entity.fields.find((each) => each.refersTo === holder.singular);
  if (within !== undefined && per === undefined) return undefined;
  return () => {
    const id = `unique-${entity.singular}-${field}${per === undefined ? '' : `-${per.words}`}`.replaceAll(
      ' ',
      '-',
    );
    if (!understanding.rules.some((rule) => rule.id === id)) {
      understanding.rules.push({
        kind: 'unique',
        id,
        entity: entity.singular,
        field,
        per: per?.words ?? null,
        also: [],
        state: null,
      });
    }
    const scope = per === undefined ? '' : ` for the same ${per.words}`;
    understanding.met(`no two ${entity.plural} have the same ${field}${scope}`, statement.source, [
      { kind: 'rule', rule: id },
    ]);
  };
}

const ORDER =
  /^(.+?) (?:(?:must|has to|should|needs to|may|can) (?:always )?(not )?(?:be|lie|come|fall)|(?:is|are) (?:always )?(not )?|(cannot|can't) (?:be|come|lie)) ?(on or after|at or after|the same (?:day )?as or after|after|later than|before|earlier than|on or before|greater than or equal to|less than or equal to|greater than|more than|larger than|higher than|less than|lower than|smaller than|at least|at most|no earlier than|no later than) (?:the |its |their |his |her )?([\w' -]+)$/i;

/** "The due date must be after the loan date": two fields of one record in order. */
export const readOrder: Reader = (statement, understanding) => {
  const text = clean(statement.text);
  const match = ORDER.exec(text);
  if (match === null) return undefined;
  const isNegated = (match[2] ?? match[3] ?? match[4]) !== undefined;
  const [first, ...others] = fieldsNamed(match[1] ?? '', understanding);
  if (first === undefined || others.length > 0) return undefined;
  const second = understanding.field(
    first.entity,
    nounWords(
      (match[6] ?? '')
        .replace(/ of (?:the|an?) .*$/, '')
        .replace(new RegExp(`^${first.entity.singular}'s `), ''),
    ),
  );
  if (second === undefined || second === first.field) return undefined;
  const relation = (match[5] ?? '').toLowerCase();
  const isAfter =
    /after|later than|greater|more|larger|higher|at least|no earlier/.test(relation) &&
    !relation.includes('no later');
  const isInclusive = /^(?:on or|at or|the same|at least|at most|no )|or equal/.test(relation);
  // "must not be before" is "on or after".
  const firstIsLater = isNegated ? !isAfter : isAfter;
  const equal = isNegated ? !isInclusive : isInclusive;
  const [earlier, later] = firstIsLater ? [second, first.field] : [first.field, second];
  const { entity } = first;
  return () => {
    const id = `order-${entity.singular}-${earlier.words}-${later.words}`.replaceAll(' ', '-');
    understanding.rules.push({
      kind: 'order',
      id,
      entity: entity.singular,
      earlier: earlier.words,
      later: later.words,
      equal,
    });
    understanding.met(
      `the ${later.words} of ${entity.plural} is ${equal ? 'not before' : 'after'} the ${earlier.words}`,
      statement.source,
      [{ kind: 'rule', rule: id }],
    );
  };
};

const KEEP = [
  /^(?:an? |the |each |every |any )?([\w -]+?) (?:with|that (?:still )?(?:has|have)|which (?:still )?(?:has|have)|having|who (?:still )?(?:has|have)|that is (?:still )?used by) (?:any |existing |some |at least one |one or more )?([\w -]+?) (?:cannot|can't|can not|must not|may not|should not) be (?:deleted|removed)$/i,
  /^(?:an? |the |each |every |any )?([\w -]+?) (?:cannot|can't|can not|must not|may not|should not) be (?:deleted|removed) (?:while|if|when|as long as|until|once) (?:it|they|he or she|he|she|there are|any|the [\w-]+)(?: still)?(?: has| have)?(?: any| existing| some)? ([\w -]+?)(?: left| exist| remain| refer to it| belong to it| for it)?$/i,
  /^(?:deleting|removing|the deletion of) (?:an? |the |any )?([\w -]+?) (?:with|that (?:still )?(?:has|have)|having|while it (?:still )?has) (?:any |existing |some )?([\w -]+?) (?:is|are|must be|should be) (?:not (?:allowed|possible|permitted)|refused|forbidden|rejected|prevented|disallowed)$/i,
  /^(?:users?|staff|people|one|you|we|anyone) (?:cannot|can not|must not|may not|should not) (?:delete|remove) (?:an? |the |any )?([\w -]+?) (?:with|that (?:still )?(?:has|have)|while it (?:still )?has|if it (?:still )?has) (?:any |existing |some )?([\w -]+)$/i,
  /^(?:do not|don't|never|prevent|forbid|refuse)(?: to)? (?:delet(?:e|ing)|remov(?:e|ing)) (?:an? |the )?([\w -]+?) (?:with|that (?:still )?(?:has|have)|which (?:still )?(?:has|have)|having|while it (?:still )?has|if it (?:still )?has) (?:any |existing )?([\w -]+)$/i,
  /^(?:an? |the |each |every |any )?([\w -]+?) (?:cannot|must not|may not|should not) be (?:deleted|removed) (?:while|if|when|as long as) (?:it is|they are) (?:still )?(?:on|in|used by|used in|part of|named by|attached to|given to) (?:an? |any |some )?([\w-]+(?: [\w-]+)?)$/i,
  /^(?:an? |the |each |every |any )?([\w -]+?) (?:cannot|must not|may not|should not) be (?:deleted|removed) (?:while|if|when|as long as) (?:an? |any |some )([\w-]+(?: [\w-]+)?) (?:still )?(?:has|have|uses?|names?|contains?|lists?|refers? to) (?:it|them)$/i,
];

/** "An owner with pets cannot be deleted". */
export const readDeletion: Reader = (statement, understanding) => {
  const text = clean(statement.text);
  const match = KEEP.map((pattern) => pattern.exec(text)).find((found) => found !== null);
  const parent = entityNamed(match?.[1] ?? '', understanding);
  const child = understanding.entity(singular(nounWords(match?.[2] ?? '')));
  // Only the plain rule: "with open loans" would have to let a member with closed ones go.
  const ties = child?.fields.filter((field) => field.refersTo === parent?.singular) ?? [];
  if (parent === undefined || child === undefined || ties.length === 0) return undefined;
  return () => {
    for (const field of ties) understanding.deleting(parent, field, 'refuse', statement.source);
    understanding.met(`${parent.plural} that have ${child.plural} are not deleted`, statement.source, [
      { kind: 'deletion', entity: parent.singular },
    ]);
  };
};

export const RULES: readonly Reader[] = [readUnique, readDeletion, readOrder];
