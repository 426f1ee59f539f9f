import { resolve } from 'node:path';
import type { Diagnostic } from '../../../protocol/diagnostic.js';
import { formatDiagnostic } from '../../../protocol/diagnostics.js';
import type { CliContext, CommandResult } from '../context.js';
import { MARKS, type Style } from '../render/style.js';

/** Every static check on a project that is there already. Exit code 1 when one of its findings blocks. */
export async function check(context: CliContext, folder: string): Promise<CommandResult> {
  const root = resolve(context.cwd, folder);
  context.display.line(`Checking ${root} …`);
  const { files, unreadable, diagnostics } = await context.parts.checkFolder(root, context.interrupted);
  const blocking = diagnostics.filter((diagnostic) => diagnostic.blocking).length;
  return {
    exitCode: blocking === 0 ? 0 : 1,
    json: { folder: root, files, unreadable, blocking, diagnostics },
    lines: (style) => [
      // First: what is said to be missing below may be among them.
      ...unreadable.map((path) => `Left out, since this user may not read it: ${path}`),
      ...render(diagnostics, files, blocking, style),
    ],
  };
}

function render(
  diagnostics: readonly Diagnostic[],
  files: number,
  blocking: number,
  style: Style,
): readonly string[] {
  const advice = diagnostics.length - blocking;
  const verdict =
    blocking === 0
      ? `${style.colors.green(MARKS.done)} ${String(files)} files, nothing that blocks`
      : `${style.colors.red(MARKS.failed)} ${String(files)} files, ${String(blocking)} blocking finding${blocking === 1 ? '' : 's'}`;
  return [
    ...diagnostics.map(formatDiagnostic),
    `${verdict}${advice === 0 ? '' : `, ${String(advice)} to look at`}.`,
  ];
}
