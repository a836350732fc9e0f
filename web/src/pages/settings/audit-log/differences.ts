import type { Schemas } from '../../../api/api.js';

type Changes = Schemas['TimelineEntry']['patch'];

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const escaped = (name: string): string => name.replaceAll('~', '~0').replaceAll('/', '~1');

/** What became other, field by field; a list that is other is other as a whole. */
export function differences(before: unknown, after: unknown, path = ''): Changes {
  if (JSON.stringify(before) === JSON.stringify(after)) return [];
  if (isRecord(before) && isRecord(after))
    return [...new Set([...Object.keys(before), ...Object.keys(after)])].flatMap((name) =>
      differences(before[name], after[name], `${path}/${escaped(name)}`),
    );
  const isThere = (value: unknown) => value !== undefined && value !== null;
  // all of what came to be, or went, by its fields
  if (isRecord(after) && !isThere(before)) return differences({}, after, path);
  if (isRecord(before) && !isThere(after)) return differences(before, {}, path);
  if (before === undefined) return [{ op: 'add', path, value: after }];
  if (after === undefined) return [{ op: 'remove', path, before }];
  return [{ op: 'replace', path, before, value: after }];
}
