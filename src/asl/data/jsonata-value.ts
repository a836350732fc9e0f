import type { Json } from '../json.js';

/** The most bytes that a value may hold, a number counted as eight and a character as one (measured against AWS). */
export const MAX_VALUE_BYTES = 6_990_256;

/** An expression made more than AWS lets it. */
export class MemoryLimit extends Error {
  constructor() {
    super('Expression evaluation memory limit exceeded');
  }
}

/**
 * What an expression gave, as JSON: without the marks that the evaluator leaves on arrays, without functions, and
 * with the numbers that JSON does not have as AWS writes them (`1/0` is "Infinity"). Undefined where it gave nothing.
 * @throws MemoryLimit
 */
export function toJson(value: unknown): Json | undefined {
  const size = { bytes: 0 };
  return convert(value, size);
}

function convert(value: unknown, size: { bytes: number }): Json | undefined {
  if (size.bytes > MAX_VALUE_BYTES) throw new MemoryLimit();
  switch (typeof value) {
    case 'string':
      size.bytes += value.length;
      if (size.bytes > MAX_VALUE_BYTES) throw new MemoryLimit();
      return value;
    case 'number':
      size.bytes += 8;
      if (!Number.isFinite(value)) return String(value);
      return value === 0 ? 0 : value;
    case 'boolean':
      return value;
    case 'object':
      if (value === null) return null;
      if (Array.isArray(value)) return Array.from(value, (item: unknown) => convert(item, size) ?? null);
      return convertObject(value, size);
    default:
      return undefined;
  }
}

function convertObject(value: object, size: { bytes: number }): Json | undefined {
  if ('_jsonata_lambda' in value || '_jsonata_function' in value) return undefined;
  const fields: [string, Json][] = [];
  for (const [name, field] of Object.entries(value)) {
    const converted = convert(field, size);
    if (converted !== undefined) fields.push([name, converted]);
  }
  return Object.fromEntries(fields);
}
