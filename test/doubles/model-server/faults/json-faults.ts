import type { JSON_FAULTS } from './fault-kinds.js';
import { cutOff, fenced, said, type Reply } from './reply.js';

/** How a structured answer goes wrong; `drawn`, from 0 to below 1, says how exactly. */
export const BROKEN_JSON: Readonly<
  Record<(typeof JSON_FAULTS)[number], (answer: string, drawn: number) => Reply>
> = {
  'malformed-json': (answer, drawn) => {
    // A slip that a lenient reader mends, and a hole that nobody can.
    if (drawn < 0.5)
      return said(
        answer
          .replace(/([}\]])(\s*)$/, ',$1$2')
          .replace('"', "'")
          .replace('"', "'"),
      );
    const start = Math.floor(answer.length * 0.4);
    const key = answer.indexOf('":', start);
    return said(`${answer.slice(0, key - 1)}${answer.slice(key + 6)}`);
  },
  'truncated-json': (answer, drawn) => cutOff(said(answer), 0.3 + drawn * 0.5),
  'prose-around-json': (answer, drawn) =>
    said(
      drawn < 0.5
        ? `Here is what you asked for:\n\n${fenced(answer, 'json')}\n\nTell me if anything should change.`
        : `Certainly! ${answer}\n\nI kept it as short as I could.`,
    ),
  'broken-schema': (answer) => {
    const value: unknown = JSON.parse(answer);
    if (typeof value !== 'object' || value === null) return said('[]');
    const [, ...kept] = Object.entries(value);
    return said(JSON.stringify({ ...Object.fromEntries(kept), note: 'The first field did not apply.' }));
  },
};
