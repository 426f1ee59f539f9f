import type { Aspect } from '../domain/aspect.js';
import type { Access, Action } from '../domain/access.js';
import type { Rule, State } from '../domain/rule.js';
import { plural, singular } from './nouns.js';
import type { Restrictions } from './restriction.js';
import { endOf, isLongerName, onlyOne, sameWords } from './same-words.js';
import type { Mode } from './statements/lists/mode.js';

/** Words of the brief, verbatim, and where they stand: the order of requirements. */
export interface Source {
  readonly text: string;
  readonly position: number;
}

export interface FieldNotes {
  readonly words: string;
  /** For a reference: what deleting the record that it names does, and who says so. */
  onDelete?: { readonly does: 'refuse' | 'cascade' | 'clear'; readonly source: Source };
  /** Whether it names several records; `max`: how many at most. */
  readonly several?: { max: number | null };
  /** Singular of the entity that it refers to, for a reference. */
  readonly refersTo: string | undefined;
  readonly said: { readonly restriction: Restrictions; readonly source: Source }[];
  readonly source: Source;
  /** Whether the brief names it; otherwise it was assumed. */
  readonly stated: boolean;
}

export interface EntityNotes {
  readonly singular: string;
  readonly plural: string;
  readonly fields: FieldNotes[];
  readonly searchable: string[];
  readonly ranged: string[];
  readonly sortable: string[];
  sortedBy: { field: string; direction: 'ascending' | 'descending'; source: Source } | null;
  page: { size: number; most: number; source: Source } | null;
  /** What words for some of its records mean: "empty while it is running". */
  readonly states: State[];
  readonly source: Source;
}

/** One statement of the brief: what it is about in the subject, or why it stays open. */
export interface RequirementNotes {
  readonly statement: string;
  readonly source: Source;
  readonly outcome:
    | { readonly kind: 'met'; readonly aspects: readonly Aspect[] }
    | { readonly kind: 'checked'; readonly check: string }
    | { readonly kind: 'open'; readonly reason: string };
  /** Words of the brief, around its source, that its reader has accounted for one by one. */
  readonly taken?: string | readonly string[];
}

/** What has been taken from a brief so far. Readers of statements add to it. */
export class Understanding {
  readonly entities: EntityNotes[] = [];
  readonly rules: Rule[] = [];
  readonly requirements: RequirementNotes[] = [];
  readonly assumptions: string[] = [];
  /** What it is for, in the brief's words: `veterinary clinic`. */
  subject: string | undefined;
  /** The name that the brief gives the project. */
  calledName: string | undefined;
  /** The entity that the last statement was about: what "it" means. */
  topic: EntityNotes | undefined;
  /** A noun that the last sentence was about, when that is no kind of record so far: what "it" means in the next. */
  spokenOf: string | undefined;
  /** The only kind of record (singular) that the last sentence names, where it was about something else. */
  namedLast: string | undefined;
  /** The record announced last, "Then the boats.", and where: what follows may list its fields. */
  announced: { readonly entity: EntityNotes; readonly position: number } | undefined;
  readonly announcements = new Set<string>();
  /** The record that ties two others, spoken of last: what "each such pairing" is. */
  tied: EntityNotes | undefined;
  /** Whether the brief says anything of each pairing, and what it calls one. */
  hasPairings = false;
  pairingNoun: string | undefined;
  /** The list that was asked for last, where, and those asked for in the same breath. */
  listed:
    | { readonly entity: EntityNotes; readonly position: number; readonly others: readonly EntityNotes[] }
    | undefined;
  /** The kind of record whose making was spoken of last: what "then" is after. */
  created: EntityNotes | undefined;
  /** The field that the last statement was about. */
  fieldTopic: FieldNotes | undefined;
  /** Ends of sentences that have to be read as statements of their own. */
  readonly remainders: { readonly text: string; readonly source: Source }[] = [];
  readonly contradictions: { readonly about: string; readonly first: Source; readonly second: Source }[] = [];
  /** Nouns (singular) of which the brief says that there are none. */
  readonly excluded: { readonly noun: string; readonly source: Source }[] = [];

