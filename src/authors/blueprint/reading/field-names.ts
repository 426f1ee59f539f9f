import { nounWords } from './nouns.js';
import type { Restrictions } from './restriction.js';

/** A field that a clause describes rather than names: "whether it has been fixed", "when it was raised". */
export interface DescribedField {
  readonly words: string;
  readonly restrictions: readonly Restrictions[];
}

const WHO =
  '(?:it|they|he or she|she or he|he|she|we|you|i|somebody|someone|(?:an?|the|his|her|its|their|each|every) [\\p{L}-]+|[\\p{L}-]+)';
const BE = '(?:is|are|was|were|will be|has been|have been|had been|gets?|got|has|have|had)';

/** "Whether it is done", "if it needs water", "a flag for urgent". */
function flag(text: string): string | undefined {
  const match =
    new RegExp(
      `^(?:whether (?:or not )?|if )${WHO}? ?(?:${BE}) (?:already |still |yet |currently )?(?:been )?(?:an? )?([\\p{L} -]+?)(?: or not| yet| already| at the moment)?$`,
      'iu',
    ).exec(text) ??
    new RegExp(
      `^(?:whether (?:or not )?|if )${WHO} (?:wants?|needs?|likes?|wishes|uses?|takes?|eats?|drives?|speaks?|owns?) ([\\p{L} -]+?)(?: or not)?$`,
      'iu',
    ).exec(text) ??
    /^an? (?:flag|boolean|marker|tick|yes\/no|yes or no|check ?box|tick ?box) (?:for|that says whether it is|saying whether it is|if it is|telling if it is|whether it is|marking it as) (?:it is )?([\p{L} -]+)$/iu.exec(
      text,
    ) ??
    /^(?:an? )?([\p{L}-]+) (?:flag|boolean|tick ?box|check ?box)$/iu.exec(text);
  const words = match?.[1] === undefined ? '' : nounWords(match[1]);
  if (words === '' || words.split(' ').length > 3) return undefined;
  // "Whether the queen was seen" is not of the record itself.
  const other =
    /^(?:whether (?:or not )?|if )(?:the|an?) ([\p{L}-]+) (?:is|are|was|were|has been|have been) /iu.exec(
      text,
    )?.[1];
  if (other !== undefined) return nounWords(`${other} ${words}`);
  const verb = /^(?:whether|if) .*? (wants?|needs?|likes?|uses?|owns?|has|have) (?:an? )?[\p{L} -]+$/iu.exec(
    text,
  )?.[1];
  return verb === undefined || /\b(?:has|have) been\b/i.test(text)
    ? words
    : `${verb.replace(/^have$/, 'has').replace(/^(want|need|like|use|own)$/, '$1s')} ${words}`;
}

/** Without what goes along with a verb: "put themselves down on the list" → "put down"; with its object: "joined the club". */
function deed(text: string): string {
  const object = /^(\p{L}+) (?:the|an?|our|their) (\p{L}+(?: \p{L}+)?)$/iu.exec(text);
  if (
    object?.[1] !== undefined &&
    object[2] !== undefined &&
    !/^(?:down|up|out|in|off|back|on|over|away)$/.test(object[1])
  )
    return nounWords(`${object[1]} ${object[2]}`);
  const words = nounWords(
    text.replace(/\b(?:themselves|himself|herself|itself|it|them|him|her|us|me|first|last)\b/gi, ' '),
  );
  const [verb = '', second = ''] = words.split(' ');
  return /^(?:down|up|out|in|off|back|on|over|away)$/.test(second) && words.split(' ').length <= 3
    ? `${verb} ${second}`
    : verb;
}

const DUE =
  /^(?:when|(?:an? |the )?(?:date|day|time)(?: (?:on|by) which| when| that)?) (?:it|they|he|she|the [\p{L}-]+) (?:is|are|must be|has to be|have to be|should be) (?:due(?: back)?|back|returned|given back|brought back)$/iu;

/** "When it was raised", "the day they joined", "a date on which it was received". */
function moment(text: string): DescribedField | undefined {
  if (DUE.test(text)) return { words: 'due date', restrictions: [{ type: 'date' }] };
  const ends =
    /^(?:when|the (?:date|day) (?:on which |when |that )?)(?: ?)(?:the|its|his|her|their|an?) ([\p{L}-]+) (?:runs? out|expires?|lapses?)$/iu.exec(
      text,
    );
  if (ends?.[1] !== undefined)
    return { words: nounWords(`${ends[1]} expiry date`), restrictions: [{ type: 'date' }] };
  const when = new RegExp(
    `^(when|since when|until when|from when) ${WHO} (?:(${BE}) )?(?:last |first )?([\\p{L}][\\p{L} -]*)$`,
    'iu',
  ).exec(text);
  if (when?.[3] !== undefined) {
    const [, kind = '', , verb = ''] = when;
    const name = /^until/i.test(kind)
      ? `${deed(verb)} until`
      : /^(?:since|from)/i.test(kind)
        ? `${deed(verb)} since`
        : `${deed(verb)} at`;
    return { words: name, restrictions: [{ type: /^when$/i.test(kind) ? 'datetime' : 'date' }] };
  }
  if (/^(?:an? |the )?date and time$/i.test(text))
    return { words: 'date and time', restrictions: [{ type: 'datetime' }] };
  const day = new RegExp(
    `^(?:an? |the )?(date|day|time|moment|year|month) (?:(?:on|at|in|from) which |when |that |since )?${WHO} (?:(${BE}) )?(?:last |first )?([\\p{L}][\\p{L} -]*)$`,
    'iu',
  ).exec(text);
  if (
    day?.[1] !== undefined &&
    day[3] !== undefined &&
    !/^of\b/i.test(text.replace(/^(?:an? |the )?\w+ /i, ''))
  ) {
    const kind = day[1].toLowerCase();
    if (/^(?:takes? place|happens?|happened|held)$/i.test(day[3]))
      return {
        words: kind === 'time' || kind === 'moment' ? 'time' : kind,
        restrictions: [
          {
            type:
              kind === 'time' || kind === 'moment'
                ? 'datetime'
                : kind === 'date' || kind === 'day'
                  ? 'date'
                  : 'integer',
          },
        ],
      };
    const name = deed(day[3]);
    if (name === '' || /^(?:of|for|from|until|in)$/.test(name)) return undefined;
    if (kind === 'year' || kind === 'month')
      return { words: `${name} ${kind}`, restrictions: [{ type: 'integer' }] };
    const exact = kind === 'time' || kind === 'moment';
    return {
      words: `${name} ${exact ? 'at' : 'date'}`,
      restrictions: [{ type: exact ? 'datetime' : 'date' }],
    };
  }
  const side =
    /^(?:the )?(?:(?:date|day) )?(from|since|until|till|to|up to) (?:which|what|when)(?: (date|day|time))?(?: (?:it|they|he|she|we|you|the|on|somebody|someone|this|that|an?)\b.*)?$/i.exec(
      text,
    ) ?? /^(from|until|till|to) (?:which|what) (day|date|time)$/i.exec(text);
  if (side?.[1] !== undefined) {
    const isStart = /^(?:from|since)/i.test(side[1]);
    return { words: isStart ? 'start date' : 'end date', restrictions: [{ type: 'date' }] };
  }
  return undefined;
}

