import { createHash } from 'node:crypto';

/**
 * SHA-256 (hex) of evidence as it was kept: of its JSON with the fields of each object in the order of their names and
 * without spaces, so that whoever gets the content can make it again.
 */
export const evidenceHash = (content: unknown): string =>
  createHash('sha256')
    .update(JSON.stringify(ordered(content)))
    .digest('hex');

function ordered(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(ordered);
  if (typeof value !== 'object' || value === null) return value;
  const names = Object.keys(value).sort();
  return Object.fromEntries(names.map((name) => [name, ordered((value as Record<string, unknown>)[name])]));
}
