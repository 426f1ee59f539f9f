import { aspectKey, type Aspect } from '../domain/aspect.js';
import type { Domain } from '../domain/domain.js';

/** The requirement ids of one field's aspects, as they stand in a test's title: `[R3] `, or nothing. */
export interface AspectTags {
  readonly limit: string;
  readonly required: string;
  readonly optional: string;
  readonly form: string;
  readonly default: string;
  readonly reference: string;
  readonly fixed: string;
  readonly range: string;
  readonly sort: string;
}

/** The prefix of a test's title that binds it to the requirements about `aspect`. */
export function tagOf(domain: Domain, aspect: Aspect): string {
  const key = aspectKey(aspect);
  return domain.claims
    .filter((claim) => aspectKey(claim.aspect) === key)
    .map((claim) => `[${claim.requirement}] `)
    .join('');
}

export function fieldTags(domain: Domain, entity: string, field: string): AspectTags {
  const tag = (kind: keyof AspectTags): string => tagOf(domain, { kind, entity, field });
  return {
    limit: tag('limit'),
    required: tag('required'),
    optional: tag('optional'),
    form: tag('form'),
    default: tag('default'),
    reference: tag('reference'),
    fixed: tag('fixed'),
    range: tag('range'),
    sort: tag('sort'),
  };
}
