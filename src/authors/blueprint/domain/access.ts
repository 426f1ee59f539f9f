import { z } from 'zod';
import { wordsSchema } from './words.js';

/** Who may do something. `owner`: the record's own person; a list: people of these roles. */
export const allowedSchema = z.strictObject({
  /** Nobody has to sign in for it; only of `read`, and never of people. */
  anyone: z.boolean().default(false),
  /** Everyone who is signed in. */
  signedIn: z.boolean(),
  owner: z.boolean(),
  roles: z.array(z.string().min(1)),
});
export type Allowed = z.infer<typeof allowedSchema>;

export const ACTIONS = ['create', 'read', 'change', 'delete'] as const;
export type Action = (typeof ACTIONS)[number];

/**
 * What is allowed with the records of one kind. An action that is not named is open to everyone who is signed in, but for
 * people: they register themselves, and are changed and deleted by themselves and by administrators only.
 */
export const permissionSchema = z.strictObject({
  entity: wordsSchema,
  /** `read` is reading one and listing; a list shows only what may be read. */
  actions: z.array(z.enum(ACTIONS)).min(1),
  allowed: allowedSchema,
  /** Fields that the owner may change, where not all of them; null: all. */
  fields: z.array(wordsSchema).nullable(),
});
export type Permission = z.infer<typeof permissionSchema>;

/**
 * Sign-in with a bearer token. People are records of one kind: they register or are created with an e-mail address and a
 * password, and sign in with both.
 */
export const accessSchema = z.strictObject({
  /** The entity whose records sign in. */
  people: wordsSchema,
  /** Its e-mail field. */
  login: wordsSchema,
  /** Characters that a password has at least. */
  passwordMin: z.int().min(8).max(100),
  /**
   * Roles beside being signed in; one person has one. Empty: there are none. The first is that of whoever is new; the last that is
   * called an administrator's, or else the last, says who has which. People need no field for it: they get one.
   */
  roles: z.array(z.string().min(1)),
  permissions: z.array(permissionSchema),
  /** For each entity that is owned, the reference fields that lead to its person, in order; empty: it is the person. */
  owners: z.array(z.strictObject({ entity: wordsSchema, path: z.array(wordsSchema) })),
});
export type Access = z.infer<typeof accessSchema>;
