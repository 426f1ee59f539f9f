import type { Aspect } from '../../domain/aspect.js';
import { readDeeds } from './features.js';
import { readImpliedList } from './lists/implied-lists.js';
import { readLists } from './lists/read-lists.js';
import { clean, entityNamed, type Reader } from './statement.js';

const PROGRAM = '(?:(?:the |this |our )?(?:[\\p{L}-]+ )?(?:tool|program|cli|app|application|command)|it)';
const LIBRARY =
  '(?:(?:the |this |our )?(?:library|package|module)|it|all functions|functions|every function)';

/** The commands that each kind of record has. */
const COMMANDS = 'add|list|show|change|remove';
const COMMAND_LIST = `(?:${COMMANDS})(?:(?:, (?:and )?| and )(?:${COMMANDS}))*`;
const HAS_COMMANDS = new RegExp(
  `^(?:(?:${PROGRAM} )?(?:has|have|offers?|provides?|supports?) (?:the )?(?:commands:? )?|(?:the )?commands(?: are)?:? )(${COMMAND_LIST})(?: commands?)?(?: for (.+))?$`,
  'iu',
);

/** "The tool has `add`, `list` and `remove` commands": those that each kind of record has. */
const readCommands: Reader = (statement, understanding) => {
  const match = HAS_COMMANDS.exec(clean(statement.text));
  if (understanding.kind !== 'cli' || match === null) return undefined;
  const named = match[2] === undefined ? undefined : entityNamed(match[2], understanding);
  if (match[2] !== undefined && named === undefined && !/^(?:each|every|all)\b/i.test(match[2]))
    return undefined;
  const about = named === undefined ? understanding.entities : [named];
  if (about.length === 0) return undefined;
  return () => {
    understanding.met(
      `${about.map(({ plural }) => plural).join(', ')} have the commands ${match[1] ?? ''}`,
      statement.source,
      about.map(({ singular }): Aspect => ({ kind: 'records', entity: singular })),
      statement.source.text,
    );
  };
};

const ON_LINE = /,? (?:from|on|in|via|at|through) the (?:command[- ]line|terminal|console|shell)$/i;
const FUNCTIONS =
  /^(?:(?:the |this |our )?(?:library|package|module) |it )?(?:also )?(?:offers?|exports?|provides?|has|exposes?|contains?) (?:the )?(?:functions?|methods?) (?:to|for) (?=\p{L})/iu;
const SORT_OPTION =
  /^(?:the )?list(?: command)? (?:takes|has|accepts|supports|offers) (?:an? |the )?(?:option |flag )?--sort(?: option| flag)?(?: (?:to|that|which))? (?=sorts? by )/i;

/** "Users can add and list recipes from the command line", "it offers functions to add and remove loans": what is done there. */
const readDone: Reader = (statement, understanding) => {
  const text = clean(statement.text);
  if (understanding.kind === 'cli' && SORT_OPTION.test(text))
    return readImpliedList(
      { ...statement, text: text.replace(SORT_OPTION, '').replace(/^sorts? /i, 'Sort ') },
      understanding,
    );
  const done =
    understanding.kind === 'cli' && ON_LINE.test(text)
      ? text.replace(ON_LINE, '')
      : understanding.kind === 'library' && FUNCTIONS.test(text)
        ? text
            .replace(FUNCTIONS, 'Users can ')
            .replace(/(?<=^Users can |, |and )find(?=,| and )/gi, 'read')
            .replace(
              /(?<=^Users can |and )(?:for )?(list|search|filter|sort|add|delet|creat|remov|updat)ing /gi,
              (_all, verb: string) =>
                `${verb}${/[lrnmt]$/.test(verb) && !/^(?:list|sort|filter)$/.test(verb) ? 'e' : ''} `,
            )
        : undefined;
  if (done === undefined) return undefined;
  const here = { ...statement, text: done };
  const reading = readLists(here, understanding) ?? readDeeds(here, understanding);
  if (reading === undefined) return undefined;
  return () => {
    const before = understanding.requirements.length;
    reading();
    // Where it is done, and that functions do it, is said of all that was understood.
    const told = understanding.requirements.splice(before);
    understanding.requirements.push(...told.map((each) => ({ ...each, taken: statement.source.text })));
  };
};

