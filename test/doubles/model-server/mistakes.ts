import { BROKEN_FILE, type RightFile } from './faults/file-faults.js';
import {
  JSON_FAULTS,
  NEED_FAULTS,
  PLAN_FAULTS,
  REVIEW_FAULTS,
  SILENT_FAULTS,
  SLIPS,
  STATIC_FAULTS,
  WRAPPING_FAULTS,
  type FaultKind,
} from './faults/fault-kinds.js';
import { BROKEN_JSON } from './faults/json-faults.js';
import { NEEDING } from './faults/need-faults.js';
import { BROKEN_PLAN } from './faults/plan-faults.js';
import { asCode, said, type Reply } from './faults/reply.js';
import { SILENT } from './faults/silent-faults.js';
import { WRAPPED } from './faults/wrapping-faults.js';
import type { Plan } from '../../../src/protocol/plan.js';
import type { Mistakes } from './choose-fault.js';
import type { Prompt } from './prompt.js';
import { INVENTED_FINDING, type Finding } from './review.js';

type Entry = readonly [FaultKind, (drawn: number) => Reply | undefined];

const SILENT_ENTRIES: readonly Entry[] = SILENT_FAULTS.map((kind): Entry => [kind, () => SILENT[kind]]);

/** What can go wrong with a structured answer. */
export function structuredMistakes(answer: string): Mistakes {
  return new Map([
    ...SILENT_ENTRIES,
    ...JSON_FAULTS.map((kind): Entry => [kind, (drawn) => BROKEN_JSON[kind](answer, drawn)]),
  ]);
}

/** What can go wrong with a plan. @param tell the plan as it is answered. */
export function planMistakes(plan: Plan, tell: (plan: Plan) => string): Mistakes {
  return new Map([
    ...structuredMistakes(tell(plan)),
    ...PLAN_FAULTS.map((kind): Entry => [kind, (drawn) => said(tell(BROKEN_PLAN[kind](plan, drawn)))]),
  ]);
}

/** What can go wrong with a review. @param tell the findings as they are answered. */
export function reviewMistakes(
  findings: readonly Finding[],
  tell: (answer: { readonly findings: readonly Finding[] }) => string,
): Mistakes {
  return new Map([
    ...structuredMistakes(tell({ findings })),
    ...REVIEW_FAULTS.map((kind): Entry => [
      kind,
      () => said(tell({ findings: [...findings, INVENTED_FINDING] })),
    ]),
  ]);
}

/** What can go wrong with a file. */
export function fileMistakes(file: Omit<RightFile, 'drawn'>, prompt: Prompt): Mistakes {
  const { path, content } = file;
  return new Map([
    ...SILENT_ENTRIES,
    ...WRAPPING_FAULTS.map((kind): Entry => [kind, (drawn) => WRAPPED[kind](path, content, drawn)]),
    ...[...STATIC_FAULTS, ...SLIPS].map((kind): Entry => [
      kind,
      (drawn) => {
        const broken = BROKEN_FILE[kind]({ ...file, drawn });
        return broken === undefined ? undefined : said(asCode(path, broken));
      },
    ]),
    ...NEED_FAULTS.map((kind): Entry => [kind, () => NEEDING[kind](prompt)]),
  ]);
}
