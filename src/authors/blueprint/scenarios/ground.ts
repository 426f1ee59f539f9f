import type { Domain, Entity } from '../domain/domain.js';
import type { Rule } from '../domain/rule.js';
import { baseRecordsOf } from './base.js';
import type { Situation } from './solve.js';
import { Story, type Wanted } from './story.js';
import { same, type Value } from './values.js';
import { entityIn, valueOf, withValues } from './world.js';

export type OfKind<Kind extends Rule['kind']> = Extract<Rule, { kind: Kind }>;

/** More cases than this of one kind show no more. */
export const MOST_CASES = 6;

export interface Ground {
  readonly domain: Domain;
  readonly entity: Entity;
  readonly story: () => Story;
}

export function groundOf(domain: Domain, singular: string): Ground {
  return {
    domain,
    entity: entityIn(domain, singular),
    story: () => new Story(domain, baseRecordsOf(domain)),
  };
}

/** A field that brings a record into what a rule is about. */
export interface Lever {
  readonly field: string;
  readonly values: readonly Value[];
}

export function stateLever({
  state,
}: OfKind<'unique' | 'at-most' | 'no-overlap' | 'total'>): Lever | undefined {
  if (state === null) return undefined;
  switch (state.is.kind) {
    case 'equals':
      return { field: state.field, values: [state.is.value] };
    case 'one-of':
      return { field: state.field, values: state.is.values };
    case 'unset':
      return { field: state.field, values: [null] };
    case 'set':
      return undefined;
  }
}

/** Records that come to be so, or that are changed to be so where none can be created. */
export function write(story: Story, wanted: Wanted, lever: Lever | undefined): Situation | undefined {
  const created = story.next(wanted);
  if (created !== undefined || lever === undefined) return created;
  const { [lever.field]: pinned, ...given } = wanted.given ?? {};
  const values = pinned === undefined ? lever.values : [pinned];
  for (const value of values) {
    const found = story.next({
      ...wanted,
      kind: 'change',
      given,
      changes: { [lever.field]: value },
      when: (situation) =>
        !same(valueOf(situation.record, lever.field), value) &&
        (wanted.when?.({ ...situation, record: withValues(situation.record, { [lever.field]: value }) }) ??
          true),
    });
    if (found !== undefined) return { ...found, record: withValues(found.record, { [lever.field]: value }) };
  }
  return undefined;
}
