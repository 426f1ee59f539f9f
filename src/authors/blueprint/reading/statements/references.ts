import type { FieldPhrase } from '../field-phrases.js';
import { isPlural, singular } from '../nouns.js';
import type { EntityNotes, RequirementNotes, Source, Understanding } from '../understanding.js';

/**
 * Makes `child` refer to `parent` under the name `role`, and writes the requirement down.
 * @param more.verb The words by which the tie is said, and no others: "is supplied by".
 */
export function tie(
  child: EntityNotes,
  parent: EntityNotes,
  source: Source,
  understanding: Understanding,
  more: { readonly role?: string; readonly optional?: boolean; readonly verb?: string } = {},
): void {
  const role = more.role ?? parent.singular;
  const isNew = !child.fields.some((field) => field.words === role);
  const field = understanding.addField(child, role, source, { refersTo: parent.singular });
  if (more.optional === true) field.said.push({ restriction: { optional: true }, source });
  const isSaid = ({ source: before, outcome }: RequirementNotes): boolean =>
    before.text === source.text &&
    outcome.kind === 'met' &&
    outcome.aspects.some(
      (aspect) => aspect.kind === 'reference' && aspect.entity === child.singular && aspect.field === role,
    );
  if (!isNew && understanding.requirements.some(isSaid)) return;
  understanding.met(
    `each ${child.singular} ${more.optional === true ? 'may belong' : 'belongs'} to one ${role === parent.singular ? role : `${role} (${parent.singular})`}`,
    source,
    [{ kind: 'reference', entity: child.singular, field: role }],
    takenIn(source, more.verb === undefined ? [] : [more.verb]),
  );
}

/** The verb of a tie as words that are accounted for, where the source has them so. */
export function takenIn({ text }: Source, verbs: readonly string[]): readonly string[] {
  return verbs.filter((verb) => verb !== '' && text.includes(verb));
}

/** Each record of one kind names any number of another, and each of those can be named by many. */
export function listOf(
  holder: EntityNotes,
  held: EntityNotes,
  source: Source,
  understanding: Understanding,
  verbs: readonly string[] = [],
): void {
  const words = held.plural;
  understanding.addField(holder, words, source, { refersTo: held.singular, several: { max: null } });
  // How many it names at least is another statement.
  const many = /\b(?:one or more|at least|minimum)\b/i.test(source.text)
    ? held.plural
    : `any number of ${held.plural}`;
  understanding.met(
    `each ${holder.singular} names ${many}, and each ${held.singular} can be named by many`,
    source,
    [{ kind: 'reference', entity: holder.singular, field: words }],
    takenIn(source, verbs),
  );
}

/** Keeps which record of one kind goes with which of another, where both sides have many. */
function link(first: EntityNotes, second: EntityNotes, source: Source, understanding: Understanding): void {
  const noun = `${first.singular} ${second.singular}`;
  if (understanding.entity(noun) !== undefined) return;
  if (!understanding.hasPairings) {
    const own = first.fields.findIndex((field) => field.refersTo === second.singular);
    if (own >= 0) first.fields.splice(own, 1);
    listOf(second, first, source, understanding);
    return;
  }
  const index = first.fields.findIndex((field) => field.refersTo === second.singular);
  if (index >= 0) first.fields.splice(index, 1);
  const between = understanding.declare(noun, source);
  for (const side of [first, second]) {
    understanding.addField(between, side.singular, source, { refersTo: side.singular });
  }
  understanding.assume(
    `${first.plural} and ${second.plural} are tied by records of their own, called ${between.plural}: many on both sides.`,
  );
  understanding.met(`${first.plural} have many ${second.plural}, and the other way round`, source, [
    { kind: 'records', entity: between.singular },
    { kind: 'reference', entity: between.singular, field: first.singular },
    { kind: 'reference', entity: between.singular, field: second.singular },
  ]);
}

/** "Tasks can be filtered by label": one label is looked for in many tasks. */
function isListedBy(parent: EntityNotes, child: EntityNotes, { passages }: Understanding): boolean {
  const asked = new RegExp(
    `\\b${parent.plural}\\b.*\\b(?:filter|search|find|found|list)\\p{L}* (?:\\p{L}+ )?by (?:[\\p{L}, -]+ )?${child.singular}\\b|\\b(?:filter|search|find|list)(?: for)? (?:all )?${parent.plural} by (?:[\\p{L}, -]+ )?${child.singular}\\b`,
    'iu',
  );
  return passages.some((text) => asked.test(text));
}