  /** Noun of the records of which the brief says that they sign in. */
  namedPeople: string | undefined;
  /** Whether the brief says that people register. */
  letsRegister = false;
  /** The role that the brief lets people register in, or the noun of all who do; undefined: it names none, or several. */
  registering: string | undefined;
  /** Whom the last statement about rights was about, and where. */
  grantee: { readonly words: string; readonly position: number } | undefined;
  /** Roles of which the brief says that they read only; settled when all rights are known. */
  readonly readOnly: { readonly roles: readonly string[]; readonly source: Source }[] = [];
  /** Roles that read some records; settled when it is known who else does. */
  readonly readers: { readonly roles: readonly string[]; readonly entities: readonly EntityNotes[] }[] = [];
  /** Roles that may do something, where nothing says that nobody else may; settled when all rights are known. */
  readonly shared: {
    readonly roles: readonly string[];
    readonly entities: readonly EntityNotes[];
    readonly actions: readonly Action[];
  }[] = [];
  /**
   * What is read without signing in, as far as nothing else restricts it; undefined: all that is no record of people. Settled
   * when all rights are known. `by`: which half the passage says, that reading is open, that writing takes a login, or both.
   */
  readonly openReading: {
    readonly entities: readonly EntityNotes[] | undefined;
    readonly source: Source;
    readonly by: 'reading' | 'writing' | 'both';
  }[] = [];
  /** Singulars of the records that are read by nobody who has not signed in, by the brief's words; `all`: of every kind. */
  closedReading: Set<string> | 'all' = new Set();
  /** `entity/action` of which the brief says that only some may do it. */
  readonly keptAlone = new Set<string>();
  /** Roles of which the brief says that only they may do something. */
  readonly privileged = new Set<string>();
  /** `entity/action` → the roles of `shared` that others were put beside. */
  readonly sharedRights = new Map<string, readonly string[]>();
  /** Whether the brief tells of roles anywhere: those who have one need not be its customers. */
  hadRoles = false;
  /** Whether the brief speaks of sign-in anywhere. */
  hadAccess = false;
  /** Positions of passages that stand under a heading about who may do what. */
  rightsFollow: ReadonlySet<number> = new Set();
  /** Sign-in, as far as the brief speaks of it. */
  access: Access | null = null;
  kind: 'api' | 'cli' | 'library' = 'api';
  /** Words of the brief that tell of its subject and ask for nothing. */
  background: readonly Source[] = [];
  /** What each passage says as a whole, by its position. */
  passages: readonly string[] = [];
  /** Positions of passages that stand under a heading about lists. */
  listModes: ReadonlyMap<number, Mode> = new Map();
  /** The record under whose name a passage stands, by the passage's position. */
  readonly sections = new Map<number, EntityNotes>();
  /** `parent/child` for every "a parent has many children" so far. */
  readonly manySides = new Set<string>();

  /** @param known Singulars of every entity that the brief declares somewhere, so that order does not matter. */
  constructor(
    readonly known: ReadonlySet<string>,
    /** Singulars of what the brief speaks of as records in all of it together. */
    private readonly found: ReadonlySet<string>,
  ) {}

  /** Notes that reading takes a login; `entities` undefined: reading whatever it is. */
  closeReading(entities: readonly EntityNotes[] | undefined): void {
    if (entities === undefined || this.closedReading === 'all') this.closedReading = 'all';
    else for (const { singular: one } of entities) this.closedReading.add(one);
  }

  /** Whether the brief as a whole speaks of the noun as a kind of record. */
  isFound(noun: string): boolean {
    return this.found.has(singular(noun));
  }

  /** The entity of that noun, singular or plural, if the brief has declared it by now. */
  entity(noun: string): EntityNotes | undefined {
    const one = singular(noun);
    return this.entities.find(
      (entity) => entity.singular === noun || entity.plural === noun || entity.singular === one,
    );
  }

  /** The same, or the only one whose last words they are: "session" for a parking session. */
  entityMeant(noun: string): EntityNotes | undefined {
    const exact = this.entity(noun);
    if (exact !== undefined) return exact;
    const ending = this.entities.filter((entity) => entity.singular.endsWith(` ${singular(noun)}`));
    return ending.length === 1 ? ending[0] : undefined;
  }

  /** Whether the brief declares the noun as a kind of record, here or further down. */
  isKnown(noun: string): boolean {
    return this.known.has(singular(noun)) || this.entity(noun) !== undefined;
  }

  declare(noun: string, source: Source): EntityNotes {
    const before = this.entity(noun);
    if (before !== undefined) return before;
    const one = singular(noun);
    const entity: EntityNotes = {
      singular: one,
      plural: plural(one),
      fields: [],
      searchable: [],
      ranged: [],
      sortable: [],
      sortedBy: null,
      page: null,
      states: [],
      source,
    };
    this.entities.push(entity);
    return entity;
  }

