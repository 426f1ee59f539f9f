import type { PlanDigest } from '../../protocol/digest.js';
import type { Need } from '../../protocol/need.js';
import { projectPathKey, plannedPathProblem } from '../../protocol/project-path.js';

/** Share of a plan's files that its amendments may touch; beyond it the plan was wrong, not incomplete. */
const AMENDMENT_SHARE = 0.1;

export interface AmendmentDecision {
  readonly granted: readonly Need[];
  readonly refused: readonly { readonly need: Need; readonly why: string }[];
}

/** How many amendments a plan of `files` files bears; a small plan still bears one. */
export function amendmentsAllowed(files: number): number {
  return Math.max(1, Math.floor(files * AMENDMENT_SHARE));
}

/** An export that joined the contract of `of`, because `to` had asked for it. */
export interface GrantedExport {
  readonly to: string;
  readonly of: string;
  readonly export: string;
}

function refusal(
  plan: PlanDigest,
  asker: string,
  need: Need,
  granted: readonly GrantedExport[],
  lost: ReadonlySet<string>,
): string | undefined {
  const planned = new Set(plan.files.map((file) => projectPathKey(file.path)));
  switch (need.kind) {
    case 'package':
      return plan.packages.some((known) => known.startsWith(`${need.name}@`))
        ? 'the plan has that package already'
        : undefined;
    case 'file': {
      const problem = plannedPathProblem(need.spec.path);
      if (problem !== undefined) return `the path ${JSON.stringify(need.spec.path)}: ${problem}`;
      if (planned.has(projectPathKey(need.spec.path))) return 'the plan has that file already';
      // Requirements come from the brief alone.
      if (need.spec.requirements.length > 0)
        return 'a new file may serve the plan, but not take over a requirement';
      return undefined;
    }
    case 'export':
      if (!planned.has(projectPathKey(need.path))) return `${need.path} is not in the plan`;
      if (need.path === asker) return 'a file adds to its own exports without asking';
      if (lost.has(need.path)) return `nobody could write ${need.path}`;
      if (wasGranted(granted, asker, need))
        return `${need.path} was asked for ${need.wanted.export} already, and what there is of it is shown`;
      return undefined;
  }
}

function wasGranted(
  granted: readonly GrantedExport[],
  asker: string,
  { path, wanted }: Extract<Need, { kind: 'export' }>,
): boolean {
  return granted.some((each) => each.to === asker && each.of === path && each.export === wanted.export);
}

/**
 * What of the needs that `asker` came back with joins the plan. Packages still pass the firewall, and the amended plan is
 * proven again.
 * @param amended how many amendments were granted before; `grantedExports`: the exports among them; `lost`: paths of files that
 * nobody could write.
 */
export function decideNeeds(
  plan: PlanDigest,
  asker: string,
  needs: readonly Need[],
  amended: number,
  grantedExports: readonly GrantedExport[] = [],
  lost: ReadonlySet<string> = new Set(),
): AmendmentDecision {
  const allowed = amendmentsAllowed(plan.files.length);
  const granted: Need[] = [];
  const refused: { need: Need; why: string }[] = [];
  for (const need of needs) {
    const why = refusal(plan, asker, need, grantedExports, lost);
    if (why !== undefined) refused.push({ need, why });
    else if (amended + granted.length >= allowed)
      refused.push({ need, why: `the plan may be amended ${String(allowed)} time(s), and has been` });
    else granted.push(need);
  }
  return { granted, refused };
}
