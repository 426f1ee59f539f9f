import type { Report } from '../../protocol/report.js';
import { formatUsd } from '../../protocol/usd.js';

function modelUse({ calls, costUsd, inputTokens, outputTokens }: Report['models'][number]): string {
  const tokens =
    inputTokens === undefined || outputTokens === undefined
      ? ''
      : `, ${inputTokens} tokens in and ${outputTokens} out`;
  return `${calls} calls${tokens}, ${formatUsd(costUsd)}`;
}

/** Each model that was called, with its calls, tokens and cost. */
export function modelLines({ models }: Report): readonly string[] {
  return models.map((each) => `${each.model} (${modelUse(each)})`);
}

/** What a run has cost, and what it might. */
export function costOf({ costUsd, spending }: Report): string {
  const limit =
    spending === undefined || spending.limitUsd === null ? '' : ` of at most ${formatUsd(spending.limitUsd)}`;
  return `${formatUsd(costUsd)}${limit}`;
}

/**
 * The estimate beside what it was: `Estimated 0.35 USD, actual 0.41 USD, of which repairs 0.10 USD, retried or unknown 0.00 USD`.
 * undefined where nothing was estimated.
 */
export function estimateLine({ costUsd, spending }: Report): string | undefined {
  if (spending?.estimate === undefined) return undefined;
  const { estimate, repairs, continuations, reparses, possiblyTwice } = spending;
  const expected =
    estimate.costUsd === null
      ? `unknown (no price is known for ${estimate.withoutPrice.join(', ')})`
      : formatUsd(estimate.costUsd);
  const retried = continuations.costUsd + (reparses?.costUsd ?? 0) + possiblyTwice.costUsd;
  return [
    `Estimated ${expected}, actual ${formatUsd(costUsd)}`,
    `of which repairs ${formatUsd(repairs.costUsd)}`,
    `retried or unknown ${formatUsd(retried)}`,
  ].join(', ');
}

/** The estimate beside the actual, then what the money was for; what is nothing is left out. */
export function spendingLines(report: Report): readonly string[] {
  const { spending } = report;
  if (spending === undefined) return [];
  const { first, repairs, continuations, reparses, possiblyTwice, reusedCalls } = spending;
  const beside = estimateLine(report);
  return [
    ...(beside === undefined ? [] : [beside]),
    ...[
      { what: 'First drafts, analysis and plan', ...first },
      { what: 'Repairs that Millwright’s own checks asked for', ...repairs },
      ...(reparses === undefined
        ? [{ what: 'Replies continued or asked for again', ...continuations }]
        : [
            { what: 'Replies that were cut off, continued', ...continuations },
            { what: 'Answers that could not be read, asked for again', ...reparses },
          ]),
      { what: 'Possibly charged twice, by processes that died or calls that broke off', ...possiblyTwice },
    ]
      .filter(({ calls }) => calls > 0)
      .map(({ what, calls, costUsd }) => `${what}: ${calls} calls, ${formatUsd(costUsd)}`),
    ...(reusedCalls === 0 ? [] : [`Replies used again without paying: ${reusedCalls}`]),
  ];
}
