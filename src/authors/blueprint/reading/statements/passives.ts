export const MODAL = '(?:can|may|must|should|shall|could|is|are|is to|are to)';

export const NEVER =
  '(?:cannot|must not|may not|should not|shall not|will not|must never|can never|may never|is not to|is never|are never|can no longer|may no longer|must no longer|is no longer|are no longer|cannot ever|is not|are not)';

/** "No member can book …": "a member cannot book …". */
export function ofOne(text: string): string {
  return text.replace(
    /^no (?!two |more |one |other |second |single |longer |new )([\p{L} -]+?) (can|may|must|should)(?: ever)? (?!not |never )/iu,
    (_match, noun: string, modal: string) =>
      `A ${noun} ${modal.toLowerCase() === 'can' ? 'cannot' : `${modal.toLowerCase()} not`} `,
  );
}

/** `Ending` → `ended`. */
export function participle(gerund: string): string {
  const word = gerund.toLowerCase().replace(/ing$/, '');
  if (/^(?:mak|tak|giv|writ)$/.test(word))
    return { mak: 'made', tak: 'taken', giv: 'given', writ: 'written' }[word] ?? word;
  return `${word}ed`;
}

const ACTIVE =
  /^(?:you|users?|we|one|people|staff|somebody|anyone|they|i|the system|members?) (cannot|must not|may not|should not|can only|may only|must only|can|may) (?:only )?(\p{L}+?)(?: (?:out|in|up|off|down|on))? (?:an? |the |any )(.+)$/iu;

/** "You cannot start a trip if …": "a trip cannot be started if …". */
export function passively(text: string): string {
  const match = ACTIVE.exec(text);
  if (match === null) return text;
  const [, modal = '', verb = '', rest = ''] = match;
  const object =
    /^(.+?)(?= (?:if|when|while|once|after|until|unless|before|only|as long as|where)\b|$)(.*)$/i.exec(rest);
  const isOnly =
    /^(?:can|may|must) only$/i.test(modal) || / only /i.test(text.slice(0, text.length - rest.length));
  const said = isOnly
    ? `${modal.split(' ')[0] ?? ''} only be ${pastParticiple(verb)}`
    : `${modal} be ${pastParticiple(verb)}`;
  return `A ${object?.[1] ?? rest} ${said}${object?.[2] ?? ''}`;
}

const IRREGULAR: Readonly<Record<string, string>> = {
  make: 'made',
  take: 'taken',
  give: 'given',
  put: 'put',
  set: 'set',
  write: 'written',
  begin: 'begun',
  sell: 'sold',
  lend: 'lent',
  send: 'sent',
  pay: 'paid',
  withdraw: 'withdrawn',
  bring: 'brought',
  run: 'run',
};

function pastParticiple(verb: string): string {
  const word = verb.toLowerCase();
  if (Object.hasOwn(IRREGULAR, word)) return IRREGULAR[word] ?? word;
  if (word.endsWith('e')) return `${word}d`;
  if (/[^aeiou]y$/.test(word)) return `${word.slice(0, -1)}ied`;
  return /^(?:cancel|rent|add|enter|open|book|start|end|register|record|edit|hand|return)$/.test(word)
    ? `${word}${word === 'cancel' ? 'led' : 'ed'}`
    : `${word}ed`;
}
