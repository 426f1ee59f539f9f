import type { Analysis, ProjectKind, Requirement } from '../../../protocol/analysis.js';
import { MillwrightError } from '../../../protocol/errors.js';
import { aspectKey } from '../domain/aspect.js';
import type { Domain } from '../domain/domain.js';
import { passagesOf, type Passage } from './brief-text.js';
import { DELIVERED_KINDS } from './delivered-kinds.js';
import { isPlural, singular } from './nouns.js';
import { NUMBER, numberOf } from './numbers.js';
import { accountedFor, withdrawn } from './outcome/accounted-for.js';
import { acceptanceExamples } from './outcome/acceptance-examples.js';
import { recordsOfSubject } from './outcome/default-fields.js';
import { doubtsOf, type Doubts } from './outcome/doubts.js';
import { GLUE } from './outcome/expressed-words.js';
import { modelRequired, otherField } from './outcome/field-of-work.js';
import { projectName, projectTitle, projectWords } from './outcome/project-title.js';
import { withinReach } from './outcome/kind-reach.js';
import { reconsidered } from './outcome/second-thoughts.js';
import { settleDomain } from './outcome/settle-domain.js';
import { understoodSentences } from './outcome/understood-sentences.js';
import { wordsIn } from './outcome/word-stems.js';
import { readStatements } from './read-statements.js';
import { KIND_WORDS, kindOf, kindTold } from './statements/kinds.js';
import { canBeRecord } from './statements/statement.js';
import { wordsSaying } from './source-words.js';
import type { RequirementNotes, Understanding } from './understanding.js';

export interface BriefRequest {
  readonly brief: string;
  /** Overrides the name that the brief suggests. */
  readonly name: string | undefined;
  readonly kind: ProjectKind | undefined;
}

const FRAMEWORKS = { api: 'fastify', cli: 'commander', library: 'none' } as const;
/** How an assumption begins that names words of the brief which ask for nothing. */
export const ASIDE = 'Taken as telling of the subject and asking for nothing: ';

/** A brief with a greater share of statements left open than this is refused: what would be delivered is not what was asked for. */
const MOST_OPEN = 2 / 3;

/** Sentences at the start of a brief that say what it is for. */
const OPENING = 2;

