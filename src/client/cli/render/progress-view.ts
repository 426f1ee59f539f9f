import type { Progress } from '../../../protocol/progress.js';
import { UNSERVED } from '../../runs/serving.js';
import type { Silence } from '../../runs/watch-run.js';
import { count, fit, fitPath, formatDuration, pad, paragraph } from './format.js';
import { phaseNote } from './phase-note.js';
import { spendNote, unknownCost } from './spend-note.js';
import { phasesOf, startOf, type PhaseState } from './phases.js';
import { MARKS, type Style } from './style.js';

export interface ProgressView {
  readonly style: Style;
  /** Lines that fit on the screen. */
  readonly rows: number;
  readonly now: number;
  /** Counts up with every redraw. */
  readonly frame: number;
  /** Whether somebody answers at the moment. */
  readonly silence: Silence;
  /** What is tried again and why. */
  readonly troubles: readonly string[];
}

const SPINNER = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'] as const;
/** Lines of files shown at once. */
const FILE_WINDOW = 8;
const TROUBLES_SHOWN = 3;
/** Lines around the files: title, phases, requests, footer. */
const LINES_AROUND_FILES = 14;

/** The screen of a running project: phases with their times, the files being worked on, and what it costs. */
export function renderProgress(progress: Progress, view: ProgressView): readonly string[] {
  const { colors, columns } = view.style;
  const frame = SPINNER[view.frame % SPINNER.length] ?? SPINNER[0];
  // Nothing turns in a run that has ended.
  const spinner = progress.outcome === null ? colors.cyan(frame) : colors.dim(MARKS.waiting);
  const lines = [title(progress, view.style)];
  for (const phase of phasesOf(progress, view.now)) {
    lines.push(phaseLine(phase, progress, spinner, view.style));
    if (phase.phase === 'build' && (phase.state === 'active' || phase.state === 'failed')) {
      lines.push(...fileLines(progress, spinner, view));
    }
  }
  for (const trouble of view.troubles.slice(0, TROUBLES_SHOWN)) {
    lines.push(colors.yellow(`↻ ${trouble.split('\n')[0] ?? ''}`));
  }
  if (progress.paused)
    lines.push(colors.yellow(`Paused. Go on with: millwright resume ${progress.run.workflowId}`));
  if (progress.waitingFor.length > 0) lines.push(...waiting(progress, view.style));
  const unknown = unknownCost(progress.estimate);
  if (unknown !== undefined) lines.push(...paragraph(unknown, columns, colors.yellow('! ')));
  if (view.silence === 'unserved')
    lines.push(...paragraph(`No answer from the run: ${UNSERVED}.`, columns, colors.yellow('! ')));
  lines.push(footer(progress, view));
  return lines.map((line) => fit(line, columns));
}

function title(progress: Progress, { colors }: Style): string {
  const { name, kind, run } = progress;
  const what = name === null ? colors.bold('Reading the brief') : colors.bold(name);
  return `${what}${kind === null ? '' : colors.dim(`  ${kind}`)}${colors.dim(`  run ${run.workflowId}`)}`;
}

function phaseLine(phase: PhaseState, progress: Progress, spinner: string, { colors }: Style): string {
  const mark = {
    waiting: colors.dim(MARKS.waiting),
    active: spinner,
    done: colors.green(MARKS.done),
    failed: colors.red(MARKS.failed),
  }[phase.state];
  const name = pad(phase.phase, 8);
  if (phase.state === 'waiting') return `${mark} ${colors.dim(phase.phase)}`;
  const time = formatDuration(phase.ms).padStart(11);
  return `${mark} ${name} ${colors.dim(time)}  ${phaseNote(phase, progress)}`.trimEnd();
}

type FileProgress = Progress['files'][number];

function fileLines(progress: Progress, spinner: string, { style, rows }: ProgressView): string[] {
  const { colors, columns } = style;
  const shown = (file: FileProgress): boolean => file.state === 'failed' || file.state === 'building';
  const active = [...progress.files]
    .filter(shown)
    .sort((a, b) => Number(b.state === 'failed') - Number(a.state === 'failed'));
  const room = Math.max(1, Math.min(FILE_WINDOW, rows - LINES_AROUND_FILES));
  const lines = active.slice(0, room).map((file) => {
    const mark = file.state === 'failed' ? colors.red(MARKS.failed) : spinner;
    const attempts = file.attempts > 1 ? colors.yellow(`  attempt ${file.attempts}`) : '';
    return `    ${mark} ${fitPath(file.path, columns - 20)}${attempts}`;
  });
  const hidden = active.length - lines.length;
  const waitingFiles = progress.files.filter((file) => file.state === 'waiting').length;
  const rest = [
    ...(hidden > 0 ? [`${hidden} more at work`] : []),
    ...(waitingFiles > 0 ? [`${waitingFiles} waiting`] : []),
  ];
  return rest.length === 0 ? lines : [...lines, colors.dim(`    ${rest.join(', ')}`)];
}

function waiting(progress: Progress, { colors, columns }: Style): string[] {
  const { waitingFor, run } = progress;
  return [
    ...paragraph(`Waits for an answer to ${waitingFor.join(', ')}:`, columns, colors.yellow('? ')),
    `  millwright respond ${run.workflowId} ${waitingFor[0] ?? ''} CHOICE`,
  ];
}

function footer(progress: Progress, view: ProgressView): string {
  const { colors } = view.style;
  const start = startOf(progress);
  const parts = [
    ...(start === undefined ? [] : [formatDuration(view.now - start)]),
    spendNote(progress),
    ...(progress.flags.length === 0 ? [] : [count(progress.flags.length, 'flag')]),
    ...(progress.outcome !== null
      ? []
      : [view.silence === 'none' ? 'Ctrl-C leaves the run safe' : colors.yellow('reconnecting …')]),
  ];
  return colors.dim(parts.join(' · '));
}
