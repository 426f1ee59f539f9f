import { z } from 'zod';
import type { PlanPointer } from '../../protocol/plan-problem.js';

/** The keys that `schema` takes at `pointer`; [] where it takes anything. Of a union: those of all its members. */
export function keysAt(schema: z.core.$ZodType, pointer: PlanPointer): readonly string[] {
  const inner = unwrapped(schema);
  if (inner instanceof z.ZodDiscriminatedUnion) {
    const members: readonly z.core.$ZodType[] = inner.options;
    return [...new Set(members.flatMap((member) => keysAt(member, pointer)))];
  }
  const [step, ...rest] = pointer;
  if (inner instanceof z.ZodArray) return step === undefined ? [] : keysAt(inner.element, rest);
  if (!(inner instanceof z.ZodObject)) return [];
  const shape: Readonly<Record<string, z.core.$ZodType>> = inner.shape;
  if (step === undefined) return Object.keys(shape);
  const next = shape[String(step)];
  return next === undefined ? [] : keysAt(next, rest);
}

function unwrapped(schema: z.core.$ZodType): z.core.$ZodType {
  return schema instanceof z.ZodOptional || schema instanceof z.ZodNullable
    ? unwrapped(schema.unwrap())
    : schema;
}
