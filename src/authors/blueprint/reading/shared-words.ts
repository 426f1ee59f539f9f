/** Words that tell one of two fields from the other: a "start" and an "end" date. */
const SIDE =
  '(?:start(?:ing)?|end(?:ing)?|begin(?:ning)?|first|last|family|given|middle|from|until|to|till|min(?:imum)?|max(?:imum)?|lowest|highest|smallest|largest|earliest|latest|planned|actual|estimated|scheduled|expected|real|home|away|departure|arrival|opening|closing|issue|expiry|check[- ]?in|check[- ]?out|pick-?up|drop-?off|return|purchase|selling|sales?|buying|net|gross|billing|shipping|delivery|invoice|postal|visiting|source|target|origin|destination|due|creation|upper|lower|inner|outer|old|new|morning|evening|work|private|mobile|initial|remaining|final|current|previous|street|e-?mail)';
const HEAD =
  "(?!(?:and|or|of|in|on|at|between|from|to|until|by|with|is|are|that|which|when|if|both|each|for)\\b)[a-z][a-z'-]*";
const PAIR = new RegExp(
  `(^|[\\s,;])((?:an?|the|its|their|one) )?((?:[a-z]+ )?${SIDE}) (?:and|&) ((?:an?|the|its|their|one) )?((?:[a-z]+ )?${SIDE}) (?!${SIDE}(?:$|[\\s,;.)]))(${HEAD})((?: in [a-z]+)?(?: ?\\([^()]*\\))?)(?=$|[,;.:)]| and | or | between | from | of | which | that )`,
  'gi',
);
/** Either of these is a field of its own as well as the first word of one: "a return and a due date" is two dates all the same. */
const ONE_HEAD =
  /^(?:names|dates|times|days|months|years|prices|addresses|numbers|amounts|values|temperatures|ages|stations|places|weights|quantities|teams|scores|points)$/i;

function oneOf(head: string): string {
  return ONE_HEAD.test(head) ? head.replace(/sses$/i, 'ss').replace(/ies$/i, 'y').replace(/s$/i, '') : head;
}

const LENGTHS = '(?:length|width|height|depth|breadth|thickness|diameter|circumference|radius)';
const DETERMINER = '(?:(?:an?|the|its|their) )?';
const MEASURED = new RegExp(
  `(^|[\\s,;])(${DETERMINER}${LENGTHS}(?:,? (?:and )?${DETERMINER}${LENGTHS})*),? and (${DETERMINER}${LENGTHS}) ((?:,? ?(?:all |each )?(?:given |measured )?in |\\()(?:cm|mm|m|centimet(?:er|re)s|millimet(?:er|re)s|met(?:er|re)s|inches|feet|km)\\)?(?: ?\\([^()]*\\))?)(?=$|[,;.]| and )`,
  'gi',
);

/**
 * The list with what its items share said of each: "a start and an end date" → "a start date, an end date"; "length and width
 * in cm" → "length in cm, width in cm".
 */
export function withSharedWords(text: string): string {
  return text
    .replace(
      /\b(?:the |its |their )?(?:geo(?:graphic(?:al)?)? ?)?coordinates \((latitude) and (longitude)\)/gi,
      '$1, $2',
    )
    .replace(
      PAIR,
      (
        _match,
        before: string,
        article: string | undefined,
        first: string,
        second: string | undefined,
        last: string,
        head: string,
        said: string,
      ) => {
        const noun = oneOf(head);
        return `${before}${article ?? ''}${first} ${noun}${said}, ${second ?? article ?? ''}${last} ${noun}${said}`;
      },
    )
    .replace(MEASURED, (_match, before: string, first: string, last: string, said: string) => {
      const unit = said.trim().replace(/^,? ?(?:all |each )?(?:given |measured )?(?=in )/, '');
      const names = first.split(/,? (?:and )?(?=(?:an?|the|its|their) )|, (?:and )?| and /i);
      return `${before}${[...names, last].map((name) => `${name} ${unit}`).join(', ')}`;
    });
}
