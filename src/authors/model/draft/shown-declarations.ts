import type { DraftRequest } from '../../author.js';
import { declarationsBehind } from './declarations-behind.js';
import { contractText, type FileContext } from './file-context.js';

/** Says that a file is a module, and nothing else. */
const NOTHING = /^(?:\s*export\s*\{\s*\};?)?\s*$/;

/** Files whose declarations the writer of `spec` is shown. Documentation is about what the project is used through. */
function filesFor({ files, criticalParts }: DraftRequest['plan'], spec: FileContext['spec']): Set<string> {
  const paths = new Set(spec.dependencies.map(({ path }) => path));
  if (spec.role !== 'docs') return paths;
  for (const { path } of criticalParts)
    if (files.some((file) => file.path === path && file.role !== 'tester')) paths.add(path);
  return paths;
}

/** What the writer of the file may know of others: the declarations of those it depends on, and what stands behind them. */
export async function shownDeclarations(
  { plan, outline }: Pick<DraftRequest, 'plan' | 'outline'>,
  spec: FileContext['spec'],
): Promise<Pick<FileContext, 'declarations' | 'behind'>> {
  const declarationsOf = async (path: string): Promise<string | undefined> => {
    const planned = plan.files.find((file) => file.path === path)?.contract;
    if (planned === undefined) return undefined;
    const promised = contractText(planned);
    // A tester sees what was promised: declarations of the code itself may tell how it was done.
    return spec.role === 'tester' ? promised : ((await outline(path)) ?? promised);
  };
  const declarations = new Map<string, string>();
  for (const path of filesFor(plan, spec)) {
    const text = await declarationsOf(path);
    if (text !== undefined && !NOTHING.test(text)) declarations.set(path, text);
  }
  const behind = await declarationsBehind(declarations, async (path) =>
    path === spec.path ? undefined : declarationsOf(path),
  );
  return { declarations: new Map([...declarations, ...behind]), behind: new Set(behind.keys()) };
}
