import type { Aspect } from '../../domain/aspect.js';
import type { Domain } from '../../domain/domain.js';
import type { Rule } from '../../domain/rule.js';
import { verbsMaking } from '../making-verbs.js';
import { isLongerName } from '../same-words.js';
import type { RequirementNotes } from '../understanding.js';
import { stemsOf } from './word-stems.js';

/**
 * Words that a statement is made with and that say nothing by themselves: articles, pronouns, prepositions, auxiliaries,
 * modal verbs, courtesy. What limits a statement ("only", "never", "same", "before", "at a time") is none of them: each kind
 * of claim names those that it expresses.
 */
export const GLUE = stemsOf(
  'a an the this that these those it its itself they them their he she him her his hers we us our i my me you your who whom whose which what ' +
    'is are was were be been being am do does did have has had having can could may might must shall should will would ' +
    'of to in on for by with from at into as and or but so also too either both then there here ' +
    'please just really simply basically obviously actually naturally well like such as said please possible course always ' +
    'able let make made makes sure need needs needed want wants wanted would like allowed allow possible important ' +
    'person people somebody someone anybody anyone everybody everyone user users thing things one ones kind sort type ' +
    'api system software program service app application record records data information entry entries list lists ' +
    'something anything how any all some each every own another other others further more several etc via per her w',
);

const FRAMES = {
  records:
    'give gives id get receive gets separately where log document maintain short brief keep store track record note write down register manage hold know include contain consist call carry bear state list describe identify following information ' +
    'create read change update delete add edit remove see view enter save capture collect new take number several many also together with about first then next finally now',
  bound:
    'nothing tops zero string chars int bool bigger big smaller stay remain keep somewhere euro euros at least most more less few fewer than over under above below between from to up until till minimum min maximum max no not never cannot exceed exceeding great greater large larger high higher low lower long longer short ' +
    'go drop fall sink rise shorter small or late later early earlier before after and positive negative zero character char letter long length word limit range whole number integer digit value inclusive exclusive non nonnegative free text only exactly count',
  form:
    'datetime timestamp url enum namely allowed decimal numeric bigint null last latter consists string varchar int bool chars any zero more many several list eur usd gbp short hyphen dash slash dot point how whole number integer digit decimal place date day time moment text true false yes no boolean flag whether one of either or choice out following value valid form format pattern like address capital uppercase lower case small letter ' +
    'character exactly then follow by consist number between and up state status euro currency kind amount when if on written as percent can enum calendar well good proper real iso month year set never not',
  required:
    'pk primary key string text varchar int null yes required mandatory obligatory compulsory must give given enter fill always need necessary no not never empty miss without out leave left cannot field have',
  optional:
    'still going running open active ongoing on over finished optional optionally not no none required mandatory left leave empty blank missing maybe perhaps sometimes necessarily nobody always know unknown yet while still until want wish if can may out without where when some only fill have has null nullable ever later without give',
  default:
    'beginning initially in begin start default initially initial start starting begin beginning first at first new newly unless otherwise say said else nothing state stated specify specified given give say fill left out assume nobody anything when set count automatically be become is starts as no not none yes true false today now day moment time date create created enter entered mean put goes go in to own if until',
  reference:
    'inside put id over join figure appear occur time yes required work certain various different trained qualified drawn made consist contain bear belong to exactly one single of each every always for under against in at on by with link linked connect attached attach assign assigned refer refers reference relate tie tied concern go goes sit stand live lie play be made done place placed report given optional optionally may can have has several many most no not none without left empty out part held some multiple many to relation relationship write taught teach read enrol speak know',
  filter:
    'filter filtered filterable narrow search find look list show see get browse select query restrict by per on given certain particular specific only where with for of each exact choose view up retrieve fetch display want see all any between',
  range:
    'filter filtered between range minimum maximum min max from to until since bounded bound given certain two dates date period least most up within search find list show see get browse by on narrow for time start end earliest latest',
  search:
    'search searched searching find look up full text free by part parts piece word words some in of their contain containing contains match matching substring partial partly query either type anything keyword keywords term string letter case see show list get browse through for',
  sort: 'closest nearest sort sorted sortable sorting order ordered ordering by first last newest latest oldest earliest highest lowest descending ascending alphabetical alphabetically reverse top bottom down up soonest recent recently most least default usually otherwise direction ask asked list show see get on and longest cheapest alphabet show come',
  fixed:
    'immutable never change changed changes fixed once set cannot not no after afterwards later again only by system service automatically edited altered ever modified immutable final read be filled stay recorded when is entered same day time own then until remain given given',
  'sign-in':
    'role type kind two three four there are both different following sign log logged login in out logging register registered registration email address password at least character long bearer token get receive authenticate authenticated authentication account accounts everybody everyone must before anything use with only an and no not without first unique their need needs api min minimum required request call endpoint auth access own can may staff work user name something by all each hold person',
  permission:
    'log sign in both and anything amend data except only own themself themselves they made create created creates read reads see sees seen change changes changed delete deletes deleted edit edits edited update updated updates remove removes removed view views viewed add adds added manage manages managed handle handles everything anything everyone everybody anyone all any every allowed permitted may can nobody no not none else except but but other logged log sign signed in user users role roles look at do work with list lists staff public anonymous without login write writes enter enters correct amend amends modify modifies access full nothing thing things make makes who whose record records register maintain maintains cancel themselves put entitled right',
  pagination:
    'everything everywhere endpoint endpoints long on page pages paged pagination paginated paginate per at most max maximum default up to size limit offset time show list each entry entries result results 20 item items get unless asked otherwise and come first',
  deletion:
    '409 conflict conflicterror throw restrict restricted block blocked forbid forbidden cascade cascades reference references referenced drop drops something vacant unused off use name list contain part attach give delete deleted deleting deletes deletion remove removed removing removes gone go goes vanish vanishes disappear disappears too with together along also as well all its their stay stays remain remains keep kept simply have has no not cannot never without none left while still if when once as long only ever any at all there be refused forbidden possible impossible allowed refuse reject rejected exist existing there has had have them lose belong take takes taken away throw thrown must unless leaves leave loses up until after empty point refer refers reference drop dropped own attached cascade cascades block blocked prevent',
  documentation:
    'openapi swagger documentation documented document docs described description endpoint endpoints api interactive page generated specification should be machine readable',
  health:
    'health check healthcheck endpoint alive up running liveness status answer answers ready monitoring get',
  persistence:
    'still when close terminal back up reopen persist persisted persistent persistence store stored save saved survive survives restart restarts database sqlite disk lost lose file keep kept local no not data nothing between runs start starts process crash laptop ends',
  problems:
    'valid validate validated validation input inputs error errors message messages clear json request requests refused refuse bad invalid wrong answered answer 400 404 409 422 status code codes problem details return returns response responses proper rejected reject with helpful sensible check checked',
} as const;

