import { isObject, type Json, type JsonObject } from '../json.js';
import type { Draws } from './random.js';

/** One intrinsic function and how many arguments it takes. */
export interface IntrinsicFunction {
  least: number;
  most: number;
  /** @throws IntrinsicFault */
  apply(args: Json[], draws: Draws): Json;
}

/** A function does not take an argument; the message is what follows "had the following error: ". */
export class IntrinsicFault extends Error {}

export function stringAt(args: Json[], at: number): string {
  const value = args[at];
  if (typeof value !== 'string') throw new IntrinsicFault(`Argument ${at + 1} must be a string.`);
  return value;
}

export function arrayAt(args: Json[], at: number): Json[] {
  const value = args[at];
  if (!Array.isArray(value)) throw new IntrinsicFault(`Argument ${at + 1} must be an array.`);
  return value;
}

export function objectAt(args: Json[], at: number): JsonObject {
  const value = args[at];
  if (!isObject(value)) throw new IntrinsicFault(`Argument ${at + 1} must be a JSON object.`);
  return value;
}

/**
 * A whole number: AWS rounds decimals, and rounds halves up as Java's Math.round does (recorded: States.MathAdd of
 * -1.5 and 0 is -1, of 0.5 and 0 is 1).
 */
export function integerAt(args: Json[], at: number): number {
  const value = args[at];
  if (typeof value !== 'number') throw new IntrinsicFault(`Argument ${at + 1} must be a number.`);
  const rounded = Math.round(value);
  if (rounded < -(2 ** 31) || rounded >= 2 ** 31) {
    throw new IntrinsicFault(`Argument ${at + 1} must be in the range of an integer.`);
  }
  return rounded === 0 ? 0 : rounded;
}
