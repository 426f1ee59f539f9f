import { NUMBER } from '../numbers.js';

export const AT_MOST =
  '(?:at (?:the )?most|at (?:the )?maximum|no more than|not more than|never more than|not over|up to|an? (?:maximum|max\\.?|limit|total)(?: of)?|maximum(?: of)?|max\\.?|only|just|no more than a total of)';

const MORE = '(?:more than|over|above|a number above)';

const FEWER = '(?:less than|fewer than|under)';

export const CAN = '(?:can|may|must|should|shall|will|is allowed to|are allowed to|has to|have to)';

export const CANNOT =
  '(?:cannot|can not|may not|must not|should not|shall not|will not|can never|may never|must never|should never|is never|are never|do not|does not|never)';

export const PLACED = '(?:in|on|for|per|of|at|to|with|into|within|from)';

export const ONE = '(?:an? |one |each |every |the same |any |the |any one |a single |his |her |their |its )?';

/** Who may hold how much of what, as a sentence says it. */
export interface Said {
  readonly holder: string;
  readonly counted: string;
  readonly limit: string;
  /** One less than the number is the most. */
  readonly isBelow: boolean;
  /** "In one firing", "on the same day". */
  readonly place: string | undefined;
}

export const VERB =
  '(?:(?:be|have|get|ever) )*(?:[\\p{L}-]+(?: (?:on|in|out|for|to|by|at|with|from|into|of|up|part in))?)?';