const RULES: Readonly<Record<Rule['kind'], string>> = {
  'at-most':
    'exceeded overbook overfill overcrowd accept teach lead supervise author write publish purchase buy nobody refuse refused reject rejected at most more less than no not never maximum max up limit limited only each every per any single have hold own borrow rent take get keep make place put write carry contain include fit book reserve enter enrol enroll belong assign assigned add added be number total exceed over allow allowed one of out can for in on with cannot go goes there together be receive reached once reach already full a use used work run play plays stand stands give given apply',
  unique:
    'carry bear hold earn award review rate join attend enter appear occur only book borrow refuse refused reject rejected uniq pk primary key unique uniquely no not never two twice same once only one else other another nobody different distinct share exist exists use used reuse reused again more than per each every within within every have already duplicate duplicates repeat repeated appear appears occur occurs may can cannot must combination together be registered kind enter entered have has in for at most single ever taken there be given get added add any double of rate rated list put come',
  order:
    'if given known there refuse refused reject rejected before after earlier later than early late not no never cannot must lie lies fall falls come comes be precede precedes follow follows same day or equal at least most end ends start starts begin begins finish less more great small low high exceed up beyond sooner strictly date time until on fill above below always larger',
  differ:
    'refuse refused reject rejected different differ not no never same equal be two must distinct other themselves itself oneself own cannot both players play against',
  span: 'maximum minimum stay duration length period night last longest shortest if given known there refuse refused reject rejected at least most more less than no not never cannot long longer short shorter last lasts run runs within after before later earlier maximum max minimum min duration between apart difference be up to length take takes limit exceed beyond for hire hires rent rents borrow borrows lend loan loans of exactly over high low above below lie run',
  moment:
    'make book schedule plan set older age or over above apply applying join joining register registering registration sign person if given known there refuse refused reject rejected not no never cannot in the be lie lies before after today now later earlier than at least when created enter entered registered or new come already yet up until old year years age aged ago birthday adult back ahead advance be still day of',
  compare:
    'if given known there refuse refused reject rejected not no never cannot exceed more less than at most least over under above below great larger higher lower greater smaller up to within fit fits be before after earlier later high low large small long exceeds limit maximum max beyond allowed may',
  'required-when':
    'if when whenever while unless once only must need needs required mandatory give given reason there be have has filled fill require requires come comes with needs enter entered given without no not cannot never set known is has then been for in case must because after comes',
  transitions:
    'permitted allowed possible valid legal transition transitions nothing else one way go goes from to then through stage stages status state step steps in this order skip skipping no not never back only can may cannot must be become becomes start starts as first begin begins end ends final finally move moves moved pass passes change changes changed set way return returns into until once when after before while at any point reverse other afterwards again sequence follow follows new still already next and directly there always is put mark marked either or ever leave one direction flow life cycle follow later initial initially',
  guard:
    'go back return revert become contain hold read frozen locked immutable final again able only if when while once unless until after before as long no not never cannot can may must be changed change edit edited alter altered delete deleted create created add added made make accept accepted enter entered take taken start started refuse refused reject rejected allowed allow possible any more longer anymore still already has have had with without that which nobody can in all every each none given set new further forbidden put of there been point then ever its modify modified remove removed update updated get book booked mark marked yet available least most than',
  'no-overlap':
    'host hold teach give attend run lead place hold schedule assign make neither nor except unless apart two have in day period date most any given day running refuse refused reject rejected no two not never cannot overlap overlaps overlapping same time clash collide conflict at once one each more than twice double booked book be in for on already period periods times simultaneously any only single may share per must reserve reserved intersect use used taken during',
  total:
    'refuse refused reject rejected total sum summed together all of may not no never cannot exceed more than at most over up to be in exceeds limit maximum max within add adds altogether combined overall taken number into larger great high',
  effect:
    'when whenever if once as soon after set sets become becomes mark marked marks automatically itself by then to is be change changes changed turn turns go goes update updated updates get gets make makes moves moved with and has been put locks day date today at same time moment on create created entered recorded filled in start end count counts as it also status state',
};

