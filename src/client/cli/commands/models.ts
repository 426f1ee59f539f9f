import { MillwrightError } from '../../../protocol/errors.js';
import type { ClientModels, ModelView, TrialView } from '../../parts.js';
import type { CliContext, CommandResult } from '../context.js';
import { renderModels, renderTrial, renderTrials } from '../render/models.js';
import { styleOf } from '../render/style.js';

/** What models are configured; with `test`, whether each does what runs need of it. Exit code 1 when one does not. */
export async function models(
  context: CliContext,
  { test, maxCost }: { readonly test: boolean; readonly maxCost: number | undefined },
): Promise<CommandResult> {
  const configured = await context.parts.models();
  if (!test) return listed(configured?.models ?? []);
  if (configured === undefined) {
    throw new MillwrightError('ModelRequired', `No model is configured. ${HOW_TO_CONFIGURE}`);
  }
  return tried(context, configured, maxCost);
}

export const HOW_TO_CONFIGURE =
  'Set OPENAI_API_KEY, or OPENAI_BASE_URL and MILLWRIGHT_MODEL for a server of your own, or write a millwright.config.yaml (docs/models.md).';

function listed(found: readonly ModelView[]): CommandResult {
  return {
    exitCode: 0,
    json: { models: found },
    lines: (style) =>
      found.length === 0
        ? [`No model is configured; projects are written from blueprints. ${HOW_TO_CONFIGURE}`]
        : renderModels(found, style),
  };
}

async function tried(
  { display, interrupted }: CliContext,
  configured: ClientModels,
  maxCostUsd: number | undefined,
): Promise<CommandResult> {
  const style = styleOf(process.stderr, process.env);
  display.line('Calling each model three or four times …');
  const trials: readonly TrialView[] = await configured.try({
    signal: interrupted,
    maxCostUsd,
    onTrial: (trial) => {
      display.line(renderTrial(trial, style));
    },
  });
  const failed = trials.filter(({ problem }) => problem !== null).length;
  return {
    exitCode: failed === 0 ? 0 : 1,
    json: { ok: failed === 0, trials },
    lines: (style) => renderTrials(configured.models, trials, style),
  };
}
