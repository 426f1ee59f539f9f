import type { Progress } from '../../../protocol/progress.js';
import { count } from './format.js';
import type { PhaseState } from './phases.js';

/** What a phase has to show so far, in a few words; '' when nothing. */
export function phaseNote({ phase, state }: Pick<PhaseState, 'phase' | 'state'>, progress: Progress): string {
  const { total, open } = progress.requirements;
  const files = progress.files;
  switch (phase) {
    case 'analyze':
      return total === 0 ? '' : `${count(total, 'requirement')}${open === 0 ? '' : `, ${open} open`}`;
    case 'plan':
      return files.length === 0 ? '' : count(files.length, 'file');
    case 'build': {
      const accepted = files.filter((file) => file.state === 'accepted').length;
      const failed = files.filter((file) => file.state === 'failed').length;
      const where = state === 'active' && progress.planPhase !== null ? `, ${progress.planPhase}` : '';
      return `${accepted} of ${count(files.length, 'file')}${failed === 0 ? '' : `, ${failed} failed`}${where}`;
    }
    default:
      return state === 'active' ? progress.line : '';
  }
}
