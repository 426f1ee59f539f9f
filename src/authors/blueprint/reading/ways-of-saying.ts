import { withoutLabel } from './labels.js';
import { reworded } from './rewordings.js';

const CONTRACTED: readonly (readonly [RegExp, string])[] = [
  [/[’‘]/g, "'"],
  [/\bcan(?:'t| not)(?![\w'])/gi, 'cannot'],
  [/\bwon't\b/gi, 'will not'],
  [/\bshan't\b/gi, 'shall not'],
  [/\b(must|should|may|do|does|did|is|are|was|were|has|have|would|could|need|might)n't\b/gi, '$1 not'],
  [/\b(it|he|she|that|there|what|who|nobody|somebody|everybody|one)'s (?=(?:been|got)\b)/gi, '$1 has '],
  [/\b(it|he|she|there|what|who|that|where|here)'s\b/gi, '$1 is'],
  [/\b(they|we|you|I|there|who|it)'(re|ve|ll|d)\b/gi, '$1 $2'],
  [/\b(they|we|you|there|who) re\b/gi, '$1 are'],
  [/\b(they|we|you|I|who) ve\b/gi, '$1 have'],
  [/\b(they|we|you|I|it|who) ll\b/gi, '$1 will'],
  [/\b(they|we|you|I|who|it) d (?=like|love|want|rather|be)/gi, '$1 would '],
  [
    /\b(?:please )?do not let (?:anybody|anyone|people|somebody|someone|users) (?:be|get) /gi,
    'nobody can be ',
  ],
  [/, (?:just|only|simply) (?=an? )/gi, ' with '],
  [/,? (?:we|i) need the \w+(?=[.!]?$)|,? otherwise (?:i|we) [\w ]+(?=[.!]?$)/gi, ''],
  [
    /^((?:as an? [\w -]+?,? )?(?:i|we)) (?:want|need|would like) ((?:an?|the|each|every|all|our|my|its) [\w -]+?) to (?=(?:have|be)\b)/i,
    'make sure $2 must ',
  ],
  [/\bI'm\b/g, 'I am'],
  [/\b(has|have) got\b/gi, '$1'],
  [/\bshall neither be (\w+) nor (\w+)/gi, 'must not be $1 or $2'],
  [/\bshall\b/gi, 'must'],
  [/\b(?:are|is) not allowed to\b/gi, 'must not'],
  [/\b(?:are|is) not able to\b/gi, 'cannot'],
  [
    /\bit is (?:not (?:allowed|possible|permitted)|forbidden|impossible) (?:for ((?:an? |the )?[\w-]+) )?to\b/gi,
    '$1 cannot',
  ],
  [/\bit is (?:allowed|possible|permitted) (?:for ((?:an? |the )?[\w-]+) )?to\b/gi, '$1 can'],
];

/** "As a coach, I want to list results so that …": who wants it and why ask for nothing more. */
const USER_STORY =
  /^as an? [\w -]+?,? i (?:want|need|would like|should be able|am able|wish|have|can|may|must) ?(?:to )?(?:be able to )?(.+?)(?:,? so that .+| so i can .+)?$/i;

/** Words that say how, not what: an opening, a courtesy, an afterthought. */
const OPENINGS =
  /^(?:(?:also|and|but|oh|ah|well|so|then|now|ok|okay|hi|hello|hey|please|in addition|additionally|furthermore|moreover|besides|by the way|of course|obviously|naturally|finally|first|firstly|second|secondly|lastly|again|importantly|note that|remember that|make sure(?: that)?|ensure(?: that)?|it is important that|and of course|in general|basically|normally|as i said|likewise|similarly|conversely|in particular|at the same time|for that|for this|however|still),? |(?:hi|hello|hey)[!,.] )+/i;
const ASIDES =
  / ?(?:,? (?:of course|obviously|please|really|naturally|by the way|otherwise i lose my books|if possible|as usual|of any kind))(?=$|[,.;])/gi;
/** Why it is so: nothing of it is asked for. */
const REASONS =
  /,? (?:because|since (?:we|it|they|i|people|otherwise)|so that (?:we|i|you|the|our|my|it is clear)|otherwise (?:we|i|it|they|people)|which is why) [^.;()]+(?=[.!]?$)/i;
const WISHES =
  /^(?:(?:i|we)(?: (?:would|'d))?(?: also)? (?:want|need|like|love|wish|have)(?: also)? (?:to (?:be able to )?)?|it (?:would|'d) be (?:great|nice|good|lovely|useful|helpful|perfect)(?: to be able)? to |(?:i|we) (?:should|must) be able to |(?:please )?let (?:me|us) |(?:i|we) (?:can|may) )(?=(?:search|find|filter|list|see|sort|look|get|have (?:a|the)|show|browse|know|query|order|view|page)\b)/i;

/** The same statement in fewer ways of saying it: no contraction, no user story, no comma inside a number. */
export function plainlySaid(text: string): string {
  const words = CONTRACTED.reduce((said, [short, long]) => said.replace(short, long), text)
    .replace(/(\d),(?=\d{3}(?!\d))/g, '$1')
    .replace(/°\s?c\b/gi, 'celsius')
    .replace(/\b[a-z]+(?:[A-Z][a-z]+)*(?:[A-Z][a-z]+|(?<=[a-z]{3})[A-Z]\b)/g, (name) =>
      name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`),
    )
    .replace(
      // "TrainingSession" is what programmers call a training session; products are called so too.
      /\b(?!(?:Type|Java)Script\b|Git(?:Hub|Lab)\b|YouTube\b|WhatsApp\b|PayPal\b|Open[A-Z]|\w+(?:Error|Exception)\b)[A-Z][a-z]+(?:[A-Z][a-z]+)+\b/g,
      (name) => name.replace(/(?<=.)[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`),
    )
    .replace(
      /\b(an? (?:\w+ )?(?:from|start|earliest|first)) and (an? (?:\w+ )?(?:until|to|end|latest|last)) (\w+)( \([^)]*\))/g,
      '$1 $3$4, $2 $3$4',
    )
    .replace(/ {2,}/g, ' ');
  const listed = words.replace(/\b(have|has|contains?|includes?|with):\s+(?=\S)/gi, '$1 ');
  const wish = USER_STORY.exec(listed.replace(/[.!]+$/, ''))?.[1];
  if (wish !== undefined) return `Users can ${wish}`;
  const stripped = listed
    // "There are our sites: …" says what a site has.
    .replace(
      /^(?:first |then |finally )?there (?:are|is) (?:also )?(?:the |our |my )?(\p{L}+s): (?=\S)/iu,
      '$1: ',
    )
    // "Harvests too: …" is about harvests.
    .replace(/^((?:the )?[\p{L}-]+(?: [\p{L}-]+)?),? (?:too|as well|also|next|first): /iu, '$1: ')
    .replace(
      /^(?:(?:some |the |my |our )?(?:rules?|requirements?|conditions|notes?|wishes|features?|also|further): )?\(?\d{1,2}[.)] /i,
      '',
    )
    .replace(/^.*$/s, withoutLabel)
    .replace(OPENINGS, '')
    .replace(ASIDES, '')
    .replace(REASONS, '')
    .replace(WISHES, 'Users can ')
    .trim();
  const said = stripped === '' ? listed : reworded(stripped);
  return said.charAt(0).toUpperCase() + said.slice(1);
}