/** Places that no project owns. Routes such as `/books` are none of them. */
const OUTSIDE =
  /(?:^|[\s"'`(])(?:\.\.[/\\]|~[/\\]|[a-z]:\\|\/(?:etc|usr|var|bin|sbin|root|home|tmp|dev|proc|sys|opt|lib)(?:\/|\b))/i;

function refuseOutside(brief: string): void {
  const passage = passagesOf(brief).find(({ source }) => OUTSIDE.test(source));
  if (passage === undefined) return;
  throw new MillwrightError(
    'InvalidBrief',
    `"${passage.source}" names a file outside the project. A project is written into its own folder only: take that statement out and start again.`,
    { statement: passage.source },
  );
}

const AT_LEAST = `(?:at least|no (?:less|fewer) than|a?n? ?min(?:imum)?(?: of)?) (${NUMBER})`;
const AT_MOST = `(?:at most|up to|no more than|a?n? ?max(?:imum)?(?: of)?) (${NUMBER})`;
const AND = '(?: (\\w+))?,? (?:and|but) ';
const UNIT = '(?: (\\w+))?(?! (?:\\w+ )?(?:of|in|for) the )';
const RANGES: readonly (readonly [RegExp, min: number, max: number])[] = [
  [new RegExp(`\\b${AT_LEAST}${AND}${AT_MOST}${UNIT}`, 'i'), 1, 3],
  [new RegExp(`\\b${AT_MOST}${AND}${AT_LEAST}${UNIT}`, 'i'), 3, 1],
];

/** "At least 10 and at most 5 items": no number of one thing is both. */
function refuseEmptyRanges(brief: string): void {
  for (const { source, text } of passagesOf(brief)) {
    for (const [pattern, low, high] of RANGES) {
      const match = pattern.exec(text);
      const min = numberOf(match?.[low] ?? '');
      const max = numberOf(match?.[high] ?? '');
      if (match === null || min === undefined || max === undefined || min <= max) continue;
      // "At least 30 minutes and at most 4 hours" counts two different things.
      const [first, second] = [match[2], match[4]].map((unit) => singular((unit ?? '').toLowerCase()));
      if (first !== '' && second !== '' && first !== second) continue;
      throw new MillwrightError(
        'InvalidBrief',
        `The brief contradicts itself: "${source}" asks for at least ${String(min)} and for at most ${String(max)}. Say what holds and start again.`,
        { statement: source },
      );
    }
  }
}

/** A brief that names a subject and no records: what such a subject keeps, or nothing. */
function assumeRecords(understanding: Understanding): void {
  const { subject } = understanding;
  if (understanding.entities.length > 0 || subject === undefined) return;
  const usual = recordsOfSubject(subject);
  const named = usual.length > 0 ? usual : canBeRecord(subject) && isPlural(subject) ? [subject] : [];
  for (const noun of named) understanding.declare(noun, { text: subject, position: 0 });
  if (named.length > 0) understanding.assume(`The brief names no records; ${named.join(', ')} are kept.`);
}

function proofOf({ outcome }: RequirementNotes): Requirement['proof'] {
  switch (outcome.kind) {
    case 'met':
      return { kind: 'test' };
    case 'checked':
      return { kind: 'check', check: outcome.check };
    case 'open':
      return { kind: 'none', reason: outcome.reason };
  }
}

function sentence(text: string): string {
  const words = text.trim().replace(/[.]+$/, '');
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}.`;
}

/** One requirement for each thing said, in the order of the brief; the same thing said by the same words once. */
function distinct(requirements: readonly RequirementNotes[]): readonly RequirementNotes[] {
  const seen = new Set<string>();
  return [...requirements]
    .sort((a, b) => a.source.position - b.source.position)
    .filter((requirement) => {
      const key = `${requirement.statement}|${requirement.source.text}`;
      if (seen.has(key)) return false;
      seen.add(key);
      return true;
    });
}

/** A brief as it was understood, whatever of it can be written. */
export interface UnderstoodBrief {
  readonly domain: Omit<Domain, 'claims'>;
  readonly requirements: readonly RequirementNotes[];
  readonly assumptions: readonly string[];
  /** Words that ask for nothing. */
  readonly background: readonly string[];
  /** What examples of it must not take for granted. */
  readonly doubts: Doubts;
}

/**
 * What kind of project it is, as a requirement, where no sentence about it was read as a whole. A sentence that says no more
 * than that, and for whom it is, stands for it with all of its words; that it is an API goes without saying otherwise.
 */
function noteKind(passages: readonly Passage[], understanding: Understanding): void {
  const { kind, told } = kindTold(passages);
  if (told === undefined || kind !== understanding.kind) return;
  const here = understanding.requirements.filter(({ source }) => source.position === told.position);
  const passage = passages[told.position]?.source;
  const saysNoMore = here.length === 0 && passage !== undefined;
  if (kind === 'api' && !saysNoMore) return;
  const isNoted = understanding.requirements.some(
    ({ outcome, statement }) =>
      outcome.kind === 'checked' && /^it is an? (?:REST API|command|lib)/.test(statement),
  );
  if (isNoted) return;
  const text = saysNoMore ? passage : wordsSaying(passage ?? told.words, told.words);
  // "It should be a program I run in the terminal" says no more than that.
  const whole = understanding.requirements.findIndex(
    ({ outcome, source }) =>
      outcome.kind === 'open' &&
      source.position === told.position &&
      wordsIn(source.text.replace(text, '')).every(({ stem }) => GLUE.has(stem)),
  );
  if (whole >= 0) understanding.requirements.splice(whole, 1);
  if (saysNoMore) understanding.askedAfterAll(told.position);
  understanding.checked(
    `it is ${KIND_WORDS[kind]} in TypeScript`,
    { text, position: told.position },
    'the project is type-checked, built and run',
  );
}

/**
 * What a brief says, as far as it is understood.
 * @throws MillwrightError `InvalidBrief` when it contradicts itself or points outside the project, `ModelRequired` when it
 * names no records.
 */
export function understandBrief({ brief, name, kind }: BriefRequest): UnderstoodBrief {
  refuseOutside(brief);
  refuseEmptyRanges(brief);
  const understanding = readStatements(brief);
  if (kind === 'api' || kind === 'cli' || kind === 'library') understanding.kind = kind;
  assumeRecords(understanding);
  const openStatements = understanding.requirements
    .filter(({ outcome }) => outcome.kind === 'open')
    .map(({ source }) => source.text);
  if (understanding.entities.length === 0) {
    throw modelRequired(
      'The brief names no records that the API would keep.',
      openStatements.length > 0 ? openStatements : [brief.trim().slice(0, 200)],
    );
  }
  const passages = passagesOf(brief);
  noteKind(passages, understanding);
  const settled = settleDomain(understanding);
  const { entities } = settled;
  if (understanding.requirements.length === 0) {
    const [first] = entities;
    const source = { text: brief.trim().slice(0, 500), position: 0 };
    if (first !== undefined)
      understanding.met(`${first.plural} are kept`, source, [{ kind: 'records', entity: first.singular }]);
  }
  const words = projectWords(understanding, understanding.kind);
  const whole = accountedFor(
    passages,
    distinct(understanding.requirements),
    settled,
    understanding.assumptions,
    understanding.background,
  );
  const requirements = reconsidered(passages, whole.requirements, whole.settled);
  return {
    domain: {
      version: 1,
      kind: understanding.kind,
      name: name ?? projectName(words),
      title: projectTitle(words),
      description: `${KIND_WORDS[understanding.kind].replace(/^a/, 'A')} that keeps ${entities
        .map(({ plural }) => plural)
        .join(', ')
        .replace(/, ([^,]*)$/, ' and $1')}.`,
      ...withdrawn(whole.settled, whole.requirements, requirements),
      // Who signs in, and what they may do, is open for every other kind.
      access: understanding.kind === 'api' ? settled.access : null,
    },
    requirements: withinReach(understanding.kind, requirements),
    assumptions: understanding.assumptions,
    background: understanding.background.map(({ text }) => text),
    doubts: doubtsOf(passages, requirements, entities, understanding),
  };
}

function claimsOf(requirements: readonly RequirementNotes[]): Domain['claims'] {
  return requirements.flatMap(({ outcome }, index) =>
    outcome.kind === 'met'
      ? [...new Map(outcome.aspects.map((aspect) => [aspectKey(aspect), aspect])).values()].map((aspect) => ({
          requirement: `R${String(index + 1)}`,
          aspect,
        }))
      : [],
  );
}

/**
 * Reads a brief into an analysis, without a model. What is not understood becomes an open requirement.
 * @throws MillwrightError `InvalidBrief` when it contradicts itself or points outside the project, `ModelRequired` when it
 * asks for something else than software that keeps records.
 */
export function readBrief({ brief, name, kind }: BriefRequest): Analysis {
  const passages = passagesOf(brief);
  const opening = passages.slice(0, OPENING).map(({ text }) => text);
  refuseOutside(brief);
  refuseEmptyRanges(brief);
  const other = otherField(
    opening.join(' '),
    kind,
    kind === 'cli' || kind === 'library' ? kind : kindOf(passages),
  );
  if (other !== undefined)
    throw modelRequired(`The brief asks for something else than records: ${other}.`, opening);
  const understood = understandBrief({ brief, name, kind });
  const isOpen = ({ outcome }: RequirementNotes): boolean => outcome.kind === 'open';
  const beyond = understood.requirements.filter(isOpen);
  if (beyond.length > understood.requirements.length * MOST_OPEN) {
    throw modelRequired(
      'More than two thirds of what the brief says is out of their field.',
      beyond.map(({ source }) => source.text),
    );
  }
  if (!DELIVERED_KINDS.has(understood.domain.kind)) {
    throw modelRequired(
      `The brief asks for a project of kind "${understood.domain.kind}".`,
      understood.requirements.map(({ source }) => source.text),
    );
  }
  const domain: Domain = { ...understood.domain, claims: claimsOf(understood.requirements) };
  const requirements = understood.requirements.map((requirement, index): Requirement => ({
    id: `R${String(index + 1)}`,
    statement: sentence(requirement.statement),
    source: requirement.source.text,
    examples:
      requirement.outcome.kind === 'met'
        ? requirement.outcome.aspects.flatMap((aspect) =>
            acceptanceExamples(domain, aspect, understood.doubts),
          )
        : [],
    proof: proofOf(requirement),
  }));
  return {
    version: 1,
    author: 'blueprint',
    name: domain.name,
    title: domain.title,
    kind: domain.kind,
    stack: { language: 'typescript', framework: FRAMEWORKS[domain.kind] },
    understood: [...understoodSentences(domain, requirements)],
    requirements,
    questions: [],
    assumptions: [...understood.assumptions, ...understood.background.map((text) => `${ASIDE}"${text}"`)],
    subject: domain,
  };
}