const SHAPES: readonly (readonly [
  pattern: RegExp,
  holder: number,
  limit: number,
  counted: number,
  place: number,
])[] = [
  // "A member may have at most 8 pieces in one firing"
  [
    new RegExp(
      `^(?:an? |each |every |any |one |the |any one )?([\\p{L}' -]+?) (?:${CAN} )?(?:also |only |therefore )*${VERB} ?(?:${AT_MOST}|(?<fewer>${FEWER})) (${NUMBER}) ([\\p{L}' -]+?)(?: ${PLACED} ${ONE}([\\p{L} -]+?))?$`,
      'iu',
    ),
    1,
    3,
    4,
    5,
  ],
  // "A plot may not have more than two tenants"
  [
    new RegExp(
      `^(?:an? |each |every |any |one |the )?([\\p{L}' -]+?) ${CANNOT} (?:ever )?${VERB} ?${MORE} (${NUMBER}) ([\\p{L}' -]+?)(?: ${PLACED} ${ONE}([\\p{L} -]+?))?$`,
      'iu',
    ),
    1,
    2,
    3,
    4,
  ],
  // "No member may have more than five loans", "nobody can hold more than …"
  [
    new RegExp(
      `^(?:no single |no |none of the )?((?:(?<=^no (?:single )?|none of the )[\\p{L}' -]+?)|nobody|no ?one) (?:${CAN} )?(?:ever )?${VERB} ?${MORE} (${NUMBER}) ([\\p{L}' -]+?)(?: ${PLACED} ${ONE}([\\p{L} -]+?))?$`,
      'iu',
    ),
    1,
    2,
    3,
    4,
  ],
  // "Each member has five loans at most"
  [
    new RegExp(
      `^(?:an? |each |every |any |one |the )?([\\p{L}' -]+?) (?:${CAN} )?${VERB} (${NUMBER}) ([\\p{L}' -]+?),? (?:at (?:the )?most|(?:at the )?maximum|max\\.?|and no more|no more|not more|and not more)(?: ${PLACED} ${ONE}([\\p{L} -]+?))?$`,
      'iu',
    ),
    1,
    2,
    3,
    4,
  ],
  // "At most 25 players per team", "there can never be more than …"
  [
    new RegExp(
      `^(?:there (?:(?:${CAN} )?(?:only )?be|is|are) )?(?:allow )?(?:${AT_MOST}|(?<fewer>${FEWER})) (${NUMBER}) ([\\p{L}' -]+?) (?:(?:(?:are|is) |${CAN} (?:be )?)(?:allowed|possible|permitted|kept|stored|there|made|booked|entered|registered|assigned|put|placed|in it|exist|stay|stand|be) )?(?:per|for (?:each|every|an?|one|the same|any)|in (?:each|every|an?|one|the same|any)|on (?:each|every|an?|the same|one|any)|by (?:each|one|the same|an?)|to (?:an?|each|one|every)|at (?:each|an?|one|every)) ([\\p{L} -]+?)(?:,? (?:and|per|${PLACED} (?:one|each|an?|the same)) ([\\p{L} -]+?))?$`,
      'iu',
    ),
    4,
    2,
    3,
    5,
  ],
  [
    new RegExp(
      `^there (?:${CANNOT} be|is never|are never|must never be|can never be|may never be) ${MORE} (${NUMBER}) ([\\p{L}' -]+?) ${PLACED} ${ONE}([\\p{L} -]+?)(?:,? (?:and|per|${PLACED} (?:one|each|an?|the same)) ([\\p{L} -]+?))?$`,
      'iu',
    ),
    3,
    1,
    2,
    4,
  ],
  // "Players per team: at most 25", "The number of players per team is limited to 25"
  [
    new RegExp(
      `^(?:the )?(?:(?:maximum |max\\.? )?number of |(?:maximum|max\\.?) )?([\\p{L}' -]+?) (?:per|for each|for every|in each|in an?|of each|of an?) ([\\p{L} -]+?)(?: (?:is|are|must be|should be|${CANNOT}|can be) (?:limited to |at most |no more than |up to |exceed |be more than |be above )?|: (?:at most |max\\.? |maximum |no more than |up to )?)(${NUMBER})$`,
      'iu',
    ),
    2,
    3,
    1,
    0,
  ],
  // "A member is limited to 5 loans"
  [
    new RegExp(
      `^(?:an? |each |every |any |one |the )?([\\p{L}' -]+?) (?:is|are|is to be|must be) (?:limited|restricted) to (${NUMBER}) ([\\p{L}' -]+?)(?: ${PLACED} ${ONE}([\\p{L} -]+?))?$`,
      'iu',
    ),
    1,
    2,
    3,
    4,
  ],
  // "At most 15 companies can be active on one site": what they are there belongs to what is counted.
  [
    new RegExp(
      `^(?:${AT_MOST}) (${NUMBER}) ([\\p{L} -]+? (?:can|may|must|should|are|will) (?:be )?[\\p{L}-]+) (?:on|in|at|for|per|with) ${ONE}([\\p{L} -]+?)$`,
      'iu',
    ),
    3,
    1,
    2,
    0,
  ],
];

/** "A book is lent to one member at a time": the number alone is the most there can be at once. */
const JUST: (typeof SHAPES)[number] = [
  new RegExp(
    `^(?:an? |each |every |any |one |the )?([\\p{L}' -]+?) (?:${CAN} |is |are |has |have )(?:only )?${VERB} (${NUMBER}|a single) ([\\p{L}' -]+?)$`,
    'iu',
  ),
  1,
  2,
  3,
  0,
];

/** The ways to read a sentence as a limit: who holds, how many of what. */
export function saidIn(text: string, isNow: boolean): readonly Said[] {
  return [...SHAPES, ...(isNow ? [JUST] : [])].flatMap(
    ([pattern, holder, limit, counted, place]): readonly Said[] => {
      const match = pattern.exec(text);
      if (match === null) return [];
      return [
        {
          holder: match[holder] ?? '',
          counted: (match[counted] ?? '').replace(
            /^(.+?) (?:can|may|must|should|are|will) (?:be )?([\p{L}-]+)$/iu,
            '$2 $1',
          ),
          limit: match[limit] ?? '',
          isBelow: match.groups?.fewer !== undefined,
          place: place === 0 ? undefined : match[place],
        },
      ];
    },
  );
}
