import type { Progress, RunPhase } from '../../../protocol/progress.js';
import { count, formatDuration } from './format.js';
import { phaseNote } from './phase-note.js';
import { PASSING_PHASES } from './phases.js';
import { spendNote, unknownCost } from './spend-note.js';

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
    ...spendChanges(before, after),
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

/** Told when it is estimated, when the limit moves, and when a phase has ended: a line a call would be a wall. */
function spendChanges(before: Progress | undefined, after: Progress): string[] {
  const ended = (progress: Progress | undefined): number =>
    progress?.phases.filter(({ endedAt }) => endedAt !== null).length ?? 0;
  const spends = after.costUsd > 0 || (after.estimate ?? null) !== null;
  const isNews =
    (before?.estimate?.costUsd !== after.estimate?.costUsd && (after.estimate ?? null) !== null) ||
    (before?.limitUsd ?? null) !== (after.limitUsd ?? null) ||
    ended(before) !== ended(after);
  const why = before?.estimate?.costUsd === null ? undefined : unknownCost(after.estimate);
  return [
    ...(spends && isNews ? [`spent: ${spendNote(after)}`] : []),
    ...(why === undefined ? [] : [`cost unknown: ${why}`]),
  ];
}

/** A passing phase that took less than this is nothing to tell. */
const WORTH_TELLING_MS = 1_000;

function phaseChanges(before: Progress | undefined, after: Progress): string[] {
  return after.phases.flatMap(({ phase, startedAt, endedAt }, index) => {
    const old = before?.phases[index];
    if (endedAt === null) return old === undefined ? [`${phase}: started${noteOf(phase, after)}`] : [];
    const ms = Date.parse(endedAt) - Date.parse(startedAt);
    const silent = PASSING_PHASES.has(phase) && ms < WORTH_TELLING_MS;
    if (silent || typeof old?.endedAt === 'string') return [];
    return [`${phase}: ${formatDuration(ms)}${noteOf(phase, after)}`];
  });
}

function noteOf(phase: RunPhase, after: Progress): string {
  const note = phaseNote({ phase, state: 'done' }, after);
  return note === '' ? '' : `, ${note}`;
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
