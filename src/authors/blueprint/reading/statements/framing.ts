import { splitOutside } from '../outside-brackets.js';
import { isPlural, nounWords } from '../nouns.js';
import type { Understanding } from '../understanding.js';
import { noteRecords, recordItemsOf, type RecordItem } from './records.js';
import { canBeRecord, within, type Reader, type Reading, type Statement } from './statement.js';

const ASK =
  /^(?:(?:please|hi|hello|hey)[,!.]? )*(?:(?:can|could|would) you (?:please )?|let's |let us |i(?:'d| would) like (?:you to |to )?|i(?:'m| am) looking for |i want (?:you to |to )?|i need (?:you to |to )?|we(?:'d| would) like (?:to )?|we want (?:to )?|we need (?:to )?|(?:the|our|my) (?:goal|aim|task|project) is (?:to )?|this is |it is |it's )?(?:(?:build|create|make|write|develop|design|implement|generate|produce|provide|set up|give|have)(?: me| us)? )?/i;
const THING =
  /^(?:an? |the |my |our |some )?((?:[\w.'/-]+ ){0,6}?)((?:web |http |rest |micro-?)?(?:api|apis|backend|back-end|back end|service|server|webservice|microservice|application|app|system|software|program|platform|tool|tracker|manager|database))(?= |[.,:;!]|$)(?: (?:(?:rest|restful|http|json|crud) )?(?:api|service|backend|server|system|app))*/i;
/** What is built where it is code for other code; told so only with its records behind a colon. */
const CODE =
  /^(?:an? |the |my |our |some )?((?:[\w.-]+ ){0,4}?)((?:library|package|module|set|collection)(?: of (?:[\w.-]+ )?functions)?)(?= )/i;
/** Words about the making of software, not about its subject. */
const MAKING =
  /^(?:simple|small|basic|rest|restful|http|https|json|crud|web|backend|back-end|minimal|complete|full|modern|little|tiny|new|typescript|node|node\.js|nodejs|fastify|clean|lightweight|good|nice|quick|plain|straightforward|production-ready|well-tested|working|open|public|internal|single|documented|typed|robust|solid|online|command-line|terminal|console|npm|javascript|reusable)$/i;
const FOR_SUBJECT =
  /^(?:,? ?(?:for|about|of|around)) (?:an?|the|my|our|some) ([\p{L}\d' -]+?)(?=,|:|;|\.|!|$| with | that | which | where | to | in which | having | including | and | using | in (?:typescript|node)| written )/iu;
const DOING =
  /^,? ?(?:for|to|that|which|that can|which can|that lets (?:users|me|us|people|staff|you)|that allows (?:users|me|us|people|staff) to|that helps (?:users|me|us|people|staff)?(?: to)?|so (?:that )?(?:i|we|users) can|used to)? ?(?:manag(?:e|es|ing)|track(?:s|ing)?|keep(?:s|ing)?(?: track of| records of| a record of)?|stor(?:e|es|ing)|record(?:s|ing)?|handl(?:e|es|ing)|organi[sz](?:e|es|ing)|catalogu?(?:e|es|ing)|log(?:s|ging)?|maintain(?:s|ing)?|list(?:s|ing)?|sav(?:e|es|ing)|hold(?:s|ing)?|administ(?:er|ers|ering|rating)) (?:the |all |all the |our |my |their |information about |data about |records of |data on )?(.+)$/i;
/** "for managing a music collection with …": a subject, not a kind of record. */
const KEPT_WHOLE =
  /^,? ?(?:for|to|that|which) (?:manag(?:e|es|ing)|track(?:s|ing)?|run(?:s|ning)?|organi[sz](?:e|es|ing)|handl(?:e|es|ing)|administ(?:er|ers|ering)) (?:an?|the|my|our) ([\w' -]+?)(?=$|,|:|;|\.| with | containing | that | which | where )/i;
/** "for booking meeting rooms": what is done there, which is no kind of record either. */
const DONE_THERE =
  /^,? ?(?:for|about) (?!(?:parking|meeting|training|shipping|building|greeting|painting|recording|wedding)s? )\w+ing ([\w' -]+?)(?=$|,|:|;|\.| with | containing | that | which | where )/i;
const WITH =
  /^,? ?(?:with|having|including|containing|consisting of|featuring|of|around|about|for|where there are|it has|and has) (?:the following (?:entities|resources|records|data)? ?:? ?)?(.+)$/i;
const CALLED = /^,? ?(?:called|named) ["']?([\w -]+?)["']?(?=[,.;:!]|$| with | for | that | which | to )/i;
const STACK =
  /^,? ?(?:and )?(?:in|using|with|on|on top of|built (?:with|on|in)|based on|written in|powered by|running on) ((?:typescript|node(?:\.?js)?|fastify|sqlite|zod|openapi|swagger|rest|json)(?:(?:,| and|, and) (?:typescript|node(?:\.?js)?|fastify|sqlite|zod|openapi|swagger))*)(?=[,.;:!]|$| )/i;

/** The subject words among those before "API": `simple library` → `library`. */
function subjectIn(words: string): string {
  return nounWords(
    words
      .trim()
      .split(' ')
      .filter((word) => !MAKING.test(word))
      .join(' '),
  );
}

/** Whose it is, where the article was left out: "software for bicycle repair workshop". */
const PLACE =
  /(?:^| )(?:shop|store|workshop|school|club|office|clinic|garage|studio|practice|museum|theatre|theater|restaurant|bakery|company|business|centre|center|farm|hotel|hostel|hospital|laboratory|lab|agency|association|society|institute|archive|kennel|nursery|gym|choir|orchestra|household)$/;

/** What people do, by the ending of the word. */
const WORK =
  /(?:planning|management|tracking|keeping|booking|administration|scheduling|handling|monitoring|logistics|organi[sz]ation)$/;

/** "A fleet of vans", "a catalogue of stamps": many of them, and no record of its own. */
const MANY_OF =
  /^(?:an? |the |my |our |its |their )?(?:[\w-]+ )?(?:fleet|collection|catalogu?e?|inventory|register|directory|list|set|stock|pool|archive|log|database|number|range|selection) of (?=[\w-]+(?: [\w-]+)?s\b)/i;

/** What is kept, as words about the whole name it; undefined: they name no records. */
function recordsKept(phrase: string, understanding: Understanding): readonly RecordItem[] | undefined {
  const words = phrase.replace(/[.!]$/, '');
  const [collective = ''] = MANY_OF.exec(words) ?? [];
  const noun = nounWords(/(\w+) of $/.exec(collective)?.[1] ?? '');
  return recordItemsOf(
    noun === '' || understanding.isFound(noun) ? words : words.slice(collective.length),
    understanding,
  );
}

/** "For keeping inventory", of a brief that describes its records: what is done, and no kind of record. */
function namesSubject(records: readonly RecordItem[], listed: string, understanding: Understanding): boolean {
  const [only, ...others] = records;
  if (only === undefined || others.length > 0 || only.fields !== undefined || only.parents.length > 0)
    return false;
  const { noun } = only;
  // "For house plants: plants, rooms and waterings": the list, or the rest of the brief, says what they are called.
  const last = noun.split(' ').at(-1) ?? '';
  if (last !== noun && (new RegExp(`\\b${last}\\b`, 'i').test(listed) || understanding.isFound(last)))
    return true;
  const isSaidOnce = understanding.passages.join(' ').toLowerCase().split(noun).length === 2;
  return !isPlural(noun) && isSaidOnce && [...understanding.known].some((known) => known !== noun);
}

/** One step through what follows "A REST API"; undefined: no step fits. `listed`: what stands behind a colon. */
function step(
  rest: string,
  listed: string,
  statement: Statement,
  understanding: Understanding,
): { rest: string; act: () => void } | undefined {
  const called = CALLED.exec(rest);
  if (called?.[1] !== undefined) {
    const name = called[1];
    return {
      rest: rest.slice(called[0].length),
      act: () => {
        understanding.calledName = name;
      },
    };
  }
  const stack = STACK.exec(rest);
  if (stack?.[1] !== undefined) {
    const named = stack[1];
    return {
      rest: rest.slice(stack[0].length),
      act: () => {
        understanding.checked(
          `it is built with ${named}`,
          within(statement, stack[0]),
          'the project is type-checked, built and started',
        );
      },
    };
  }
  const kept = KEPT_WHOLE.exec(rest);
  if (kept?.[1] !== undefined && !isPlural(nounWords(kept[1])) && canBeRecord(nounWords(kept[1]))) {
    const words = subjectIn(kept[1]);
    return {
      rest: rest.slice(kept[0].length),
      act: () => {
        understanding.subject ??= words;
      },
    };
  }
  const doing = DOING.exec(rest);
  const done = doing?.[1] === undefined ? undefined : recordsKept(doing[1], understanding);
  const [subjectDone] = done ?? [];
  if (done !== undefined && subjectDone !== undefined && namesSubject(done, listed, understanding)) {
    return {
      rest: '',
      act: () => {
        understanding.subject ??= subjectDone.noun;
        understanding.aside(within(statement, subjectDone.text));
      },
    };
  }
  if (done !== undefined) return { rest: '', act: () => void noteRecords(done, statement, understanding) };
  const subject = FOR_SUBJECT.exec(rest);
  if (subject?.[1] !== undefined) {
    const words = subjectIn(subject[1]);
    return {
      rest: rest.slice(subject[0].length),
      act: () => {
        understanding.subject ??= words;
      },
    };
  }
  const doneThere = DONE_THERE.exec(rest);
  if (doneThere?.[1] !== undefined) {
    const words = subjectIn(doneThere[1]);
    return {
      rest: rest.slice(doneThere[0].length),
      act: () => {
        understanding.subject ??= words;
      },
    };
  }
  const withRecords = WITH.exec(rest);
  const records =
    withRecords?.[1] === undefined
      ? undefined
      : recordItemsOf(withRecords[1].replace(/[.!]$/, ''), understanding);
  const [only, ...others] = records ?? [];
  if (only?.fields === undefined && only?.parents.length === 0 && others.length === 0) {
    // "For property viewings", where viewings are described further down.
    const last = only.noun.split(' ').at(-1) ?? '';
    const isPlace = PLACE.test(only.noun) && !understanding.isKnown(only.noun);
    // "For event planning", "for HR", where more is said: what people do there, and no kind of record.
    const isWork =
      understanding.passages.length > 1 &&
      !understanding.isFound(only.noun) &&
      (WORK.test(only.noun) || /^\p{Lu}{2,4}$/u.test(only.text.trim()));
    if (isPlace || isWork || (last !== only.noun && understanding.isKnown(last))) {
      return {
        rest: '',
        act: () => {
          understanding.subject ??= only.noun;
        },
      };
    }
  }
  if (records !== undefined)
    return { rest: '', act: () => void noteRecords(records, statement, understanding) };
  return undefined;
}

/** What stands before the first colon or dash outside of brackets, and what after it. */
function cutAtColon(text: string): readonly [string, string] {
  const [head = '', ...rest] = splitOutside(text, /:\s+|\s+[–—-]\s+/);
  return rest.length === 0 ? [text, ''] : [head, text.slice(text.indexOf(rest[0] ?? '', head.length))];
}

/** "A REST API for a veterinary clinic, with owners (name, email) and pets": what it is, what for, and its records. */
export const readFraming: Reader = (statement, understanding): Reading => {
  const [asked, tail] = cutAtColon(
    statement.text
      .replace(/[.!]+$/, '')
      .replace(/ \((?:about|around|roughly|some|approx\.?|~|currently|over)? ?\d+ [\p{L} ]+\)/gu, '')
      .replace(ASK, ''),
  );
  const code = understanding.kind === 'library' && tail !== '' ? CODE.exec(asked) : null;
  const thing = code ?? THING.exec(asked);
  if (thing === null) return undefined;
  const kind = (thing[2] ?? '').toLowerCase();
  const words = subjectIn(thing[1] ?? '');
  const subject = words !== '' && /^(?:tracker|manager)$/.test(kind) ? `${words} ${kind}` : words;
  if (subject !== '' && !canBeRecord(subject)) return undefined;
  const acts: (() => void)[] = [];
  let rest = asked.slice(thing[0].length).replace(/^\s+/, ' ');
  while (rest.replace(/^[ ,:;.]+/, '') !== '') {
    const next = step(rest.replace(/^[ ,;]+/, ''), tail, statement, understanding);
    if (next === undefined) break;
    acts.push(next.act);
    rest = next.rest;
  }
  const left = rest.replace(/^[ ,:;.]+/, '').replace(/^for (?:this|that|it|them|these|those)$/i, '');
  const listed = tail === '' ? undefined : recordItemsOf(tail, understanding);
  // "The system sends an e-mail" begins like a framing, and is none.
  if (
    left !== '' &&
    acts.length === 0 &&
    (understanding.subject !== undefined || /^(?:the|this) /i.test(asked))
  )
    return undefined;
  if (left !== '' && acts.length === 0 && !/^(?:that|which|where|to|for|so|with|,)/i.test(left))
    return undefined;
  return () => {
    if (subject !== '') understanding.subject ??= subject;
    for (const act of acts) act();
    if (left !== '') understanding.later(left, statement);
    if (listed !== undefined) noteRecords(listed, statement, understanding);
    else if (tail !== '') understanding.later(tail, statement);
  };
};
