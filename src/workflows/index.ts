/**
 * The workflow bundle's entry: what a worker registers, by type name. A worker evaluates the bundle anew for each workflow,
 * and a run starts one for each file. The run itself needs many times what a file needs (zod, most of all), so it is
 * evaluated only where it runs.
 */
import type { generateProject as run } from './generate-project.js';
import type { planProject as plan } from './plan-project.js';

export { produceFile } from './produce-file.js';
export { verifyProject } from './verify-project.js';

export async function generateProject(...input: Parameters<typeof run>): ReturnType<typeof run> {
  const workflow = await import(/* webpackMode: "eager" */ './generate-project.js');
  return workflow.generateProject(...input);
}

export async function planProject(...input: Parameters<typeof plan>): ReturnType<typeof plan> {
  const workflow = await import(/* webpackMode: "eager" */ './plan-project.js');
  return workflow.planProject(...input);
}
