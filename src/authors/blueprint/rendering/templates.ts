import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Liquid } from 'liquidjs';
import { quoted } from './literal.js';
import type { PlacedEntity, ProjectView } from './project-view.js';
import { sentenceCase } from './words.js';

const FOLDER = fileURLToPath(new URL('../templates/', import.meta.url));

// A name that a template misspells is an error, never an empty string in somebody's code.
const liquid = new Liquid({
  root: FOLDER,
  cache: true,
  strictVariables: true,
  strictFilters: true,
  lenientIf: true,
});
liquid.registerFilter('quoted', quoted);
liquid.registerFilter('sentence', sentenceCase);

/** Renders `template` (a path in the templates' folder, without `.liquid`) with what it may name; ends with one newline. */
export function renderWith(template: string, view: object): string {
  const text: unknown = liquid.renderFileSync(`${template}.liquid`, view);
  return `${String(text).trimEnd()}\n`;
}

/** Renders a template about the whole project, or about one of its entities. */
export function renderTemplate(
  template: string,
  view: ProjectView,
  entity: PlacedEntity | undefined,
): string {
  return renderWith(template, { ...view, entity });
}

/** Whether there is such a template. */
export function hasTemplate(template: string): boolean {
  return existsSync(join(FOLDER, `${template}.liquid`));
}
