import type { CliContext, CommandResult } from '../context.js';
import { checkHome, checkNode, checkPort, checkProgram } from '../doctor/machine.js';
import type { Finding } from '../doctor/finding.js';
import { paragraph } from '../render/format.js';
import { MARKS, type Style } from '../render/style.js';

/** Checks what this machine has, by trying it, and says what to do about what it lacks. */
export async function doctor(context: CliContext): Promise<CommandResult> {
  const findings = await findingsOf(context);
  const missing = findings.filter((finding) => finding.state === 'missing').length;
  return {
    exitCode: missing === 0 ? 0 : 1,
    json: { ok: missing === 0, findings },
    lines: (style) => renderDoctor(findings, style),
  };
}

async function findingsOf(context: CliContext): Promise<readonly Finding[]> {
  const { config } = context;
  const stack = await context.stack.status(config.home);
  const [npm, git, server, sandbox, home, ...ports] = await Promise.all([
    checkProgram('npm', { state: 'missing', remedy: 'Install npm; it comes with Node.' }),
    checkProgram('git', {
      state: 'degraded',
      remedy:
        'Install git (apt-get install git, brew install git): without it a project is delivered without a repository.',
    }),
    context.stack.checkServer(config),
    sandboxFinding(context),
    checkHome(config.home),
    // The ports of a stack that runs are taken by itself.
    ...(stack.running || config.temporalAddress !== undefined
      ? []
      : [checkPort('server', config.serverPort), checkPort('Web UI', config.uiPort)]),
  ]);
  return [checkNode(process.version), npm, git, server, sandbox, ...home, ...ports];
}

async function sandboxFinding(context: CliContext): Promise<Finding> {
  const found = await context.parts.probeSandbox('auto');
  return found.available
    ? { name: 'sandbox', state: 'ok', detail: [found.name, ...found.notes].join('; ') }
    : { name: 'sandbox', state: 'degraded', detail: found.cause, remedy: found.remedy };
}

const NAME_CELLS = 10;

/** A line a finding; under what is not well, what to do. */
export function renderDoctor(findings: readonly Finding[], style: Style): readonly string[] {
  const { colors, columns } = style;
  const marks = {
    ok: colors.green(MARKS.done),
    degraded: colors.yellow(MARKS.flag),
    missing: colors.red(MARKS.failed),
  };
  const indent = ' '.repeat(NAME_CELLS + 3);
  return [
    ...findings.flatMap(({ name, state, detail, remedy }) => [
      ...paragraph(
        `${state === 'ok' ? 'ok: ' : `${state}: `}${detail}`,
        columns,
        `${marks[state]} ${name.padEnd(NAME_CELLS)} `,
        indent,
      ),
      ...(remedy === undefined ? [] : paragraph(remedy, columns, indent).map((line) => colors.cyan(line))),
    ]),
    '',
    verdict(findings),
  ];
}

function verdict(findings: readonly Finding[]): string {
  if (findings.some((finding) => finding.state === 'missing')) {
    return 'Millwright cannot work here yet; the lines marked missing say what to do.';
  }
  return findings.some((finding) => finding.state === 'degraded')
    ? 'Millwright works here; what is degraded keeps it from proving or delivering all it could.'
    : 'Millwright has all it needs here.';
}
