import { formatDiagnostic } from '../../protocol/diagnostics.js';
import type { Report } from '../../protocol/report.js';
import { REPORT_DATA, REPORT_HTML } from './delivered-files.js';
import { code, list, plainText, quote, section, table } from './markdown.js';
import { shownEffort } from './effort-words.js';
import { outcomeOf, reviewLines } from './report-words.js';
import { requirementSections } from './render-requirements.js';
import { costOf, modelLines, spendingLines } from './spending-words.js';

/** Characters of a brief, and lines of findings, that a page for people shows; the data file has them all. */
const SHOWN_OF_BRIEF = 4000;
const SHOWN_FINDINGS = 50;

function outcomeLine(report: Report): string {
  const { headline, advice } = outcomeOf(report);
  return `**${headline}** ${plainText(advice)}`;
}

function asked(report: Report): string {
  const brief = report.brief;
  const cut =
    brief.length > SHOWN_OF_BRIEF ? `The brief is longer; all of it is in ${code(REPORT_DATA)}.` : '';
  return section(
    'What was asked',
    quote(brief.slice(0, SHOWN_OF_BRIEF)),
    cut,
    report.understood.length === 0
      ? ''
      : `It was understood as:\n\n${list(report.understood.map(plainText))}`,
    report.assumptions.length === 0
      ? ''
      : `What the brief left open was assumed:\n\n${list(report.assumptions.map(plainText))}`,
  );
}

function flags(report: Report): string {
  return section(
    'Flags',
    table(
      ['About', 'What to know', 'Code'],
      report.flags.map((flag) => [plainText(flag.about), plainText(flag.message), code(flag.code)]),
    ),
  );
}

function proof(report: Report): string {
  return section(
    'Proof of the whole',
    report.proof.length === 0
      ? ''
      : 'The project was built and run as a whole, and asked from outside. *Unproven* means that nothing here could show it.',
    table(
      ['Step', 'Outcome', 'Detail'],
      report.proof.map(({ step, outcome, detail }) => [plainText(step), `**${outcome}**`, plainText(detail)]),
    ),
    report.proof.length === 0 ? '' : `Sandbox: ${plainText(report.sandbox)}.`,
  );
}

const USES: Readonly<Record<Report['kind'], string>> = {
  api: '\nnpm run build\nnpm start',
  cli: '\nnpm run build',
  library: '\nnpm run build\nnpm pack',
  frontend: '',
  fullstack: '\nnpm run build\nnpm start',
};

function readme(report: Report): string {
  const steps = report.readme ?? [];
  return section(
    'The commands of its README',
    table(
      ['Command', 'Outcome', 'Detail'],
      steps.map(({ step, outcome, detail }) => [code(step), `**${outcome}**`, plainText(detail)]),
    ),
  );
}

function howToRun(report: Report): string {
  const paths = new Set(report.files.filter((file) => file.content !== null).map((file) => file.path));
  const use = USES[report.kind];
  return section(
    'How to run it',
    paths.has('package.json') ? `\`\`\`sh\nnpm ci\nnpm test${use}\n\`\`\`` : '',
    paths.has('README.md') ? 'See [README.md](README.md) for more. None of it needs Millwright.' : '',
  );
}

function files(report: Report): string {
  const origin = {
    accepted: 'accepted',
    failed: '**failed**',
    'not-built': '**not built**',
    prepared: 'prepared',
  };
  return section(
    'Files',
    table(
      ['File', 'Outcome', 'Written by', 'Drafts', 'Priority'],
      report.files.map((file) => [
        code(file.path),
        origin[file.outcome],
        file.outcome === 'prepared' ? 'the package step' : (file.author ?? '—'),
        String(file.attempts),
        file.priority ?? '—',
      ]),
    ),
  );
}

function packages(report: Report): string {
  return section(
    'Packages',
    table(
      ['Package', 'Version', 'For', 'Why'],
      report.packages.map(({ name, version, dev, why }) => [
        code(name),
        code(version),
        dev ? 'development' : 'use',
        plainText(why),
      ]),
    ),
  );
}

function findings(report: Report): string {
  const more = report.findings.length - SHOWN_FINDINGS;
  return section(
    'Findings of the checks and reviews',
    list(report.findings.slice(0, SHOWN_FINDINGS).map((finding) => plainText(formatDiagnostic(finding)))),
    more > 0 ? `${more} more are in ${code(REPORT_DATA)}.` : '',
  );
}

function effort(report: Report): string {
  const { lines, escalations, more } = shownEffort(report.effort);
  return section(
    'What the files took',
    list(lines),
    table(
      ['File', 'Went to', 'Because'],
      escalations.map(({ path, to, why }) => [code(path), to, why]),
    ),
    more > 0 ? `${more} more are in ${code(REPORT_DATA)}.` : '',
  );
}

function run(report: Report): string {
  const models = report.models.length === 0 ? 'none' : modelLines(report).map(plainText).join(', ');
  const phases = report.phases.map(({ phase, seconds }) => `${plainText(phase)} ${seconds.toFixed(1)} s`);
  return section(
    'The run',
    list([
      `Run: ${code(report.run.workflowId)}, ${code(report.run.id)}`,
      `From ${plainText(report.run.startedAt)} to ${plainText(report.run.endedAt)}`,
      ...(phases.length === 0 ? [] : [`Phases: ${phases.join(', ')}`]),
      `Author: ${report.author}`,
      `Models called: ${models}`,
      `Cost: ${costOf(report)}`,
      ...spendingLines(report).map(plainText),
      `Tree: ${code(report.tree.sha256)}`,
      `Millwright ${plainText(report.millwright)}`,
    ]),
    `The same as a page for the browser: ${code(REPORT_HTML)}; as data, for programs: ${code(REPORT_DATA)}.`,
  );
}

/** `MILLWRIGHT.md`: the report as a page for someone who has never heard of the run, the outcome first. */
export function renderReport(report: Report): string {
  const sections = [
    `# ${plainText(report.title)}`,
    outcomeLine(report),
    plainText(report.statement),
    flags(report),
    asked(report),
    howToRun(report),
    ...requirementSections(report),
    proof(report),
    readme(report),
    findings(report),
    section('Reviewers', list(reviewLines(report).map(plainText))),
    files(report),
    packages(report),
    section(
      'Revised tests',
      list((report.revisedTests ?? []).map(({ path, reason }) => `${code(path)}: ${plainText(reason)}`)),
    ),
    section('Amendments of the plan', list(report.amendments.map(plainText))),
    effort(report),
    run(report),
  ];
  return `${sections.filter((text) => text !== '').join('\n\n')}\n`;
}
