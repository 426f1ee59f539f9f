import type { Analysis } from '../../../protocol/analysis.js';
import type { ModelCaller } from '../../../protocol/model-caller.js';
import type { PromptMeasure } from '../../../protocol/prompt-measure.js';
import type { AnalyzeRequest } from '../../author.js';
import { askStructured } from '../ask-structured.js';
import { rolePrompt } from '../prompts/load-prompt.js';
import { fenced, sections } from '../prompts/sections.js';
import { analysisProblems, analysisReplySchema, toAnalysis } from './analysis-reply.js';

const FLOOR_TOKENS = 6_000;
const CEILING_TOKENS = 24_000;
/** A brief of many words has many requirements, each with examples of several times its length. */
const TOKENS_A_CHARACTER = 3;

/** Phase analyze by a model. @throws what `askStructured` throws. */
export async function askAnalysis(
  caller: ModelCaller,
  measure: PromptMeasure,
  request: AnalyzeRequest,
): Promise<Analysis> {
  const { brief, name, kind, run, signal, onProgress } = request;
  const reply = await askStructured(caller, measure, {
    key: { run: run.id, step: 'analyze', draft: 1 },
    again: false,
    role: 'analyst',
    system: rolePrompt('analyst'),
    user: `${sections([
      ['Brief', fenced(brief, 'text')],
      ['Wished', kind === undefined ? null : `The project is of kind \`${kind}\`.`],
    ])}\n\nTask: analyze`,
    name: 'analysis',
    schema: analysisReplySchema,
    problems: (answer) => analysisProblems(answer, brief),
    maxOutputTokens: Math.min(CEILING_TOKENS, Math.max(FLOOR_TOKENS, brief.length * TOKENS_A_CHARACTER)),
    signal,
    onProgress,
  });
  return toAnalysis(reply, { name, kind });
}