  field(entity: EntityNotes, words: string): FieldNotes | undefined {
    return (
      entity.fields.find((field) => field.words === words) ??
      entity.fields.find((field) => singular(field.words) === singular(words)) ??
      entity.fields.find((field) => isLongerName(singular(words), field.words)) ??
      entity.fields.find(
        (field) => field.words.startsWith(`${words} in `) || field.words === `number of ${words}`,
      ) ??
      onlyOne(
        entity.fields.filter((field) =>
          ['date', 'time', 'day', 'at', 'on', 'number', 'code'].some(
            (kind) => field.words === `${words} ${kind}`,
          ),
        ),
      ) ??
      onlyOne(entity.fields.filter((field) => sameWords(field.words, words))) ??
      onlyOne(
        entity.fields.filter((field) => endOf(words) !== undefined && endOf(field.words) === endOf(words)),
      ) ??
      onlyOne(
        entity.fields.filter(
          (field) =>
            words.length > 3 &&
            field.refersTo === undefined &&
            // "Unit" is neither "lowest unit" nor "size in units", where both are there.
            [words, plural(words), singular(words)].some((each) => ` ${field.words} `.includes(` ${each} `)),
        ),
      )
    );
  }

  addField(
    entity: EntityNotes,
    words: string,
    source: Source,
    more: {
      readonly refersTo?: string;
      readonly stated?: boolean;
      readonly several?: { max: number | null };
    } = {},
  ): FieldNotes {
    const before = entity.fields.find((field) => field.words === words);
    if (before !== undefined) return before;
    const field: FieldNotes = {
      words,
      refersTo: more.refersTo,
      ...(more.several === undefined ? {} : { several: more.several }),
      said: [],
      source,
      stated: more.stated ?? true,
    };
    entity.fields.push(field);
    return field;
  }

  /** Two statements that cannot both hold; the brief is refused for them when it has been read. */
  contradict(about: string, first: Source, second: Source): void {
    this.contradictions.push({ about, first, second });
  }

  /** What deleting a record of `parent` does to those whose `field` names it; two statements cannot say two things. */
  deleting(
    parent: EntityNotes,
    field: FieldNotes,
    does: 'refuse' | 'cascade' | 'clear',
    source: Source,
  ): void {
    const before = (field.onDelete ??= { does, source });
    if (before.does !== does)
      this.contradict(
        `what deleting ${parent.plural} does is said twice, and not alike`,
        before.source,
        source,
      );
  }

  /** The statement that a rule comes from. */
  sourceOfRule(id: string): Source {
    const requirement = this.requirements.find(
      ({ outcome }) =>
        outcome.kind === 'met' &&
        outcome.aspects.some((aspect) => aspect.kind === 'rule' && aspect.rule === id),
    );
    return requirement?.source ?? { text: '', position: 0 };
  }

  /** @param taken Words around the source that the reader has accounted for one by one. */
  met(
    statement: string,
    source: Source,
    aspects: readonly Aspect[],
    taken?: string | readonly string[],
  ): void {
    this.requirements.push({
      statement,
      source,
      outcome: { kind: 'met', aspects },
      ...(taken === undefined ? {} : { taken }),
    });
  }

  checked(statement: string, source: Source, check: string): void {
    this.requirements.push({ statement, source, outcome: { kind: 'checked', check } });
  }

  open(statement: string, source: Source, reason: string): void {
    this.requirements.push({ statement, source, outcome: { kind: 'open', reason } });
  }

  /** Puts the rest of a statement back, to be read by itself. */
  later(text: string, whole: { readonly source: Source }): void {
    const source = whole.source.text.includes(text) ? { ...whole.source, text } : whole.source;
    this.remainders.push({ text, source });
  }

  /** Words that tell of the subject and ask for nothing. */
  aside(source: Source): void {
    if (!this.background.some(({ text }) => text === source.text))
      this.background = [...this.background, source];
  }

  /** Takes back what was put aside of a passage: a requirement stands for it. */
  askedAfterAll(position: number): void {
    this.background = this.background.filter((source) => source.position !== position);
  }

  assume(sentence: string): void {
    if (!this.assumptions.includes(sentence)) this.assumptions.push(sentence);
  }
}
