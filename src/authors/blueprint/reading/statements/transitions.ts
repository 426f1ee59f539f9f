import { fieldTypeOf } from '../field-types.js';
import { conditionIn } from '../conditions.js';
import { splitOutside } from '../outside-brackets.js';
import { nounWords } from '../nouns.js';
import { noteRule, ruleId } from '../outcome/field-rules.js';
import { saidOf } from '../states.js';
import type { EntityNotes, FieldNotes, Understanding } from '../understanding.js';
import { clean, entityNamed, type Reader, type Statement } from './statement.js';

interface Move {
  readonly from: string;
  readonly to: string;
}

function known(entity: EntityNotes, values: readonly string[]): FieldNotes | undefined {
  return entity.fields.find((field) => {
    const type = field.refersTo === undefined ? fieldTypeOf(field.words, saidOf(field)) : undefined;
    return (
      type?.kind === 'enum' &&
      values.some((value) => type.values.some((each) => nounWords(each) === nounWords(value)))
    );
  });
}

/** The field that moves between `values`: the one that has them, or a status of its own. */
function movingField(
  entity: EntityNotes,
  values: readonly string[],
  statement: Statement,
  understanding: Understanding,
): FieldNotes {
  const before =
    known(entity, values) ?? entity.fields.find(({ words }) => /^(?:status|state|stage|phase)$/.test(words));
  const field = before ?? understanding.addField(entity, 'status', statement.source);
  const listed = saidOf(field).values ?? [];
  const missing = values.filter((value) => !listed.some((each) => nounWords(each) === nounWords(value)));
  if (missing.length > 0)
    field.said.push({ restriction: { values: [...listed, ...missing] }, source: statement.source });
  return field;
}

function valueOf(field: FieldNotes, word: string): string {
  return saidOf(field).values?.find((each) => nounWords(each) === nounWords(word)) ?? word;
}

/** Adds moves to the one rule of that field: what else the brief says of them widens it. */
function noteMoves(
  entity: EntityNotes,
  field: FieldNotes,
  moves: readonly Move[],
  initial: string | null,
  statement: Statement,
  understanding: Understanding,
): void {
  const id = ruleId('moves', entity.singular, field.words);
  const before = understanding.rules.find((rule) => rule.id === id);
  const said = `the ${field.words} of ${entity.plural} moves ${moves.map(({ from, to }) => `from ${from} to ${to}`).join(', ')}${initial === null ? '' : `, starting at ${initial}`}, and not otherwise`;
  if (before?.kind === 'transitions') {
    const all = [
      ...before.moves,
      ...moves.filter((move) => !before.moves.some(({ from, to }) => from === move.from && to === move.to)),
    ];
    understanding.rules[understanding.rules.indexOf(before)] = {
      ...before,
      initial: before.initial ?? initial,
      moves: all,
    };
    understanding.met(said, statement.source, [{ kind: 'rule', rule: id }]);
  } else {
    noteRule(
      { kind: 'transitions', id, entity: entity.singular, field: field.words, initial, moves: [...moves] },
      said,
      statement.source,
      understanding,
    );
  }
  understanding.topic = entity;
}

function isState(text: string): boolean {
  return (
    /^[\p{L}][\p{L} -]*$/u.test(text) &&
    text.split(' ').length <= 3 &&
    !/\b(?:it|they|once|will|when|if|the (?:system|user))\b/i.test(text)
  );
}

