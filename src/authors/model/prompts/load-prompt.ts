import { readFileSync } from 'node:fs';
import type { ProjectKind } from '../../../protocol/analysis.js';
import type { FileRole } from '../../../protocol/plan.js';
import type { Reviewer } from '../../../protocol/review.js';

/** Every role that a model is asked to be; each has a page under `roles/`. */
export type ModelRole =
  | FileRole
  | 'analyst'
  | 'architect'
  | 'fixer'
  | 'fixer-tests'
  | 'api-cli'
  | 'api-library'
  | 'frontend-pages'
  | `reviewer-${Reviewer}`;

const pages = new Map<string, string>();

function page(path: string): string {
  const known = pages.get(path);
  if (known !== undefined) return known;
  const text = readFileSync(new URL(path, import.meta.url), 'utf8').trim();
  pages.set(path, text);
  return text;
}

export function rolePrompt(role: ModelRole): string {
  return page(`roles/${role}.md`);
}

/** What a project of this kind needs, for who plans it. */
export function kindPrompt(kind: ProjectKind): string {
  return page(`kinds/${kind}.md`);
}

export type Rules =
  'whole-file' | 'repaired-file' | 'needs' | 'content' | 'typescript' | 'tests' | 'test-support' | 'review';

/** What holds for an answer, or for files of a kind, whatever the role. */
export function rulesPrompt(rules: Rules): string {
  return page(`rules/${rules}.md`);
}
