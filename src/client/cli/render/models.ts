import type { ModelView, TrialView } from '../../parts.js';
import { count, formatCost, formatDuration, paragraph } from './format.js';
import { MARKS, type Style } from './style.js';

/** What is known of each model, a paragraph each. */
export function renderModels(models: readonly ModelView[], { colors, columns }: Style): readonly string[] {
  return models.flatMap((view, index) => [
    ...(index === 0 ? [] : ['']),
    `${colors.bold(view.model)} at ${view.endpoint} (${view.tiers.join(', ')})`,
    ...[
      [
        view.baseUrl,
        view.api === 'chat' ? 'Chat Completions' : 'Responses',
        view.keyFrom === null ? 'no key' : `key from ${view.keyFrom}`,
        view.callsPerMinute === null ? 'any number of calls' : `${view.callsPerMinute} calls a minute`,
      ].join(', '),
      priceOf(view),
      profileOf(view.profile, view.api),
    ].flatMap((line) => paragraph(line, columns, '  ')),
  ]);
}

function priceOf({ price }: ModelView): string {
  if (price === null) return 'price unknown: set it in millwright.config.yaml before it can be called';
  const { input, cachedInput = input, output, source, assumedFree } = price;
  const why = assumedFree ? `${source}; --max-cost limits nothing here` : source;
  return `a million tokens: ${formatCost(input)} in, ${formatCost(cachedInput)} cached, ${formatCost(output)} out (${why})`;
}

/** What a limit does not hold for; undefined: it holds for every model. */
export function withoutLimit(models: readonly ModelView[]): string | undefined {
  const free = models.filter(({ price }) => price?.assumedFree === true);
  if (free.length === 0) return undefined;
  const names = free.map(({ model, endpoint }) => `${model} at ${endpoint}`).join(', ');
  return `The limit holds for nothing of ${names}: what is on this machine is taken to cost nothing. If it passes calls on to somebody who charges for them, set its price in millwright.config.yaml (docs/models.md).`;
}

function profileOf(profile: ModelView['profile'], api: ModelView['api']): string {
  return [
    api === 'chat' ? profile.outputLimit : 'max_output_tokens',
    profile.maxOutputTokens === null ? '' : `replies up to ${profile.maxOutputTokens} tokens`,
    profile.contextTokens === null ? 'context unknown' : `context ${profile.contextTokens} tokens`,
    `structure by ${profile.structure}`,
    profile.streaming ? 'streams' : 'does not stream',
    profile.streaming && !profile.streamUsage ? 'tells no usage' : '',
    profile.temperature ? '' : 'own temperature only',
    profile.instructions === 'system' ? '' : 'no system messages',
    profile.reasoning ? 'reasons' : '',
  ]
    .filter((part) => part !== '')
    .join(', ');
}

/** One call in a line. */
export function renderTrial(trial: TrialView, { colors }: Style): string {
  const { problem, seconds, costUsd } = trial;
  const mark = problem === null ? colors.green(MARKS.done) : colors.red(MARKS.failed);
  const figures = [
    seconds === null ? '' : formatDuration(seconds * 1000),
    costUsd === null ? '' : formatCost(costUsd),
  ].filter((part) => part !== '');
  return `${mark} ${trial.model} at ${trial.endpoint}: ${[trial.kind, ...figures].join(', ')}`;
}

/** Each model with its calls, what its profile is now, and what they cost together. */
export function renderTrials(
  models: readonly ModelView[],
  trials: readonly TrialView[],
  style: Style,
): readonly string[] {
  const lines = models.flatMap((view) => {
    const own = trials.filter(({ model, endpoint }) => model === view.model && endpoint === view.endpoint);
    const profile = own.at(-1)?.profile ?? view.profile;
    return [
      ...renderModels([{ ...view, profile }], style),
      ...own.flatMap((trial) => [
        `  ${renderTrial(trial, style)}`,
        ...(trial.problem === null ? [] : paragraph(trial.problem, style.columns, '    ')),
      ]),
      '',
    ];
  });
  const failed = trials.filter(({ problem }) => problem !== null).length;
  const cost = trials.reduce((sum, { costUsd }) => sum + (costUsd ?? 0), 0);
  return [
    ...lines,
    failed === 0
      ? `Every model does what runs need of it: ${count(trials.length, 'call')}, ${formatCost(cost)}.`
      : `${failed} of ${count(trials.length, 'call')} did not do what runs need; ${formatCost(cost)}.`,
  ];
}
