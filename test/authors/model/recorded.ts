import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { analysisReplySchema, toAnalysis } from '../../../src/authors/model/analysis/analysis-reply.js';
import { readDraft } from '../../../src/authors/model/draft/read-draft.js';
import { planOfReply, planReplySchema } from '../../../src/authors/model/plan/plan-reply.js';
import { fencedBlocks } from '../../../src/authors/model/replies/fenced-blocks.js';
import { readJson } from '../../../src/authors/model/replies/read-json.js';
import type { Analysis } from '../../../src/protocol/analysis.js';
import type { Plan } from '../../../src/protocol/plan.js';

const FOLDER = fileURLToPath(new URL('../../recordings/', import.meta.url));
export const BRIEFS = ['recurrence', 'weblog', 'shares'] as const;

const exchangeSchema = z.strictObject({
  number: z.int(),
  task: z.string(),
  model: z.string(),
  structure: z.string().nullable(),
  messages: z.array(z.strictObject({ role: z.string(), content: z.string() })),
  answer: z.string(),
});
export type Exchange = z.infer<typeof exchangeSchema>;

async function exchangesOf(brief: string): Promise<readonly Exchange[]> {
  const names = (await readdir(join(FOLDER, brief))).filter((name) => name.endsWith('.json')).sort();
  return Promise.all(
    names.map(async (name) =>
      exchangeSchema.parse(JSON.parse(await readFile(join(FOLDER, brief, name), 'utf8'))),
    ),
  );
}

/** The content of the first block under a heading of the prompt. */
function shown({ messages }: Exchange, heading: string): string | null {
  const prompt = messages.at(-1)?.content ?? '';
  const section = prompt.split(/^## /m).find((part) => part.startsWith(`${heading}\n`));
  return section === undefined ? null : (fencedBlocks(section)[0]?.content ?? null);
}

/** A recorded reply to who was to write or to mend a file. */
export interface RecordedDraft {
  readonly brief: string;
  readonly path: string;
  readonly previous: string | null;
  readonly reply: string;
}

/** The exchanges of each run, in their order. */
export const recorded: ReadonlyMap<string, readonly Exchange[]> = new Map(
  await Promise.all(BRIEFS.map(async (brief) => [brief, await exchangesOf(brief)] as const)),
);
export const drafts: readonly RecordedDraft[] = [...recorded].flatMap(([brief, exchanges]) =>
  exchanges.flatMap((exchange) => {
    const [, kind, path = ''] = /^(write|repair) (.+)$/.exec(exchange.task) ?? [];
    if (kind === undefined) return [];
    const previous = kind === 'repair' ? shown(exchange, 'Current content') : null;
    return [{ brief, path, previous, reply: exchange.answer }];
  }),
);
/** Those of whole files. */
export const whole = drafts.filter(({ previous }) => previous === null);

/** The file that a recorded reply holds. */
export function contentOf({ reply, path, previous }: RecordedDraft): string {
  const read = readDraft(reply, path, previous);
  if (read.outcome !== 'content') throw new Error(`${path}: ${JSON.stringify(read)}`);
  return read.content;
}

/** The analysis and the last plan of a recorded run, as they were read. */
export function foundationOf(brief: string): { readonly analysis: Analysis; readonly plan: Plan } {
  const answerTo = (task: string): string =>
    recorded.get(brief)?.findLast((exchange) => exchange.task === task)?.answer ?? '';
  const analyzed = readJson(answerTo('analyze'), analysisReplySchema);
  if (analyzed.outcome !== 'read') throw new Error(analyzed.problem);
  const analysis = toAnalysis(analyzed.value, { name: undefined, kind: undefined });
  const planned = readJson(answerTo('plan'), planReplySchema);
  if (planned.outcome !== 'read') throw new Error(planned.problem);
  const read = planOfReply(planned.value, analysis);
  if (read.outcome !== 'plan') throw new Error(read.problems.join('\n'));
  return { analysis, plan: read.plan };
}

/** The text of the brief of a recorded run. */
export function briefOf(brief: string): Promise<string> {
  return readFile(join(FOLDER, brief, 'brief.md'), 'utf8');
}
