import { fileURLToPath } from 'node:url';
import { Liquid } from 'liquidjs';
import { formatDiagnostic } from '../../protocol/diagnostics.js';
import type { MutantResult } from '../../protocol/evidence.js';
import type { Report } from '../../protocol/report.js';
import { judgedRequirements, levelCounts, MEANING } from './judged-requirements.js';
import { shownEffort } from './effort-words.js';
import { outcomeOf, reviewLines } from './report-words.js';
import { costOf, modelLines, spendingLines } from './spending-words.js';

// Everything that a template prints is escaped: most of it is text from elsewhere.
const liquid = new Liquid({
  root: fileURLToPath(new URL('./templates/', import.meta.url)),
  cache: true,
  strictVariables: true,
  strictFilters: true,
  lenientIf: true,
  outputEscape: 'escape',
});

/**
 * `millwright-report.html`: the report as one file for a browser, without anything from outside and without a script. It
 * leads from the words of the brief over examples and tests to the code that was broken on purpose.
 */
export async function renderHtmlReport(report: Report): Promise<string> {
  const judged = judgedRequirements(report);
  const view = {
    title: report.title,
    outcome: outcomeOf(report),
    statement: report.statement,
    levels: levelCounts(judged).map((item) => ({ ...item, meaning: MEANING[item.level] })),
    flags: report.flags,
    brief: report.brief,
    understood: report.understood,
    assumptions: report.assumptions,
    independence: report.independence ?? '',
    requirements: judged.map(({ requirement, level, because, tests, mutants }) => ({
      id: requirement.id,
      statement: requirement.statement,
      source: requirement.source,
      examples: requirement.examples,
      level,
      because,
      tests,
      mutants: mutants.map((mutant) => ({ ...mutant, remark: remark(mutant) })),
    })),
    proof: report.proof,
    readme: report.readme ?? [],
    sandbox: report.sandbox,
    files: report.files.map((file) => ({ ...file, author: file.author ?? 'the package step' })),
    packages: report.packages,
    findings: report.findings.map(formatDiagnostic),
    reviews: reviewLines(report),
    amendments: report.amendments,
    run: report.run,
    effort: shownEffort(report.effort),
    models: report.models.length === 0 ? 'none' : modelLines(report).join(', '),
    spending: spendingLines(report),
    cost: costOf(report),
    tree: report.tree.sha256,
    millwright: report.millwright,
  };
  const page: unknown = await liquid.renderFile('report.html.liquid', withoutControls(view));
  return `${String(page).trimEnd()}\n`;
}

function remark({ outcome, killedBy }: MutantResult): string {
  switch (outcome) {
    case 'killed':
      return killedBy === undefined
        ? 'a test failed, as it should'
        : `killed: “${killedBy}” failed, as it should`;
    case 'covered':
      return killedBy === undefined
        ? 'a test of another requirement noticed'
        : `“${killedBy}”, of another requirement, noticed`;
    case 'survived':
      return 'none of its tests noticed';
    case 'crashed':
      return 'a test failed, but asserted nothing';
    case 'unfinished':
      return 'its tests did not come to an end';
    case 'invalid':
      return 'it could not be loaded';
    case 'not-run':
      return 'not tried';
  }
}

/** Text without control characters and those that turn the direction of writing; lines stay. */
function withoutControls<View extends object>(view: View): View {
  const clean = (_key: string, value: unknown): unknown =>
    typeof value === 'string'
      ? value.replace(/[\u0000-\u0008\u000b-\u001f\u007f\u202a-\u202e\u2066-\u2069]/g, '')
      : value;
  return JSON.parse(JSON.stringify(view, clean)) as View;
}
