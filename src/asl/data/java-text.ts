import { isObject, type Json } from '../json.js';

/** A value as Java prints one, which AWS lets through: `{Arg1=1, Arg2=[]}` for an object (recorded). */
export function asJavaText(value: Json): string {
  if (Array.isArray(value)) return `[${value.map(asJavaText).join(', ')}]`;
  if (!isObject(value)) return String(value);
  const fields = Object.entries(value).map(([name, field]) => `${name}=${asJavaText(field)}`);
  return `{${fields.join(', ')}}`;
}
