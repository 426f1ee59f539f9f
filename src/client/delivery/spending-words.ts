import type { Report } from '../../protocol/report.js';
import { dollars } from './report-words.js';

function modelUse({ calls, costUsd, inputTokens, outputTokens }: Report['models'][number]): string {
  const tokens =
    inputTokens === undefined || outputTokens === undefined
      ? ''
      : `, ${inputTokens} tokens in and ${outputTokens} out`;
  return `${calls} calls${tokens}, ${dollars(costUsd)}`;
}

/** Each model that was called, with its calls, tokens and cost. */
export function modelLines({ models }: Report): readonly string[] {
  return models.map((each) => `${each.model} (${modelUse(each)})`);
}

/** What a run has cost, and what it might. */
export function costOf({ costUsd, spending }: Report): string {
  const limit =
    spending === undefined || spending.limitUsd === null ? '' : ` of at most ${dollars(spending.limitUsd)}`;
  return `${dollars(costUsd)}${limit}`;
}

/** What the money was for; what is nothing is left out. */
export function spendingLines({ spending }: Report): readonly string[] {
  if (spending === undefined) return [];
  const { first, repairs, continuations, reparses, possiblyTwice, reusedCalls } = spending;
  return [
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
    .map(({ what, calls, costUsd }) => `${what}: ${calls} calls, ${dollars(costUsd)}`)
    .concat(reusedCalls === 0 ? [] : [`Replies used again without paying: ${reusedCalls}`]);
}
