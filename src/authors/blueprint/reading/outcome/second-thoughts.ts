import type { Aspect } from '../../domain/aspect.js';
import type { Entity } from '../../domain/domain.js';
import type { Rule } from '../../domain/rule.js';
import { EVERYONE_SIGNS_IN } from '../statements/access/sign-in.js';
import type { Passage } from '../brief-text.js';
import { singular } from '../nouns.js';
import type { RequirementNotes } from '../understanding.js';
import { entitiesNamed } from './doubts.js';

type Settled = Readonly<{ entities: readonly Entity[]; rules: readonly Rule[] }>;
type Transitions = Extract<Rule, { kind: 'transitions' }>;

const isOpen = ({ outcome }: RequirementNotes): boolean => outcome.kind === 'open';

function left(requirement: RequirementNotes, reason: string): RequirementNotes {
  return { ...requirement, outcome: { kind: 'open', reason } };
}

/** Moves that stages in a row do not have: "can be cancelled as long as it is not ready". */
const OTHER_MOVE =
  /\b(?:can|may|must|could|should) (?:\w+ )?be (?:cancel\w*|reopened|re-opened|rejected|withdrawn|revoked|voided|abandoned|suspended|declined|skipped|(?:put|sent|set|moved|returned) back)|\b(?:cancel(?:s|ling|lation)?|reopen(?:s|ed|ing)?)\b|\b(?:go(?:es)?|moves?|comes?) back to\b/i;
/** Words for a stage, which tell of another one where it is none of those told. */
const OTHER_STAGE = /\b(cancelled|withdrawn|revoked|abandoned)\b/i;

function tellsOther(text: string, { moves }: Transitions): boolean {
  const stage = OTHER_STAGE.exec(text)?.[1]?.toLowerCase();
  return (
    OTHER_MOVE.test(text) || (stage !== undefined && !moves.some(({ to }) => to.toLowerCase() === stage))
  );
}

/** The moves that a requirement claims to be all there are. */
function movesOf({ outcome }: RequirementNotes, { rules }: Settled): Transitions | undefined {
  const ids = outcome.kind === 'met' ? outcome.aspects.map((aspect) => 'rule' in aspect && aspect.rule) : [];
  return rules.find((rule): rule is Transitions => rule.kind === 'transitions' && ids.includes(rule.id));
}

const NEXT_TO_IT = 3;

/** Stages that are said to be all there are, though a sentence nearby that was not understood tells of another move. */
function closedStages(
  requirements: readonly RequirementNotes[],
  settled: Settled,
): readonly RequirementNotes[] {
  const { entities } = settled;
  const open = requirements.filter(isOpen);
  if (open.length === 0) return requirements;
  const stages = requirements.flatMap((requirement) => {
    const { source } = requirement;
    const moves = movesOf(requirement, settled);
    if (moves === undefined) return [];
    const entity = entities.find((each) => each.singular === moves.entity);
    const other = open.find(({ source: { text, position } }) => {
      if (!tellsOther(text, moves)) return false;
      const named = entitiesNamed(text, entities);
      return (
        (entity !== undefined && named.includes(entity)) ||
        (named.length === 0 && position >= source.position && position - source.position <= NEXT_TO_IT)
      );
    });
    return other === undefined ? [] : [{ source, other, field: moves.field }];
  });
  return requirements.map((requirement) => {
    const { outcome, source } = requirement;
    const told = stages.find((each) => each.source.text === source.text);
    const saysAll = ({ kind, ...aspect }: Aspect): boolean =>
      kind === 'form' && 'field' in aspect && aspect.field === told?.field;
    const isClosed =
      movesOf(requirement, settled) !== undefined ||
      (outcome.kind === 'met' && outcome.aspects.some(saysAll));
    return told !== undefined && isClosed
      ? left(requirement, `"${told.other.source.text}" may tell of another stage, and was not understood`)
      : requirement;
  });
}

