import type { Progress } from '../../../protocol/progress.js';
import { count, formatDuration } from './format.js';

/** What happened between two looks at a run, a plain line each: for logs, pipes and terminals that cannot redraw. */
export function progressChanges(before: Progress | undefined, after: Progress): readonly string[] {
  return [
    ...(before?.name === after.name || after.name === null
      ? []
      : [`project: ${after.name}${after.kind === null ? '' : ` (${after.kind})`}`]),
    ...(before !== undefined && before.understood.length > 0
      ? []
      : after.understood.map((line) => `understood: ${line}`)),
    ...phaseChanges(before, after),
    ...fileChanges(before, after),
    ...(after.paused && before?.paused !== true ? [`paused: millwright resume ${after.run.workflowId}`] : []),
    ...(!after.paused && before?.paused === true ? ['resumed'] : []),
    ...after.waitingFor
      .filter((id) => before?.waitingFor.includes(id) !== true)
      .map((id) => `waits for an answer: millwright respond ${after.run.workflowId} ${id} CHOICE`),
    ...after.flags
      .slice(before?.flags.length ?? 0)
      .map((flag) => `flag: ${flag.code} ${flag.about}: ${flag.message}`),
  ];
}

function phaseChanges(before: Progress | undefined, after: Progress): string[] {
  return after.phases.flatMap((span, index) => {
    const old = before?.phases[index];
    const lines: string[] = [];
    if (old === undefined) lines.push(`${span.phase}: started${notes(span.phase, after)}`);
    if (span.endedAt !== null && old?.endedAt == null) {
      lines.push(
        `${span.phase}: ended after ${formatDuration(Date.parse(span.endedAt) - Date.parse(span.startedAt))}`,
      );
    }
    return lines;
  });
}

function notes(phase: string, after: Progress): string {
  if (phase === 'build') return `, ${count(after.files.length, 'file')}`;
  return '';
}

function fileChanges(before: Progress | undefined, after: Progress): string[] {
  const old = new Map(before?.files.map((file) => [file.path, file]));
  return after.files.flatMap((file) => {
    const was = old.get(file.path);
    const tries = file.attempts > 1 ? ` after ${count(file.attempts, 'attempt')}` : '';
    if (was?.state !== file.state && (file.state === 'accepted' || file.state === 'failed')) {
      return [`${file.state}: ${file.path}${tries}`];
    }
    if (file.state === 'building' && file.attempts > 1 && was?.attempts !== file.attempts) {
      return [`repairing: ${file.path}, attempt ${file.attempts}`];
    }
    return [];
  });
}
