import type { Tier } from '../../../../src/protocol/tier.js';

/** What the wire does instead of carrying the reply; always for the first times that a request is made. */
export const WIRE_FAULTS = ['rate-limited', 'server-error', 'hang', 'dropped', 'slow'] as const;
export type WireFault = (typeof WIRE_FAULTS)[number];

/** Replies that say nothing of what was asked. */
export const SILENT_FAULTS = ['empty', 'refusal'] as const;

/** A structured answer that cannot be read as it stands. */
export const JSON_FAULTS = [
  'malformed-json',
  'truncated-json',
  'prose-around-json',
  'broken-schema',
] as const;

/** A plan that cannot be built. */
export const PLAN_FAULTS = [
  'plan-cycle',
  'plan-missing-file',
  'plan-impossible-contract',
  'plan-missing-package',
  'plan-unbound-requirement',
  'plan-missing-part',
] as const;

/** A file whose content is right, in a reply that is not just one code block. */
export const WRAPPING_FAULTS = [
  'prose-around-code',
  'wrong-fence',
  'two-blocks',
  'json-wrapper',
  'windows-lines',
  'truncated-code',
] as const;

/** A file that a check can find wrong without running it. */
export const STATIC_FAULTS = [
  'placeholder',
  'missing-export',
  'missing-file-import',
  'missing-package-import',
  'missing-member',
  'type-error',
  'syntax-error',
] as const;

/** A file that compiles and is wrong all the same. */
export const SLIPS = [
  'off-by-one',
  'wrong-behaviour',
  'missing-authorisation',
  'wrong-test',
  'vacuous-test',
] as const;

/** A review that speaks of what is not there. */
export const REVIEW_FAULTS = ['invented-quote'] as const;

/** A draft that asks for what was not planned. */
export const NEED_FAULTS = ['needs-package', 'needs-file'] as const;

export const FAULT_KINDS = [
  ...WIRE_FAULTS,
  ...SILENT_FAULTS,
  ...JSON_FAULTS,
  ...PLAN_FAULTS,
  ...WRAPPING_FAULTS,
  ...STATIC_FAULTS,
  ...SLIPS,
  ...NEED_FAULTS,
  ...REVIEW_FAULTS,
] as const;
export type FaultKind = (typeof FAULT_KINDS)[number];

/** How often what goes wrong. All are shares from 0 to 1. */
export interface FaultRates {
  /** First answers that are faulty. */
  readonly faulty: Readonly<Record<Tier, number>>;
  /** Answers that are good when the prompt says what was wrong before. */
  readonly mended: Readonly<Record<Tier, number>>;
  /** Requests that the wire fails, the first time that they are made. */
  readonly wire: number;
  /** Faults that a model makes in one file again and again, until a prompt names them. */
  readonly sticky: number;
  /** Kinds that are drawn from, where they apply. */
  readonly kinds: readonly FaultKind[];
}

export const NO_FAULTS: FaultRates = {
  faulty: { light: 0, standard: 0, strong: 0 },
  mended: { light: 1, standard: 1, strong: 1 },
  wire: 0,
  sticky: 0,
  kinds: [],
};

/** The rates that the bars of the model author are set for. */
export const STANDARD_FAULTS: FaultRates = {
  faulty: { light: 0.3, standard: 0.3, strong: 0.15 },
  mended: { light: 0.7, standard: 0.7, strong: 0.85 },
  wire: 0.05,
  sticky: 0.2,
  kinds: FAULT_KINDS,
};
