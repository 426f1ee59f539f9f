import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { conform } from './conform.js';

function conformed(value: z.infer<ReturnType<typeof z.json>>, schema: z.ZodType): unknown {
  return schema.parse(conform(value, z.toJSONSchema(schema)));
}

describe('a value that is made to follow a schema', () => {
  it('keeps the fields that the schema names', () => {
    expect(conformed({ a: 1, b: 'x' }, z.object({ b: z.string() }))).toEqual({ b: 'x' });
  });

  it('is flattened where the schema is flat', () => {
    const schema = z.object({
      framework: z.string(),
      symbolPath: z.string(),
      symbolExport: z.string().nullable(),
    });
    expect(conformed({ stack: { framework: 'f' }, symbol: { path: 'p', export: 'e' } }, schema)).toEqual({
      framework: 'f',
      symbolPath: 'p',
      symbolExport: 'e',
    });
    expect(conformed({ stack: { framework: 'f' }, symbol: null }, schema)).toMatchObject({
      symbolExport: null,
    });
  });

  it('tells a union by its kind, and what it says besides under the name that is asked for', () => {
    const schema = z.object({ proof: z.enum(['test', 'check']), reason: z.string().nullable() });
    expect(conformed({ proof: { kind: 'check', check: 'a probe' } }, schema)).toEqual({
      proof: 'check',
      reason: 'a probe',
    });
    expect(conformed({ proof: { kind: 'test' } }, schema)).toEqual({ proof: 'test', reason: null });
  });

  it('chooses the member of a union by its constant', () => {
    const schema = z.discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('one'), a: z.string() }),
      z.strictObject({ kind: z.literal('two'), b: z.int() }),
    ]);
    expect(conformed({ kind: 'two', b: 2 }, schema)).toEqual({ kind: 'two', b: 2 });
  });

  it('has the emptiest value for what it does not have', () => {
    const schema = z.object({
      text: z.string(),
      list: z.array(z.string()),
      count: z.int().min(1),
      perhaps: z.string().nullable(),
      choice: z.enum(['x', 'y']),
      more: z.object({ deep: z.boolean() }),
    });
    expect(conformed({}, schema)).toEqual({
      text: '',
      list: [],
      count: 1,
      perhaps: null,
      choice: 'x',
      more: { deep: false },
    });
  });

  it('is the text of its JSON where a text is asked for', () => {
    expect(conformed({ body: { a: 1 } }, z.object({ body: z.string() }))).toEqual({ body: '{"a":1}' });
  });
});