/** "An X has many Ys": each Y belongs to an X, unless the brief has said the same the other way round. */
export function tieMany(
  parent: EntityNotes,
  child: EntityNotes,
  source: Source,
  understanding: Understanding,
  verb?: string,
): void {
  const reversed = understanding.requirements.some(
    ({ outcome }) =>
      outcome.kind === 'met' &&
      outcome.aspects.some(
        (aspect) =>
          aspect.kind === 'reference' && aspect.entity === parent.singular && aspect.field === child.singular,
      ),
  );
  const wasMany = reversed && understanding.manySides.has(`${child.singular}/${parent.singular}`);
  understanding.manySides.add(`${parent.singular}/${child.singular}`);
  const isTied = child.fields.some(({ refersTo }) => refersTo === parent.singular);
  if (!isTied && !wasMany && isListedBy(parent, child, understanding)) {
    listOf(parent, child, source, understanding, verb === undefined ? [] : [verb]);
    understanding.assume(
      `A ${child.singular} can belong to several ${parent.plural}, since ${parent.plural} are looked for by it.`,
    );
    return;
  }
  if (!wasMany) {
    tie(child, parent, source, understanding, verb === undefined ? {} : { verb });
    return;
  }
  const before = understanding.requirements.findIndex(
    ({ outcome }) =>
      outcome.kind === 'met' &&
      outcome.aspects.some(
        (aspect) =>
          aspect.kind === 'reference' && aspect.entity === parent.singular && aspect.field === child.singular,
      ),
  );
  const earlier = understanding.requirements[before];
  if (earlier !== undefined) understanding.requirements.splice(before, 1);
  link(parent, child, source, understanding);
  if (earlier !== undefined) {
    const tied = understanding.entity(`${parent.singular} ${child.singular}`);
    understanding.met(`${child.plural} have many ${parent.plural}`, earlier.source, [
      tied === undefined
        ? { kind: 'reference', entity: child.singular, field: parent.plural }
        : { kind: 'records', entity: tied.singular },
    ]);
  }
}

/** Programmers name a record by "clubId", "club_id": where no club was understood as one, that is no plain value. */
export function namesUnknown(words: string, source: Source): boolean {
  const noun = words.endsWith(' id') ? words.slice(0, -' id'.length) : '';
  const written = noun.split(' ').join('[_ ]?');
  return noun !== '' && new RegExp(`\\b${written}(?:Id|_id|ID)\\b`).test(lowerFirst(source.text));
}

function lowerFirst(text: string): string {
  return text.replace(/\b\p{L}[\p{L}_]*?(?=Id\b|_id\b|ID\b)/gu, (name) => name.toLowerCase());
}

export function notARecord(
  entity: EntityNotes,
  words: string,
  source: Source,
  understanding: Understanding,
): void {
  understanding.open(
    `the ${words} of ${entity.plural}`,
    source,
    'it names a record of a kind that was not understood',
  );
}

/** Reads a phrase of a field list that names another kind of record; false when it names none. */
export function noteReference(
  { words, several, isList, refersTo, restrictions }: FieldPhrase,
  entity: EntityNotes,
  source: Source,
  understanding: Understanding,
): boolean {
  const named = words.replace(/ (?:id|reference|ref)$/, '');
  // "sessionId" of a training session.
  const ending = [...understanding.known].filter((each) => each.endsWith(` ${named}`));
  const bare =
    named !== words && !understanding.isKnown(named) && ending.length === 1 ? (ending[0] ?? named) : named;
  const optional = restrictions.some((said) => said.optional === true);
  if (refersTo !== undefined) {
    if (understanding.isKnown(refersTo)) {
      const other = understanding.declare(refersTo, source);
      const role = words === other.singular ? {} : { role: words };
      tie(entity, other, source, understanding, { ...role, optional: optional || other === entity });
    } else notARecord(entity, words, source, understanding);
    return true;
  }
  // "Result: won / lost" is a choice, whatever else the brief calls a result.
  const isChoice = restrictions.some(({ values, several: many }) => values !== undefined && many !== true);
  if (understanding.isKnown(bare) && !isChoice) {
    const other = understanding.declare(bare, source);
    const isBounded = restrictions.some(({ min, max }) => min !== undefined || max !== undefined);
    if (several && isBounded) {
      understanding.open(
        `${entity.singular}: several ${bare}`,
        source,
        'how many there may be is a rule: say it in a sentence of its own',
      );
      return true;
    }
    if (isList === true && !understanding.hasPairings) listOf(entity, other, source, understanding);
    else if (several || (isPlural(bare) && bare === other.plural))
      tieMany(entity, other, source, understanding);
    else
      tie(entity, other, source, understanding, {
        ...(bare === named ? {} : { role: named }),
        optional: optional || other === entity,
      });
    return true;
  }
  // "an assigned member", "the home team": the last word names the record, the whole phrase its part in this one.
  const last = bare.split(' ').at(-1) ?? '';
  // "One row per warehouse" counts rows, and names no warehouse.
  if (
    last !== bare &&
    !several &&
    !/ (?:per|for|by) /.test(bare) &&
    singular(last) === last &&
    understanding.isKnown(last)
  ) {
    const other = understanding.declare(last, source);
    tie(entity, other, source, understanding, { role: bare, optional: optional || other === entity });
    return true;
  }
  return false;
}