const RULE_STEMS = new Map(Object.entries(RULES).map(([kind, words]) => [kind, stemsOf(words)]));
const FRAME_STEMS = new Map(Object.entries(FRAMES).map(([kind, words]) => [kind, stemsOf(words)]));
const NONE: ReadonlySet<string> = new Set();

function frameOf(aspect: Aspect, rules: readonly Rule[]): ReadonlySet<string> {
  switch (aspect.kind) {
    case 'rule': {
      const rule = rules.find(({ id }) => id === aspect.rule);
      return rule === undefined ? NONE : (RULE_STEMS.get(rule.kind) ?? NONE);
    }
    case 'limit':
      return FRAME_STEMS.get('bound') ?? NONE;
    default:
      return FRAME_STEMS.get(aspect.kind) ?? NONE;
  }
}

/** Words for one thing, of which the brief may use one and the claim another. */
const SYNONYMS: readonly string[] = [
  'delete remove gone vanish disappear drop erase destroy',
  'day date time moment when',
  'pay payment',
  'number no count many quantity',
  'price cost',
  'email mail',
  'amount much',
  'coordinates latitude longitude',
  'expire expires run runs out expiry',
  'phone telephone',
  'birth born old age',
  'late newest recent soon',
  'euro eur cent',
  'kilo kg kilogram kilograms',
  'gram g grams',
  'litre liter litres l',
  'metre meter m metres',
  'square sq m2 m',
  'kilometre km kilometres kilometer',
  'minute min minutes',
  'hour h hours hourly',
  'day daily days',
  'year yearly annual annually age old years',
  'month monthly months',
  'week weekly weeks',
  'end last final until finish departure return expire expiry close out till',
  'start first begin from arrival',
  'celsius c degrees',
  'percent percentage',
  'manager managed',
  'status state stage',
  'note comment remark',
  'finish complete done',
  'under below less',
  'sign log',
  'once twice',
  'return back',
];
const SAME = new Map<string, Set<string>>();
for (const line of SYNONYMS) {
  const words = stemsOf(line);
  for (const word of words) SAME.set(word, new Set([...(SAME.get(word) ?? []), ...words]));
}

/** With everything that is another word for one of them. */
export function withSynonyms(stems: ReadonlySet<string>): ReadonlySet<string> {
  return new Set([...stems].flatMap((stem) => [stem, ...(SAME.get(stem) ?? [])]));
}

/** Everything that a rule says, apart from its kind: names, values and numbers. */
function ruleWords(rule: Rule): string {
  const words: string[] = [];
  const collect = (value: unknown, key: string): void => {
    if (['kind', 'id', 'action', 'lies', 'bound', 'relation'].includes(key) && typeof value === 'string')
      return;
    if (typeof value === 'string' || typeof value === 'number') words.push(String(value));
    else if (Array.isArray(value)) for (const each of value) collect(each, '');
    else if (typeof value === 'object' && value !== null)
      for (const [name, each] of Object.entries(value)) collect(each, name);
  };
  collect(rule, '');
  return words.join(' ');
}

