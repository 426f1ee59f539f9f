import type { CliContext } from '../context.js';
import { withoutLimit } from '../render/models.js';

/** Says at the start of a run which of the models of this process its limit does not hold for. */
export async function sayWithoutLimit(
  { parts, display }: Pick<CliContext, 'parts' | 'display'>,
  maxCost: number | undefined,
): Promise<void> {
  if (maxCost === undefined) return;
  // Settings that cannot be used are told by whoever needs them: the run may be served by another process.
  const configured = await parts.models().catch(() => undefined);
  const note = withoutLimit(configured?.models ?? []);
  if (note !== undefined) display.line(note);
}
