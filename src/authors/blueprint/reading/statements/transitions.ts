import { conditionIn } from '../conditions.js';
import { splitOutside } from '../outside-brackets.js';
import { nounWords } from '../nouns.js';
import { saidOf } from '../states.js';
import type { EntityNotes } from '../understanding.js';
import { readArrowMoves } from './arrow-moves.js';
import { readFinal, readThatOrder } from './final-stages.js';
import { known, movingField, noteMoves, valueOf, type Move } from './moves.js';
import { clean, entityNamed, type Reader } from './statement.js';

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
    // "Then go to ready" is a step to what is ready, and no stage called "go".
    .replace(
      /,? (?:and )?(?:then |finally |later |afterwards |from there )?(?:go(?:es)?|moves?|turns?|changes?|pass(?:es)?|proceeds?|switch(?:es)?) (?:on )?(?:to|into) /gi,
      ', ',
    )
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

export const TRANSITIONS: readonly Reader[] = [
  readStages,
  readArrowMoves,
  readFinal,
  readThatOrder,
  readSideState,
];