const STEPS: readonly RegExp[] = [
  /^(.+?) (?:goes|go|moves?|passes|pass|runs?|proceeds?|progress(?:es)?|changes?|advances?|travels?|steps?|develops?) (?:only )?from (.+)$/i,
  /^(.+?) (?:goes|go|moves?|passes|pass|runs?|proceeds?|progress(?:es)?|advances?|has to go|have to go|must go|travels?) (?:only )?(?:through|along) (?:the )?(?:(?:following )?(?:stages?|states?|steps?|status(?:es)?|phases?):? )?(.+)$/i,
  /^(?:the )?(?:status|state|stage)(?:es|s)? of (?:an? |the |each |every )?(.+?) (?:goes|moves|changes|runs|is|are)(?: from)? (.+?(?:→|->|then|to).+)$/i,
  /^(.+?) (?:starts?|begins?)(?: out| off)?(?: (?:its|their) (?:life|lives))? (?:as|in|at|with) (.+)$/i,
  /^(.+?) (?:goes|go|moves?|passes|runs?|proceeds?|changes?) (?:only )?((?:[^,;:]+?)(?: ?(?:→|->|=>) ?[^,;:]+)+)$/i,
  /^(?:the )?(?:life ?cycle|life|flow|work ?flow|road|path|status flow|stages?|steps?) of (?:an? |the |each |every )?(.+?)(?: is| are|:| goes)? (?:from )?([^:]+?(?: ?(?:→|->|=>) ?|, then | to )[^:]+)$/i,
  /^(.+?) (?:is|are) (?:at )?first (.+)$/i,
  /^(.+?) (?:is|are) ([\p{L} -]+? (?:at first|first|to begin with|initially|in the beginning),? (?:and )?then .+)$/iu,
];
const ARROWS = /\s*(?:→|->|=>|>)\s*/;

