import type { Domain } from '../../domain/domain.js';
import { kebabCase } from '../../rendering/words.js';
import { nounWords } from '../nouns.js';
import type { Understanding } from '../understanding.js';

/** Longest name of a project that every tool takes. */
const LONGEST_NAME = 60;

/** Words that say what kind of software it is, and nothing of what it is about. */
const KIND_ALONE =
  /^(?:(?:command[- ]line|cli|node|typescript) ?)*(?:program|tool|package|library|app|application)?$/;

/** The words a project is called by: those the brief gives it, or its subject's, or its first records'. */
export function projectWords(understanding: Understanding, kind: Domain['kind']): string {
  const called = nounWords(understanding.calledName ?? '');
  if (called !== '') return called;
  const records = understanding.entities[0]?.plural ?? 'records';
  const { subject = records } = understanding;
  // An API for a library is about books; a library for books is about no library.
  if (kind !== 'api') return KIND_ALONE.test(subject) ? records : subject;
  return / (?:api|service|tracker|manager)$/.test(subject) ? subject : `${subject} api`;
}

/** `veterinary clinic api` → `veterinary-clinic-api`, cut between words where it is too long. */
export function projectName(words: string): string {
  const name = kebabCase(words.replace(/^[^a-z]+/, ''));
  if (name.length <= LONGEST_NAME) return name === '' ? 'records-api' : name;
  return name
    .slice(0, LONGEST_NAME + 1)
    .replace(/-[^-]*$/, '')
    .slice(0, LONGEST_NAME);
}

/** `Veterinary clinic API`. */
export function projectTitle(words: string): string {
  const text = words
    .replace(/\bapi$/, 'API')
    .replace(/^todo\b/, 'to-do')
    .replace(/\btodo\b/g, 'to-do');
  return text.charAt(0).toUpperCase() + text.slice(1);
}
