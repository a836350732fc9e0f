type Fields = Record<string, unknown>;

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * The texts at a path such as `request.instancesSet.items[].instanceId|response.instanceId`: of the first alternative
 * that gives any. `[]` takes every element. Names are compared without regard to case: CloudTrail writes the same
 * parameter as `dBInstanceIdentifier`, `dbInstanceIdentifier` and `DBInstanceIdentifier`, by service and protocol.
 */
export function textsAt(root: Fields, path: string): string[] {
  for (const alternative of path.split('|')) {
    const found = walk(root, alternative.split('.'));
    if (found.length > 0) return found;
  }
  return [];
}

function walk(value: unknown, [step, ...rest]: string[]): string[] {
  if (step === undefined) return textOf(value);
  const isList = step.endsWith('[]');
  const field = fieldOf(value, isList ? step.slice(0, -2) : step);
  if (!isList) return walk(field, rest);
  return Array.isArray(field) ? field.flatMap((element) => walk(element, rest)) : [];
}

function fieldOf(value: unknown, name: string): unknown {
  if (!isFields(value)) return undefined;
  if (Object.hasOwn(value, name)) return value[name];
  const key = Object.keys(value).find((one) => one.toLowerCase() === name.toLowerCase());
  return key === undefined ? undefined : value[key];
}

function textOf(value: unknown): string[] {
  if (typeof value === 'string') return value === '' ? [] : [value];
  return typeof value === 'number' ? [String(value)] : [];
}