const ARROW = '(?:→|->|=>|⇒|(?:back )?(?:to|into)|then|becomes?)';
const FORBIDDEN = /\b(?:cannot|can't|never|not|no|nobody)\b/i;

/** Whether a text tells of a move from one of the values to another: "planned → active", "from planned to active". */
function tellsMove(text: string, values: readonly string[]): boolean {
  const names = values.map((value) => value.replace(/[^a-z0-9]/gi, '.')).join('|');
  return (
    !FORBIDDEN.test(text) &&
    new RegExp(`\\b(?:${names})\\b["'\`]?,? ?${ARROW} ?["'\`]?(?:${names})\\b`, 'i').test(text)
  );
}

/** "Final" makes every other move free, unless the moves are told where they were not understood. */
function movesToldElsewhere(
  requirements: readonly RequirementNotes[],
  settled: Settled,
): readonly RequirementNotes[] {
  return requirements.map((requirement) => {
    const moves = movesOf(requirement, settled);
    if (moves === undefined) return requirement;
    const entity = settled.entities.find((each) => each.singular === moves.entity);
    const values = (entity?.fields ?? []).flatMap(({ type, words }) =>
      type.kind === 'enum' && words === moves.field ? type.values : [],
    );
    const told =
      values.length < 2
        ? undefined
        : requirements.find((each) => isOpen(each) && tellsMove(each.source.text, values));
    return told === undefined
      ? requirement
      : left(requirement, `"${told.source.text}" tells of moves too, and was not understood`);
  });
}

/** Who or what gives a field its value, where no request does. */
const BY_ITSELF =
  /\b(?:fill(?:ed|s)?(?: in)? (?:from|by|with|automatically)|automatic\w*|auto-?(?:filled|generated|set)|from the (?:signed|logged)[- ]in|generated|(?:set|given|assigned|computed|calculated|derived) (?:by|from|automatically)|current user|signed-in user|logged-in user|now|today)\b/i;

/** "Required", of a field that the brief fills in itself: a request need not give it. */
function filledFields(requirements: readonly RequirementNotes[]): readonly RequirementNotes[] {
  return requirements.map((requirement) => {
    const { outcome, source } = requirement;
    if (outcome.kind !== 'met' || !outcome.aspects.some(({ kind }) => kind === 'required'))
      return requirement;
    const filled = requirements.find(
      (each) =>
        isOpen(each) &&
        each.source.position === source.position &&
        source.text.includes(each.source.text) &&
        BY_ITSELF.test(each.source.text),
    );
    return filled === undefined
      ? requirement
      : left(requirement, `"${filled.source.text}" says who fills it in, and was not understood`);
  });
}

const LEAST =
  /\b(?:one or more|(?:at least|minimum of|min\.?) (?:one|1|two|2|three|3)) (?:of (?:the|its|these) )?((?:[\p{L}-]+ )?[\p{L}-]+)/giu;

/** "One or more lines", of records that name each other: that there is one at least is no part of what was claimed. */
function leastNumbers(
  passages: readonly Passage[],
  requirements: readonly RequirementNotes[],
  { entities }: Settled,
): readonly RequirementNotes[] {
  const nouns = new Set(entities.flatMap((entity) => [entity.singular, singular(entity.plural)]));
  const added = new Map<string, RequirementNotes>();
  for (const { source, outcome } of requirements) {
    if (outcome.kind !== 'met' || !outcome.aspects.some(({ kind }) => kind === 'reference')) continue;
    const passage = passages[source.position]?.source ?? source.text;
    for (const [whole, noun = ''] of passage.matchAll(LEAST)) {
      const [first = ''] = noun.split(' ');
      const named = [noun, first].find((each) => nouns.has(singular(each.toLowerCase())));
      if (named === undefined) continue;
      const text = whole.slice(0, whole.length - noun.length + named.length);
      const isLeft = requirements.some(
        (each) => isOpen(each) && each.source.position === source.position && each.source.text.includes(text),
      );
      const isRule = requirements.some(
        (each) =>
          each.source.position === source.position &&
          each.outcome.kind === 'met' &&
          each.outcome.aspects.some(({ kind }) => kind === 'rule') &&
          each.source.text.includes(text),
      );
      if (isLeft || isRule) continue;
      added.set(`${String(source.position)} ${text}`, {
        statement: `there is one ${singular(named)} at least`,
        source: { text, position: source.position },
        outcome: { kind: 'open', reason: 'blueprints let a record be there before those that belong to it' },
      });
    }
  }
  return added.size === 0
    ? requirements
    : [...requirements, ...added.values()].sort((a, b) => a.source.position - b.source.position);
}

const IDENTIFIED =
  /\b(?:is|are) (?:uniquely )?(?:identified|recogni[sz]ed|told apart|distinguished) by (?:an? |the |its |their |his or her )?[\p{L}-]+(?: (?:number|code|name|id))?/iu;

/** "Identified by a code": that no two have the same is no part of what was claimed. */
function identities(
  passages: readonly Passage[],
  requirements: readonly RequirementNotes[],
): readonly RequirementNotes[] {
  const added = passages.flatMap(({ source: passage }, position): RequirementNotes[] => {
    const text = IDENTIFIED.exec(passage)?.[0];
    const here = requirements.filter(({ source }) => source.position === position);
    const isTold = here.some(({ outcome, source, statement }) =>
      outcome.kind === 'open' ? source.text.includes(text ?? '') : /^no two /i.test(statement),
    );
    return text === undefined || isTold || here.length === 0
      ? []
      : [
          {
            statement: `what it ${text} is unique`,
            source: { text, position },
            outcome: { kind: 'open', reason: 'that no two have the same was not read' },
          },
        ];
  });
  return added.length === 0
    ? requirements
    : [...requirements, ...added].sort((a, b) => a.source.position - b.source.position);
}

/** What is open to those who do not sign in. */
const PUBLIC =
  /\b(?:without (?:any )?(?:auth\w*|log(?:ging)?[- ]?in|sign(?:ing)?[- ]?in|an? (?:token|account|login|password))|publicly|the public|anonymous\w*|(?:need|have|has) not (?:be )?(?:log|sign)\w*[- ]?in|not (?:be )?(?:logged|signed) in|unauthenticated|any ?(?:one|body) (?:can|may)(?! \w+ their own))\b/i;
const NEVER =
  /\b(?:nobody|no ?one|none|nothing|never|cannot|can't|401|refuse\w*|reject\w*|not (?:allowed|possible|accepted))\b/i;

/** "Everyone signs in", where something is told to be open to those who do not. */
function namedExceptions(
  passages: readonly Passage[],
  requirements: readonly RequirementNotes[],
): readonly RequirementNotes[] {
  if (!passages.some(({ text }) => PUBLIC.test(text) && !NEVER.test(text))) return requirements;
  return requirements.map((requirement) =>
    requirement.statement === EVERYONE_SIGNS_IN
      ? { ...requirement, statement: 'people sign in and send a bearer token' }
      : requirement,
  );
}

const LIST_OF =
  /^(?:the |all |our |a |any )*(?:lists? of )?(\p{L}+s) (?:can|could|may|must|should|are|will|have to)\b/iu;
const OF_A_LIST = new Set<Aspect['kind']>(['pagination', 'sort', 'filter', 'range', 'search']);

/** "Shifts can be filtered by day, twenty at a time", where no shifts are kept: said of no other list. */
function foreignLists(
  passages: readonly Passage[],
  requirements: readonly RequirementNotes[],
  { entities }: Settled,
): readonly RequirementNotes[] {
  return requirements.map((requirement) => {
    const { outcome, source } = requirement;
    if (
      outcome.kind !== 'met' ||
      !outcome.aspects.every(({ kind }) => OF_A_LIST.has(kind)) ||
      outcome.aspects.length === 0
    )
      return requirement;
    const passage = passages[source.position]?.text ?? '';
    const noun = LIST_OF.exec(passage)?.[1];
    if (noun === undefined || GENERIC_LISTS.test(noun) || entitiesNamed(noun, entities).length > 0)
      return requirement;
    const listed = entities.filter(({ singular: one }) =>
      outcome.aspects.some((aspect) => 'entity' in aspect && aspect.entity === one),
    );
    if (entitiesNamed(passage, listed).length > 0) return requirement;
    return left(requirement, `it is said of ${noun.toLowerCase()}, of which nothing else was understood`);
  });
}

const GENERIC_LISTS =
  /^(?:lists?|results?|responses?|endpoints?|collections?|pages?|users?|entries|records?|items?|listings?|clients?|callers?|things|queries|searches|everything|tables?|overviews?|members|people|customers)$/i;

/**
 * What was understood, seen beside what was left open: a claim that shuts out what another sentence asks for, as far as that
 * was read, is left open with it.
 */
export function reconsidered(
  passages: readonly Passage[],
  requirements: readonly RequirementNotes[],
  settled: Settled,
): readonly RequirementNotes[] {
  return namedExceptions(
    passages,
    leastNumbers(
      passages,
      identities(
        passages,
        filledFields(
          movesToldElsewhere(closedStages(foreignLists(passages, requirements, settled), settled), settled),
        ),
      ),
      settled,
    ),
  );
}
