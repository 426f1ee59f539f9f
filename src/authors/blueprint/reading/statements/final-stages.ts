import { ruleId } from '../outcome/field-rules.js';
import { saidOf } from '../states.js';
import { known, noteMoves, valueOf } from './moves.js';
import { clean, type Reader } from './statement.js';

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
