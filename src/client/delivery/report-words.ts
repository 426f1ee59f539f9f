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

export function dollars(usd: number): string {
  return `${usd === 0 || usd >= 0.01 ? usd.toFixed(2) : usd.toFixed(4)} USD`;
}
