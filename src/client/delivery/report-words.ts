import type { Report } from '../../protocol/report.js';

/** How a run ended, in a few words, and what that means for whoever uses the project. */
export function outcomeOf(report: Report): { readonly headline: string; readonly advice: string } {
  const flags = report.flags.length;
  const partial = 'What was accepted until then is here; it was not proven as a whole.';
  switch (report.outcome) {
    case 'delivered':
      return { headline: 'Delivered.', advice: 'Nothing is flagged.' };
    case 'delivered-with-flags':
      return {
        headline: `Delivered, with ${flags} ${flags === 1 ? 'flag' : 'flags'}.`,
        advice: 'Read them before you rely on this project.',
      };
    case 'stopped':
      return { headline: 'Stopped by a person before it was done.', advice: partial };
    case 'failed': {
      const error = report.error === null ? '' : `${report.error.type}: ${report.error.message} `;
      return { headline: 'Failed.', advice: `${error}${partial}` };
    }
  }
}

/** How each model that reviewed the project fared; none where none was asked. */
export function reviewLines({ reviews = [] }: Report): readonly string[] {
  const counted = (count: number, what: string): string => `${count} ${what}${count === 1 ? '' : 's'}`;
  return reviews.map(({ reviewer, outcome, findings, mended, dropped, files, reason }) => {
    const who = `The ${reviewer} reviewer (a model)`;
    if (outcome === 'left-out') return `${who} was left out: ${reason}`;
    return [
      `${who} read ${counted(files, 'file')} in full: ${counted(findings, 'finding')}`,
      ...(mended === 0 ? [] : [`${mended} mended because of it`]),
      ...(dropped === 0 ? [] : [`${dropped} dropped, since what they quote does not stand in the file`]),
    ].join(', ');
  });
}
