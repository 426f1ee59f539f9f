import type { BuildFileInput } from '../protocol/build-activities.js';
import type { PackageDeclarations } from '../protocol/package-declarations.js';
import type { Project } from './project.js';

/**
 * What installed packages declare of what the compiler found in a draft that was refused; of other findings nothing, and
 * nothing is installed for them. The next draft can be asked for without them, so what keeps them from being found is no failure.
 */
export async function packageDeclarations(
  project: Project,
  input: BuildFileInput,
  signal: AbortSignal,
): Promise<readonly PackageDeclarations[]> {
  try {
    return await declarationsOf(project, input, signal);
  } catch {
    signal.throwIfAborted();
    return [];
  }
}

async function declarationsOf(
  project: Project,
  input: BuildFileInput,
  signal: AbortSignal,
): Promise<readonly PackageDeclarations[]> {
  const { path } = input;
  const refused = input.repair ?? input.refusedBefore;
  const diagnostics = refused?.findings.diagnostics.filter(
    (each) => each.blocking && each.source === 'types' && each.path === path,
  );
  if (refused === undefined || diagnostics === undefined || diagnostics.length === 0) return [];
  const plan = await project.plan(input.plan);
  const [content, tree, environment] = await Promise.all([
    project.text(refused.previous),
    project.texts(input.tree),
    project.environment(plan, input.environment, signal),
  ]);
  return project
    .language(plan)
    .packageDeclarations({ plan, path, content, tree, environment, diagnostics }, signal);
}
