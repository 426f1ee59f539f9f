import type { Domain, Entity } from '../domain/domain.js';
import type { Field } from '../domain/field.js';
import type { AspectTags } from './aspect-tags.js';
import { besideMembers } from './feasible.js';
import { fieldName, isCaseless } from './field-code.js';
import { literal } from './literal.js';
import type { Samples } from './samples.js';
import { article, proseWords } from './words.js';

/** A test that a field takes a value in another form than that in which it is kept. */
export interface KeptForm {
  readonly tag: string;
  readonly title: string;
  /** Members of what is sent, and the one that is answered, as source. */
  readonly given: string;
  readonly kept: string;
}

const HOUR = 3_600_000;

/** The same moment as a clock an hour ahead of UTC shows it, a part of a second later. */
function anHourAhead(moment: string): string {
  return new Date(Date.parse(moment) + HOUR).toISOString().replace('.000Z', '.750+01:00');
}

function otherForm(
  domain: Domain,
  entity: Entity,
  field: Field,
  samples: Samples,
): { readonly how: string; readonly given: string; readonly kept: string } | undefined {
  if (field.type.kind === 'datetime') {
    const kept = String(samples.value(field));
    return { how: 'of another zone and keeps it in UTC, to the second', given: anHourAhead(kept), kept };
  }
  if (isCaseless(domain, entity, field)) {
    const kept = String(samples.nth(field, 7));
    return { how: 'in capitals and keeps it in small letters', given: kept.toUpperCase(), kept };
  }
  return undefined;
}

/** The test of another form of the field; undefined: it has none, or no rule lets a record have the value. */
export function keptForm(
  domain: Domain,
  entity: Entity,
  field: Field,
  samples: Samples,
  tags: AspectTags,
): KeptForm | undefined {
  const form = otherForm(domain, entity, field, samples);
  if (form === undefined) return undefined;
  const beside = besideMembers(domain, entity, { [field.words]: form.kept });
  if (beside === undefined) return undefined;
  const name = fieldName(field);
  return {
    tag: tags.form,
    title: `takes ${article(field.words)} ${proseWords(field.words)} ${form.how}`,
    given: `${name}: ${literal(form.given)}${beside}`,
    kept: `${name}: ${literal(form.kept)}`,
  };
}
