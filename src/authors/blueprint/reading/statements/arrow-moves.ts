import { nounWords } from '../nouns.js';
import { saidOf } from '../states.js';
import type { EntityNotes, Understanding } from '../understanding.js';
import { known, movingField, noteMoves, valueOf, type Move } from './moves.js';
import { clean, type Reader } from './statement.js';

const ARROW = /\s*(?:→|->|=>|⇒)\s*/;
/** Words before the moves that say nothing but that they are moves: "Permitted moves", "status". */
const LABEL =
  /^(?:(?:the|an?|each|every|of|only|permitted|allowed|possible|valid|legal|status(?:es)?|states?|stages?|phases?|life ?cycles?|life|(?:work ?)?flow|moves?|transitions?|changes?)(?: |$))+$/i;
/** Words behind the moves by which they are all. */
const ALL = /^(?:one way(?: only)?|nothing else|no (?:other|others|way back)|and nothing else|only)$/i;

/** `planned → active → over; planned → dropped`: the moves of the chains, where every piece is one. */
function movesIn(body: string): readonly Move[] | undefined {
  const chains = body
    .split(/\s*[,;]\s*(?:and )?|\s+and\s+(?=[^,;]*(?:→|->|=>|⇒))/)
    .filter((each) => !ALL.test(each));
  const moves = chains.flatMap((chain): readonly (Move | undefined)[] => {
    const states = chain.split(ARROW).map(nounWords);
    const isChain =
      states.length > 1 &&
      states.every((state) => /^[a-z][a-z ]*$/.test(state) && state.split(' ').length <= 3);
    return isChain ? states.slice(1).map((to, at) => ({ from: states[at] ?? '', to })) : [undefined];
  });
  const whole = moves.filter((move) => move !== undefined);
  return whole.length > 0 && whole.length === moves.length && whole.every(({ from, to }) => from !== to)
    ? whole
    : undefined;
}

/** Whether a field of the record has all of these values. */
function hasAll(entity: EntityNotes, states: readonly string[]): boolean {
  const field = known(entity, states);
  const values = field === undefined ? [] : (saidOf(field).values ?? []).map(nounWords);
  return states.every((state) => values.includes(state));
}

/** The record that moves so: the only one whose stages these are, or the one spoken of, of which none are told so far. */
function moving(
  label: string,
  states: readonly string[],
  understanding: Understanding,
): EntityNotes | undefined {
  const { entities, topic } = understanding;
  const noun = nounWords(
    label.replace(
      /\b(?:permitted|allowed|possible|valid|legal|status|state|stage|life ?cycle|flow|moves?|transitions?|changes?|of)\b/gi,
      ' ',
    ),
  );
  const named = noun === '' ? undefined : understanding.entityMeant(noun);
  if (noun !== '' && named === undefined) return undefined;
  const holders = entities.filter((each) => hasAll(each, states));
  if (named !== undefined)
    return holders.includes(named) || known(named, states) === undefined ? named : undefined;
  if (topic !== undefined && holders.includes(topic)) return topic;
  if (holders.length > 0) return holders.length === 1 ? holders[0] : undefined;
  return /\b(?:status|state|stage|phase)\b/i.test(label) &&
    topic !== undefined &&
    known(topic, states) === undefined
    ? topic
    : undefined;
}

/** "Permitted moves: draft → packed, packed → sent", "status: planned → active; planned → dropped". */
export const readArrowMoves: Reader = (statement, understanding) => {
  const text = clean(statement.text).replace(/[`"']/g, '');
  if (!ARROW.test(text) || /[()]/.test(text)) return undefined;
  const [, label = '', body = text] = /^([^:→]{1,50}): ?(.+)$/s.exec(text) ?? [];
  const moves = movesIn(body);
  if (moves === undefined) return undefined;
  const words = understanding.entities.reduce(
    (rest, { singular, plural }) => rest.replace(new RegExp(`\\b(?:${plural}|${singular})\\b`, 'i'), 'the'),
    label.trim(),
  );
  if (words !== '' && !LABEL.test(words)) return undefined;
  const states = [...new Set(moves.flatMap(({ from, to }) => [from, to]))];
  const entity = moving(label, states, understanding);
  if (entity === undefined) return undefined;
  return () => {
    const field = movingField(entity, states, statement, understanding);
    noteMoves(
      entity,
      field,
      moves.map(({ from, to }) => ({ from: valueOf(field, from), to: valueOf(field, to) })),
      null,
      statement,
      understanding,
    );
  };
};