/** The stages that a phrase names in their order. */
function stagesIn(text: string): readonly string[] | undefined {
  const said = text
    .replace(
      /,? (?:in (?:this|that|exactly this) order(?: only)?|one after the other|step by step)(?=,|$)/i,
      '',
    )
    .replace(
      /,? (?:and )?(?:no|without|never) (?:skipping|stage is skipped|going back|way back|jumping|shortcuts?|skips?).*$/i,
      '',
    )
    .replace(/,? (?:and )?(?:never|not) back(?:wards)?$/i, '');
  const parts = ARROWS.test(said)
    ? said.split(ARROWS)
    : splitOutside(
        said,
        /\s*,\s*(?:and )?(?:then |finally |and then |later |afterwards )?(?:(?:it |they )?(?:is|are|becomes?|goes to|turns?(?: into)?|moves? to|gets?) )?(?:then |finally )?|\s+(?:and )?(?:then|finally)(?: (?:is|are|becomes?|to))?\s+|\s+(?:to|into|via|until)\s+|\s+and (?:is |are )?(?:then |finally |later )?/,
      );
  const stages = parts.map((part) =>
    part
      .replace(
        /^(?:being |is |are |becomes? |first |then |to |finally |from |goes |moves |gets |it |they )+/i,
        '',
      )
      .replace(/ (?:at first|first|to begin with|initially|in the beginning|in the end|at the end)$/i, '')
      .replace(/["'`]/g, '')
      .trim()
      .toLowerCase(),
  );
  return stages.length >= 2 && stages.every(isState) ? stages : undefined;
}

/** "A firing goes from planned to loading to firing to cooled". */
export const readStages: Reader = (statement, understanding) => {
  const text = clean(statement.text).replace(/[`"]/g, '');
  for (const [index, pattern] of STEPS.entries()) {
    const match = pattern.exec(text);
    const entity = match === null ? undefined : entityNamed(match[1] ?? '', understanding);
    if (match === null || entity === undefined) continue;
    // "From sealed to open, from open to empty": moves of their own.
    const listed = index === 0 ? movesIn(match[2] ?? '', entity) : undefined;
    if (listed !== undefined) {
      return () => {
        const values = [...new Set(listed.flatMap(({ from, to }) => [from, to]))];
        const field = movingField(entity, values, statement, understanding);
        noteMoves(
          entity,
          field,
          listed.map(({ from, to }) => ({ from: valueOf(field, from), to: valueOf(field, to) })),
          null,
          statement,
          understanding,
        );
      };
    }
    const stages = stagesIn(match[2] ?? '');
    if (
      stages === undefined ||
      stages.length < (index >= 3 ? 3 : 2) ||
      new Set(stages).size !== stages.length
    )
      continue;
    // Two states alone may be a price or a place: "from 9 to 5".
    if (stages.length === 2 && known(entity, stages) === undefined) continue;
    const status = known(entity, stages);
    const values = status === undefined ? undefined : saidOf(status).values;
    if (
      values !== undefined &&
      !stages.every((stage) => values.some((each) => nounWords(each) === nounWords(stage)))
    )
      continue;
    return () => {
      const field = movingField(entity, stages, statement, understanding);
      const named = stages.map((stage) => valueOf(field, stage));
      const moves = named.slice(1).map((to, at) => ({ from: named[at] ?? '', to }));
      const [first = null] = named;
      field.said.push({ restriction: { default: (first ?? '').toLowerCase() }, source: statement.source });
      noteMoves(entity, field, moves, first, statement, understanding);
    };
  }
  return undefined;
};

/** `sealed to open, from open to empty, and from any of these three to disposed of`. */
function movesIn(text: string, entity: EntityNotes): readonly Move[] | undefined {
  const parts = splitOutside(
    `from ${text}`,
    /\s*,\s*(?:and |or |then )?(?=from )|\s+(?:and|or)\s+(?=from )|\s*;\s*/,
  );
  if (parts.length < 2) return undefined;
  const moves: Move[] = [];
  for (const part of parts) {
    const match = /^from (.+?) (?:(?:back )?to|into) (.+)$/i.exec(part);
    if (match === null) return undefined;
    const [, from = '', target = ''] = match;
    const to = nounWords(target);
    const any =
      /^(?:any|each|all|every one)(?: of)? (?:these|those|them|the)(?: \w+)?$|^any(?:where| state| status| other)?(?: \w+)?$|^(?:all|both) .*$/i.test(
        from,
      );
    const before = [...new Set(moves.flatMap((move) => [move.from, move.to]))].filter(
      (state) => state !== to,
    );
    const froms = any ? before : splitOutside(from, /\s*,\s*(?:or )?|\s+(?:or|and)\s+/).map(nounWords);
    moves.push(...froms.map((each) => ({ from: each, to })));
  }
  return moves.length > 1 &&
    moves.every(({ from, to }) => from !== to && isState(from) && isState(to)) &&
    known(
      entity,
      moves.map(({ to }) => to),
    ) !== undefined
    ? moves
    : undefined;
}

const ONLY_WHILE =
  /^(.+?) (?:can|may|must|should) (?:only )?be ([\p{L}-]+)(?: only)?,? (?:only )?(?:while|if|when|as long as|from) (?:it is |they are |he is |it has the status )?(?:still )?(.+)$/iu;

/** "It may be cancelled only while it is planned": a state of its own that some others lead to. */
export const readSideState: Reader = (statement, understanding) => {
  const text = clean(statement.text).replace(/[`"]/g, '');
  const match = ONLY_WHILE.exec(text);
  const entity =
    match === null || !/ only /i.test(text) ? undefined : entityNamed(match[1] ?? '', understanding);
  const condition =
    entity === undefined ? undefined : conditionIn(match?.[3] ?? '', entity, statement.source, understanding);
  const state = nounWords(match?.[2] ?? '');
  if (
    entity === undefined ||
    condition?.condition.kind !== 'value' ||
    condition.condition.via !== null ||
    condition.condition.not
  )
    return undefined;
  if (
    /^(?:changed|edited|altered|modified|updated|deleted|removed|added|created|entered|made|booked|assigned)$/.test(
      state,
    )
  )
    return undefined;
  const { field: words, values } = condition.condition;
  const field = entity.fields.find((each) => each.words === words);
  const moves = understanding.rules.find(
    (rule) => rule.kind === 'transitions' && rule.entity === entity.singular && rule.field === words,
  );
  const isKnownState =
    saidOf(
      field ?? { words, refersTo: undefined, said: [], source: statement.source, stated: true },
    ).values?.some((each) => nounWords(each) === state) === true;
  const froms = values.filter((value) => typeof value === 'string');
  if (field === undefined || froms.length !== values.length) return undefined;
  // Without stages told, the other moves are free, and this is a condition of one of them.
  if (moves === undefined || isKnownState) return undefined;
  return () => {
    const moving = movingField(entity, [state], statement, understanding);
    const to = valueOf(moving, state);
    noteMoves(
      entity,
      moving,
      froms.map((from) => ({ from, to })),
      null,
      statement,
      understanding,
    );
  };
};

const NO_WAY_BACK =
  /^(?:from|out of) ["'`]?([\p{L} -]+?)["'`]? (?:there is|there are|has|leads?) no (?:way|going|road|path|return|steps?)(?: back| out| on)?$|^(?:once|after) (?:it is |they are )?["'`]?([\p{L} -]+?)["'`]?,? (?:there is )?no (?:way|going) back$|^["'`]?([\p{L} -]+?)["'`]? is (?:final|the end|for ever|forever|irreversible)$/iu;

/** "From discarded there is no way back": every other move is free. */
export const readFinal: Reader = (statement, understanding) => {
  const match = NO_WAY_BACK.exec(clean(statement.text));
  const word = match?.[1] ?? match?.[2] ?? match?.[3];
  const holders =
    word === undefined ? [] : understanding.entities.filter((each) => known(each, [word]) !== undefined);
  const { topic } = understanding;
  const entity =
    topic !== undefined && holders.includes(topic) ? topic : holders.length === 1 ? holders[0] : undefined;
  const field = word === undefined || entity === undefined ? undefined : known(entity, [word]);
  const values = field === undefined ? [] : (saidOf(field).values ?? []);
  if (field === undefined || entity === undefined || word === undefined || values.length < 2)
    return undefined;
  const final = valueOf(field, word);
  const told = understanding.rules.find((rule) => rule.id === ruleId('moves', entity.singular, field.words));
  // Where the moves are told, a last state is one that no move leaves.
  if (told?.kind === 'transitions') {
    if (told.moves.some(({ from }) => from === final)) return undefined;
    return () => {
      understanding.met(
        `no ${entity.singular} leaves ${final}`,
        statement.source,
        [{ kind: 'rule', rule: told.id }],
        statement.source.text,
      );
    };
  }
  return () => {
    const moves = values.flatMap((from) =>
      from === final ? [] : values.filter((to) => to !== from).map((to) => ({ from, to })),
    );
    noteMoves(entity, field, moves, null, statement, understanding);
  };
};

const THAT_ORDER =
  /^(?:(?:and )?there (?:is|must be) )?no (?:way|going|road|path|turning|stepping) back(?:wards)?$|^(?:it|they) (?:never|cannot|must not|do not|does not) (?:go|goes|move|moves|step) back(?:wards)?$|^(?:and )?no (?:skipping|shortcuts|jumping)(?: (?:steps|stages|ahead))?$|^(?:steps|stages|states|none) (?:cannot|must not|may not|can never) be skipped$|^(?:only )?in (?:that|this|exactly this|exactly that) order(?: only)?$/i;

/** "No way back", after the stages were told: they are all the moves there are. */
export const readThatOrder: Reader = (statement, understanding) => {
  if (!THAT_ORDER.test(clean(statement.text))) return undefined;
  const told = understanding.requirements.findLast(
    ({ source, outcome }) =>
      statement.source.position - source.position <= 1 &&
      outcome.kind === 'met' &&
      outcome.aspects.some(({ kind }) => kind === 'rule'),
  );
  const rule = understanding.rules.find(
    ({ id, kind }) =>
      kind === 'transitions' &&
      told?.outcome.kind === 'met' &&
      told.outcome.aspects.some((aspect) => aspect.kind === 'rule' && aspect.rule === id),
  );
  if (rule?.kind !== 'transitions') return undefined;
  const order = rule.moves.map(({ from }) => from);
  // A move that leads to where another began is a way back.
  const goesBack = rule.moves.some(
    ({ from, to }) => order.includes(to) && order.indexOf(to) < order.indexOf(from),
  );
  if (goesBack) return undefined;
  return () => {
    understanding.met(
      `the ${rule.field} of a ${rule.entity} moves that way only, and never back`,
      statement.source,
      [{ kind: 'rule', rule: rule.id }],
      statement.source.text,
    );
  };
};

export const TRANSITIONS: readonly Reader[] = [readStages, readFinal, readThatOrder, readSideState];
