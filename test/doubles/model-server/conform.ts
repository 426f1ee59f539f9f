import type { z } from 'zod';

type Json = z.infer<ReturnType<typeof z.json>>;
type JsonObject = Readonly<Record<string, Json>>;

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** What wire schemas call the same thing. */
const SYNONYMS: readonly (readonly string[])[] = [
  ['name', 'export'],
  ['proof', 'proofRecipe', 'recipe'],
  ['reason', 'why', 'check'],
  ['parts', 'criticalParts'],
  ['survey', 'subject'],
];

/**
 * `value` as an answer that follows `schema`: the fields that the schema names, taken from the value (or from one of its
 * objects, where the schema is flatter), and the emptiest value that is allowed for a field that the value does not have.
 */
export function conform(value: Json, schema: unknown): Json {
  return fit(value, schema, isObject(schema) ? schema : {});
}

function resolved(schema: unknown, root: JsonObject): JsonObject {
  if (!isObject(schema)) return {};
  const reference = schema.$ref;
  if (typeof reference !== 'string') return schema;
  const target = reference
    .replace(/^#\/?/, '')
    .split('/')
    .filter((step) => step !== '')
    .reduce<Json | undefined>((node, step) => (isObject(node) ? node[step] : undefined), root);
  return resolved(target, root);
}

function typesOf(schema: JsonObject): readonly string[] {
  if (typeof schema.type === 'string') return [schema.type];
  if (Array.isArray(schema.type)) return schema.type.map(String);
  if (isObject(schema.properties)) return ['object'];
  if (Array.isArray(schema.enum)) return schema.enum.map(typeOf);
  return 'const' in schema ? [typeOf(schema.const)] : [];
}

function typeOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  return typeof value;
}

function fits(value: Json | undefined, schema: JsonObject): boolean {
  if (value === undefined) return false;
  if ('const' in schema) return schema.const === value;
  if (Array.isArray(schema.enum)) return schema.enum.some((each) => each === value);
  const types = typesOf(schema);
  const type = typeOf(value);
  const isOfType =
    types.length === 0 || types.includes(type) || (type === 'number' && types.includes('integer'));
  return isOfType && (!isObject(value) || discriminatorFits(value, schema));
}

/** One of several objects is told by its constant. */
function discriminatorFits(value: JsonObject, { properties }: JsonObject): boolean {
  return (
    !isObject(properties) ||
    Object.entries(properties).every(
      ([name, property]) => !isObject(property) || !('const' in property) || property.const === value[name],
    )
  );
}

function fit(value: Json | undefined, schema: unknown, root: JsonObject): Json {
  const own = resolved(schema, root);
  const choices = own.anyOf ?? own.oneOf;
  if (Array.isArray(choices)) {
    const all = choices.map((choice) => resolved(choice, root));
    const chosen =
      all.find((choice) => fits(value, choice)) ?? all.find((choice) => fits(null, choice)) ?? all[0] ?? {};
    return fit(value, chosen, root);
  }
  if (isObject(own.properties)) {
    if (!isObject(value) && typesOf(own).includes('null')) return null;
    const from = isObject(value) ? value : {};
    return Object.fromEntries(
      Object.entries(own.properties).map(([name, property]): [string, Json] => [
        name,
        fit(fieldOf(from, name), property, root),
      ]),
    );
  }
  if (Array.isArray(value) && typesOf(own).includes('array'))
    return value.map((item) => fit(item, own.items ?? {}, root));
  if (value !== undefined && fits(value, own)) return value;
  // A union told by its kind, where the schema wants the kind alone; JSON, where it wants the text of it.
  if (isObject(value) && value.kind !== undefined && fits(value.kind, own)) return value.kind;
  if (isObject(value) && typesOf(own).includes('string') && own.enum === undefined)
    return JSON.stringify(value);
  return emptiest(own);
}

/**
 * The field of that name, under another name for the same, inside of one of the object's objects, or by a name that joins the
 * two (`symbolPath` for `symbol.path`).
 */
function fieldOf(value: JsonObject, name: string): Json | undefined {
  const direct = namedIn(value, name);
  if (direct !== undefined) return direct;
  const inner = Object.entries(value).filter((entry): entry is [string, JsonObject] => isObject(entry[1]));
  return inner
    .flatMap(([key, object]) => [namedIn(object, name), joinedIn(object, name, key)])
    .find((found) => found !== undefined);
}

function namedIn(value: JsonObject, name: string): Json | undefined {
  const names = [name, ...(SYNONYMS.find((each) => each.includes(name)) ?? [])];
  return names.map((each) => value[each]).find((found) => found !== undefined);
}

function joinedIn(object: JsonObject, name: string, key: string): Json | undefined {
  if (!name.startsWith(key) || name.length === key.length) return undefined;
  const rest = name.slice(key.length);
  return object[`${rest.charAt(0).toLowerCase()}${rest.slice(1)}`];
}

function emptiest(schema: JsonObject): Json {
  if ('const' in schema) return schema.const ?? null;
  const types = typesOf(schema);
  if (types.includes('null') || types.length === 0) return null;
  if (Array.isArray(schema.enum)) return schema.enum[0] ?? null;
  if (types.includes('array')) return [];
  if (types.includes('string')) return '';
  if (types.includes('boolean')) return false;
  if (types.includes('object')) return {};
  return typeof schema.minimum === 'number' ? schema.minimum : 0;
}
