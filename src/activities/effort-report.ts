import type { DeliverInput } from '../protocol/delivery-activities.js';
import type { Effort, EffortReport } from '../protocol/effort.js';

type Count = 'hallucinated' | 'unreadable' | 'sideBySide';

/** What a report says of the work that models were asked for. */
export function effortReport({ files, errors }: Pick<DeliverInput, 'files' | 'errors'>): EffortReport {
  const drafted = files.filter(({ attempts }) => attempts > 0);
  const drafts = drafted.reduce((sum, { attempts }) => sum + attempts, 0);
  const repairs = drafts - drafted.length;
  const efforts = files.flatMap(({ path, effort }): readonly (Effort & { readonly path: string })[] =>
    effort === undefined ? [] : [{ ...effort, path }],
  );
  const total = (name: Count): number => efforts.reduce((sum, effort) => sum + (effort[name] ?? 0), 0);
  return {
    drafts,
    repairs,
    repairsPerFile: drafted.length === 0 ? 0 : repairs / drafted.length,
    sideBySide: total('sideBySide'),
    unreadable: total('unreadable'),
    hallucinated: total('hallucinated'),
    errors: errors.count,
    errorsAllowed: errors.allowed,
    escalations: efforts.flatMap(({ path, escalations = [] }) =>
      escalations.map((escalation) => ({ path, ...escalation })),
    ),
  };
}
