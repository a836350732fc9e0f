/** Deeper than anything that AWS sends; what is written recursively (JSON.stringify, PostgreSQL) stays far from its end. */
const MOST_LEVELS = 100;
/** In JSON these escapes are the only way to a NUL or to half of a surrogate pair: UTF-8 that was decoded has neither. */
const UNSTORABLE = /\\u(?:0000|d[89a-f])/i;
const NUL_OR_HALF_PAIR =
  // eslint-disable-next-line no-control-regex
  /\u0000|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

export type Read = { value: unknown } | { problem: string };

/** Reads JSON into what PostgreSQL can store: what it refuses (NUL, half a surrogate pair) becomes U+FFFD. */
export function readJson(text: string): Read {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { problem: 'not_json: it is no JSON' };
  }
  if (isDeeper(value, MOST_LEVELS))
    return { problem: `too_deep: it is nested deeper than ${MOST_LEVELS} levels` };
  return { value: UNSTORABLE.test(text) ? storable(value) : value };
}

/** A text without what PostgreSQL refuses. */
export const storableText = (text: string): string => text.replaceAll(NUL_OR_HALF_PAIR, '\ufffd');

function isDeeper(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return levels === 0 || Object.values(value).some((inner) => isDeeper(inner, levels - 1));
}

function storable(value: unknown): unknown {
  if (typeof value === 'string') return storableText(value);
  if (Array.isArray(value)) return value.map(storable);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [storableText(name), storable(inner)]),
  );
}
