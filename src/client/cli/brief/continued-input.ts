import type { GenerateInput } from '../../../protocol/generate-input.js';
import { cutOff } from '../../runs/cut-off.js';
import type { FoundRun } from '../../runs/find-run.js';

/** What a run is started with, and what is said once it has started; undefined: nothing. */
export interface ContinuedInput {
  readonly input: GenerateInput;
  readonly note: string | undefined;
}

/** The input of a run that uses what models answered to the run `before` it, where that one was cut off. */
export function continuedInput(input: GenerateInput, before: FoundRun | undefined): ContinuedInput {
  const cut = input.author === 'blueprint' ? undefined : cutOff(before);
  if (cut === undefined) return { input, note: undefined };
  return {
    input: { ...input, repliesOf: cut.key },
    note:
      cut.costUsd > 0
        ? 'What models answered to the run before is used for the same requests, and not paid again.'
        : undefined,
  };
}
