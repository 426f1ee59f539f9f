import { z } from 'zod';
import { ACTIONS } from './access.js';

const words = z.string().min(1);

/** A part of the subject that a requirement can be about, and that a test can show. */
export const aspectSchema = z.discriminatedUnion('kind', [
  /** Records of this kind are kept: created, read, listed, changed, deleted. */
  z.strictObject({ kind: z.literal('records'), entity: words }),
  /** A bound on a field's length or value. */
  z.strictObject({ kind: z.literal('limit'), entity: words, field: words }),
  z.strictObject({ kind: z.literal('required'), entity: words, field: words }),
  z.strictObject({ kind: z.literal('optional'), entity: words, field: words }),
  /** The form of a field: an e-mail address, a date, one of some values. */
  z.strictObject({ kind: z.literal('form'), entity: words, field: words }),
  z.strictObject({ kind: z.literal('default'), entity: words, field: words }),
  /** A record names an existing record of another kind. */
  z.strictObject({ kind: z.literal('reference'), entity: words, field: words }),
  z.strictObject({ kind: z.literal('filter'), entity: words, field: words }),
  /** A list is bounded by a field, from and to. */
  z.strictObject({ kind: z.literal('range'), entity: words, field: words }),
  z.strictObject({ kind: z.literal('search'), entity: words }),
  /** A list is sorted by a field. */
  z.strictObject({ kind: z.literal('sort'), entity: words, field: words }),
  /** A field is set once, or by the system: no request changes it. */
  z.strictObject({ kind: z.literal('fixed'), entity: words, field: words }),
  /** People sign in and get a bearer token; without one nothing is answered. */
  z.strictObject({ kind: z.literal('sign-in') }),
  /** Who may do something with the records of a kind. */
  z.strictObject({ kind: z.literal('permission'), entity: words, action: z.enum(ACTIONS) }),
  z.strictObject({ kind: z.literal('pagination'), entity: words }),
  /** What deleting a record does when others refer to it. */
  z.strictObject({ kind: z.literal('deletion'), entity: words }),
  z.strictObject({ kind: z.literal('rule'), rule: words }),
  z.strictObject({ kind: z.literal('documentation') }),
  z.strictObject({ kind: z.literal('health') }),
  /** Records outlive the process. */
  z.strictObject({ kind: z.literal('persistence') }),
  /** Requests that are not valid are refused with problem details. */
  z.strictObject({ kind: z.literal('problems') }),
]);
export type Aspect = z.infer<typeof aspectSchema>;

/** Equal for equal aspects. */
export function aspectKey(aspect: Aspect): string {
  return keyOf(aspect.kind, {
    entity: 'entity' in aspect ? aspect.entity : '',
    field: 'field' in aspect ? aspect.field : '',
    rule: 'rule' in aspect ? aspect.rule : '',
    action: 'action' in aspect ? aspect.action : '',
  });
}

/** The key of an aspect of that kind, if it is about a field. */
export function fieldAspectKey(kind: Aspect['kind'], entity: string, field: string): string {
  return keyOf(kind, { entity, field, rule: '', action: '' });
}

function keyOf(
  kind: Aspect['kind'],
  of: { readonly entity: string; readonly field: string; readonly rule: string; readonly action: string },
): string {
  return [kind, of.entity, of.field, of.rule, of.action].join('/');
}