/** Deeds by which a record that ties others comes to be: to borrow a book is to make a loan. */
const MAKING =
  'borrow book rent hire lend loan lease let take reserve buy order join enter register place apply get use sign up start assign receive';

/** What a rule says without its own words: the records that those it is about tie, and that only a state holds at a time. */
function meantBy(rule: Rule, domain: Pick<Domain, 'entities'>): readonly string[] {
  const counted =
    rule.kind === 'guard'
      ? rule.conditions.flatMap((each) => (each.kind === 'count' ? [each.entity] : []))
      : [];
  const runs =
    rule.kind === 'guard' && rule.conditions.some((each) => each.kind === 'count' && each.state !== null);
  const about = domain.entities.filter(({ singular }) => [rule.entity, ...counted].includes(singular));
  const tied = about
    .flatMap(({ fields }) => fields)
    .flatMap(({ type, words }) => (type.kind === 'reference' ? [type.entity, words] : []));
  const holdsNow = 'state' in rule && rule.state !== null;
  // Of a moment "in the past" and "not in the future" are one; of a day they are not.
  const isInstant =
    rule.kind === 'moment' &&
    domain.entities.some(
      ({ singular, fields }) =>
        singular === rule.entity &&
        fields.some(({ words, type }) => words === rule.field && type.kind === 'datetime'),
    );
  const isAtMoment =
    rule.kind === 'unique' &&
    domain.entities.some(
      ({ singular, fields }) =>
        singular === rule.entity &&
        fields.some(
          ({ words, type }) =>
            [rule.field, ...rule.also].includes(words) && ['datetime', 'time'].includes(type.kind),
        ),
    );
  const makes = (rule.kind === 'guard' || rule.kind === 'effect') && rule.on.action === 'create';
  const isOfMaking = makes || ['unique', 'at-most', 'no-overlap', 'moment'].includes(rule.kind);
  return [
    ...tied,
    ...(isOfMaking ? [verbsMaking(rule.entity)] : []),
    ...(makes && rule.kind === 'guard' ? [MAKING] : []),
    ...(isInstant ? ['past future'] : []),
    ...(runs ? [...counted.map(verbsMaking), 'currently now still'] : []),
    // What has one moment overlaps where that is the same.
    ...(isAtMoment ? [RULES['no-overlap']] : []),
    ...(holdsNow ? ['at the same time moment once any given currently now present'] : []),
  ];
}

/** The word by which a brief may call a field of that name in full. */
function longerName(words: string): string {
  return ['address', 'number'].find((last) => isLongerName(`${words} ${last}`, words)) ?? '';
}

function aspectWords(aspect: Aspect, domain: Pick<Domain, 'entities' | 'rules'>): string {
  const words: string[] = [];
  if ('entity' in aspect) {
    const entity = domain.entities.find(({ singular }) => singular === aspect.entity);
    words.push(aspect.entity, entity?.plural ?? '');
    const field = 'field' in aspect ? entity?.fields.find((each) => each.words === aspect.field) : undefined;
    if (field !== undefined) {
      words.push(field.words, longerName(field.words));
      if (field.type.kind === 'enum' || field.type.kind === 'choices') words.push(...field.type.values);
      if (field.type.kind === 'reference') words.push(field.type.entity);
    }
    if (aspect.kind === 'search') words.push(...(entity?.searchable ?? []));
    if (aspect.kind === 'records') words.push(...(entity?.fields ?? []).map((each) => each.words));
  }
  if (aspect.kind === 'rule') {
    const rule = domain.rules.find(({ id }) => id === aspect.rule);
    if (rule !== undefined) words.push(ruleWords(rule), ...meantBy(rule, domain));
    if (rule?.kind === 'unique') words.push(longerName(rule.field));
  }
  return words.join(' ');
}

/** The stems of the words that what a requirement claims says in its own words, and of those that say of what kind it is. */
export function expressedBy(
  requirement: RequirementNotes,
  domain: Pick<Domain, 'entities' | 'rules'>,
): ReadonlySet<string> {
  if (requirement.outcome.kind !== 'met') return NONE;
  const own = requirement.outcome.aspects.flatMap((aspect) => [...stemsOf(aspectWords(aspect, domain))]);
  const said = withSynonyms(new Set([...stemsOf(requirement.statement), ...own]));
  // "Inactive" is "not active", where the claim says that.
  const isNegated = /\b(?:not|no|never|only when)\b/.test(requirement.statement);
  const negated = isNegated ? [...said].flatMap((stem) => [`un${stem}`, `in${stem}`, `non${stem}`]) : [];
  const frames = requirement.outcome.aspects.flatMap((aspect) => [...frameOf(aspect, domain.rules)]);
  return new Set([...said, ...negated, ...frames]);
}
