import type { Analysis } from '../../../protocol/analysis.js';
import type { FileRole, FileSpec, Plan, Priority } from '../../../protocol/plan.js';
import type { Reviewer } from '../../../protocol/review.js';
import { isTypeScript } from '../draft/file-context.js';
import type { PromptLimit } from '../draft/file-prompt.js';
import { describeRequirements } from '../prompts/describe-requirements.js';
import { bullets, fenced, oneLine, sections } from '../prompts/sections.js';

export interface ReviewContext {
  readonly analysis: Analysis;
  readonly plan: Plan;
  readonly reviewer: Reviewer;
  /** Path → content of every file of the tree. */
  readonly files: ReadonlyMap<string, string>;
  /** Path → declarations. */
  readonly declarations: ReadonlyMap<string, string>;
}

export interface ReviewPrompt {
  readonly text: string;
  /** The files that stand in it whole. */
  readonly shown: ReadonlyMap<string, string>;
}

/** Whose files a reviewer looks at before those of others. */
const LOOKS_AT: Readonly<Record<Reviewer, readonly FileRole[]>> = {
  security: ['security', 'api', 'backend', 'database'],
  performance: ['database', 'backend', 'api', 'frontend'],
  maintainability: ['backend', 'api', 'database', 'security'],
};

/** Of a prompt in which not all files fit, so much is for those that are shown whole. */
const FILES_SHARE = 0.75;

const PRIORITY: Readonly<Record<Priority, number>> = { critical: 0, normal: 1, low: 2 };

/** The most useful first: what is critical, then what this reviewer knows most about, then the order of the plan. */
function byUsefulness(reviewer: Reviewer, specs: readonly FileSpec[]): readonly FileSpec[] {
  const rank = ({ role }: FileSpec): number => {
    const place = LOOKS_AT[reviewer].indexOf(role);
    return place === -1 ? LOOKS_AT[reviewer].length : place;
  };
  return [...specs].sort(
    (one, other) => PRIORITY[one.priority] - PRIORITY[other.priority] || rank(one) - rank(other),
  );
}

/** Tests, tooling and pages are not reviewed: other checks know more of them. */
export function isReviewed({ path, role }: FileSpec): boolean {
  return role !== 'tester' && role !== 'docs' && role !== 'devops' && isTypeScript(path);
}

/** A file under its path. */
function block(path: string, text: string): string {
  return `### ${path}\n${fenced(text, 'ts')}`;
}

/**
 * What a reviewer reads: critical and normal files whole as far as they fit, the most useful first and never a part of one;
 * the others, and what no longer fits, as declarations; what has no room for these either, by its path.
 */
export function reviewPrompt(context: ReviewContext, { tokens, count }: PromptLimit): ReviewPrompt {
  const { analysis, plan, reviewer, files, declarations } = context;
  const specs = byUsefulness(
    reviewer,
    plan.files.filter((spec) => isReviewed(spec) && files.has(spec.path)),
  );
  const shown = new Map<string, string>();
  const declared = new Map<string, string>();
  const written = (): string => {
    const rest = specs.map(({ path }) => path).filter((path) => !shown.has(path) && !declared.has(path));
    return `${sections([
      [
        'Project',
        `${oneLine(plan.title)}: ${oneLine(plan.description)} Kind \`${plan.kind}\`, TypeScript on Node 20.`,
      ],
      ['Requirements', describeRequirements(analysis.requirements)],
      ['Declarations', [...declared].map(([path, text]) => block(path, text)).join('\n')],
      ['Not shown', bullets(rest)],
      ['Files', [...shown].map(([path, text]) => block(path, text)).join('\n')],
    ])}\n\nTask: review ${reviewer}`;
  };
  let left = tokens - count(written());
  const whole = specs
    .filter(({ priority }) => priority !== 'low')
    .map(({ path }) => ({ path, content: files.get(path) ?? '' }))
    .map((file) => ({ ...file, size: count(block(file.path, file.content)) }));
  // Where not all fit, what is shown cannot be judged without the declarations of the others: these get their share.
  const isTight = whole.reduce((sum, { size }) => sum + size, 0) > left;
  let forFiles = isTight ? Math.floor(left * FILES_SHARE) : left;
  for (const { path, content, size } of whole) {
    if (size > forFiles) continue;
    shown.set(path, content);
    forFiles -= size;
    left -= size;
  }
  for (const { path } of specs) {
    const text = declarations.get(path) ?? '';
    if (shown.has(path) || text.trim() === '') continue;
    const size = count(block(path, text));
    if (size > left) continue;
    declared.set(path, text);
    left -= size;
  }
  return { text: written(), shown };
}