interface Anyway {
  readonly kind: 'cli' | 'library';
  readonly pattern: RegExp;
  readonly statement: string;
  readonly aspect?: Aspect;
  readonly check?: string;
}

const ERROR =
  '(?:an? )?(?:helpful |clear |readable |meaningful |validation )*(?:errors?|error messages?|messages?)';
const WRONG =
  '(?:an? |the )?[\\p{L} -]+? (?:does not exist|do not exist|is not found|is unknown|is not there|is invalid|is not valid)|(?:the )?(?:input|values?|data|arguments?|options?) (?:is|are) (?:invalid|not valid|wrong)|something goes wrong|anything goes wrong';

/** What every program, or every library, that blueprints write has. */
const ANYWAY: readonly Anyway[] = [
  {
    kind: 'cli',
    pattern: new RegExp(
      `^(?:(?:the )?output (?:is|comes|can be|as|is printed|is shown)(?: printed| shown)?(?: (?:as|in|either))* (?:an? |human[- ]readable )*(?:text )?tables?(?: by default)?(?:,? (?:or|and)(?: as| in)? (?:machine[- ]readable )?json)(?: (?:format|if asked|on request))?(?: (?:with|by|using|when|given) (?:the )?(?:option |flag )?--json(?: is given| option| flag)?)?|(?:with |the option |the flag )?--json(?: option| flag)?(?:,? (?:the output is|${PROGRAM} prints|prints?|outputs?))(?: the output as)? json)$`,
      'iu',
    ),
    statement: 'what it prints is a table, and JSON with --json',
    check: 'its tests run it with --json and without',
  },
  {
    kind: 'cli',
    pattern: new RegExp(
      `^(?:(?:${PROGRAM} )?(?:prints?|shows?|reports?) ${ERROR} and exits with (?:an? )?(?:(?:exit )?(?:code|status)(?: of)? 1|non-?zero (?:exit )?(?:code|status)) (?:when|if) (?:${WRONG})|(?:wrong|invalid|bad) (?:input|values|arguments) (?:prints?|shows?|gives?|leads? to|is answered with) ${ERROR}|(?:${PROGRAM} )?(?:prints?|shows?) ${ERROR} (?:when|if|for|on) (?:${WRONG}|(?:wrong|invalid|bad) (?:input|values|arguments)))$`,
      'iu',
    ),
    statement: 'what is wrong is told with an error, and a code of its own at the end',
    aspect: { kind: 'problems' },
  },
  {
    kind: 'cli',
    pattern: new RegExp(
      `^(?:(?:the option |the flag )?--help (?:explains?|describes?|shows?|lists?|prints?) (?:all |every |each |the |how to use )*(?:commands?|options?|usage|help|${PROGRAM})(?: and (?:all |every |each |its |their )*options?)?|(?:every|each) command has (?:a )?(?:--help|help)(?: text)?)$`,
      'iu',
    ),
    statement: 'help tells of every command',
    check: 'its tests ask it for help',
  },
  {
    kind: 'library',
    pattern: new RegExp(
      `^(?:${LIBRARY} (?:throws?|rejects? with|raises?) ${ERROR} (?:when|if) (?:${WRONG})|(?:wrong|invalid|bad) (?:input|values|arguments|data) (?:throws?|is rejected with|raises?|leads? to) ${ERROR}|${LIBRARY} (?:validates?|checks?) (?:its|their|the|all) (?:input|inputs|arguments|values))$`,
      'iu',
    ),
    statement: 'what comes in is checked, and what is wrong is refused with an error',
    aspect: { kind: 'problems' },
  },
];

/** Help, exit codes, errors and what is printed. */
const readAnyway: Reader = (statement, understanding) => {
  const text = clean(statement.text);
  const found = ANYWAY.find(({ kind, pattern }) => kind === understanding.kind && pattern.test(text));
  if (found === undefined) return undefined;
  const { aspect, check } = found;
  return () => {
    if (aspect !== undefined)
      understanding.met(found.statement, statement.source, [aspect], statement.source.text);
    else if (check !== undefined) understanding.checked(found.statement, statement.source, check);
  };
};

/** What is said of a program's commands and output, and of a library's functions and errors. */
export const KIND_FEATURES: readonly Reader[] = [readCommands, readDone, readAnyway];