/** "What it is: balance, pipette": a field without a name of its own. */
function nameless(text: string): DescribedField | undefined {
  const outcome = /^(\p{L}+ed) or (\p{L}+ed)$/iu.exec(text);
  if (outcome?.[1] !== undefined && outcome[2] !== undefined)
    return {
      words: 'result',
      restrictions: [{ values: [outcome[1].toLowerCase(), outcome[2].toLowerCase()] }],
    };
  const amount =
    /^how (?:many|much) (kilograms?|kilos|kg|grams?|g|lit(?:er|re)s|ml|hours|kilomet(?:er|re)s|km|met(?:er|re)s|money|tons)(?: (?:was|were|is|are|has been|have been) (\p{L}+))?(?: (?:out|from .*|of .*))?$/iu.exec(
      text,
    );
  if (amount?.[1] !== undefined)
    return {
      words: nounWords(`${amount[1]} ${amount[2] ?? ''}`),
      restrictions: [{ type: /money/i.test(amount[1]) ? 'money' : 'number' }],
    };
  const when = /^(?:on |at )?(?:what|which) (day|date|time)$/iu.exec(text)?.[1];
  if (when !== undefined)
    return { words: when.toLowerCase(), restrictions: [{ type: /^time$/i.test(when) ? 'time' : 'date' }] };
  if (/^how much$/iu.test(text)) return { words: 'amount', restrictions: [{ type: 'number' }] };
  if (/^how many$/iu.test(text)) return { words: 'quantity', restrictions: [{ type: 'integer' }] };
  const which =
    /^(?:(?:from|for|to|in|at|of|on|by|with) )?(?:which|what) ([a-z-]+)(?: (?:it|they|he|she) .{3,30})?$/iu.exec(
      text,
    )?.[1];
  if (
    which !== undefined &&
    !/^(?:day|date|time|month|year|moment|is|are|was|were|must|can|may|has|have|had|it|they|he|she|we|you|i|the|an?|happened|happens)$/i.test(
      which,
    )
  )
    return { words: nounWords(which), restrictions: [] };
  if (/^what (?:it is|they are|(?:kind|sort|type) (?:of [\p{L} -]+ )?(?:it is|they are))$/iu.test(text))
    return { words: 'kind', restrictions: [] };
  if (
    /^how (?:many|much) ([\p{L}][\p{L} -]*?)(?: (?:it|they|there) (?:has|have|is|are|holds?|takes?))?$/iu.test(
      text,
    )
  ) {
    const [, words = ''] =
      /^how (?:many|much) ([\p{L}][\p{L} -]*?)(?: (?:it|they|there) (?:has|have|is|are|holds?|takes?))?$/iu.exec(
        text,
      ) ?? [];
    const noun = nounWords(words);
    return noun === '' || noun.split(' ').length > 3
      ? undefined
      : {
          words: /^how many/i.test(text) ? `number of ${noun}` : noun,
          restrictions: /^how many/i.test(text) ? [{ type: 'integer' }] : [],
        };
  }
  const how =
    /^how (long|old|tall|high|heavy|far|big|large|wide|deep|expensive) (?:it|they|he or she) (?:is|are|takes?|lasts?)$/i.exec(
      text,
    );
  const measured: Readonly<Record<string, string>> = {
    long: 'length',
    old: 'age',
    tall: 'height',
    high: 'height',
    heavy: 'weight',
    far: 'distance',
    big: 'size',
    large: 'size',
    wide: 'width',
    deep: 'depth',
    expensive: 'price',
  };
  const words = measured[(how?.[1] ?? '').toLowerCase()];
  return words === undefined ? undefined : { words, restrictions: [] };
}

/** A field that is described by a clause; undefined when the phrase is none. */
export function describedField(text: string): DescribedField | undefined {
  const phrase = text
    .trim()
    .replace(
      /^an? (?:flag|boolean|marker|tick) (?:for|saying|that says|that tells|telling|showing|that shows) (?=whether |if )/i,
      '',
    );
  const words = flag(phrase);
  if (words !== undefined) return { words, restrictions: [{ type: 'boolean' }] };
  return moment(phrase) ?? nameless(phrase);
}
