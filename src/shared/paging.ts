import { z } from 'zod';
import { invalid } from './app-error.js';

export const DEFAULT_PAGE = 50;
export const MAX_PAGE = 500;

/** Query fields of every list. A filter that is misspelt is refused: it would let everything through. */
export const pageQuery = z.strictObject({
  limit: z.coerce.number().int().min(1).max(MAX_PAGE).default(DEFAULT_PAGE).describe('Items in one answer'),
  cursor: z.string().max(2048).optional().describe('nextCursor of the answer before'),
});

export interface PageRequest {
  limit: number;
  cursor?: string | undefined;
}

export interface Page<T> {
  items: T[];
  nextCursor: string | null;
}

/** The answer of a list, for OpenAPI and for the page's type. */
export const pageOf = <T extends z.ZodType>(item: T) =>
  z.object({ items: z.array(item), nextCursor: z.string().nullable() });

const position = z.array(z.string().max(2048)).min(1).max(4);

/** Reads a cursor into the key of the last item shown; a cursor that is not ours is a 400. */
export function decodeCursor(cursor: string | undefined, parts: number): string[] | undefined {
  if (cursor === undefined) return undefined;
  try {
    const bytes = Uint8Array.from(atob(cursor.replaceAll('-', '+').replaceAll('_', '/')), (c) =>
      c.charCodeAt(0),
    );
    const key = position.parse(JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)));
    if (key.length === parts && key.every((k) => !/\0|\p{Surrogate}/u.test(k))) return key;
  } catch {
    // falls through: whatever is wrong with it, the caller can only be told that it is not a cursor
  }
  throw invalid([{ path: 'cursor', message: 'is not a cursor of this list' }]);
}

export function encodeCursor(key: readonly string[]): string {
  const bytes = new TextEncoder().encode(JSON.stringify(key));
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');
}

/** Cuts rows fetched with `limit + 1` into a page; `keyOf` names the row that the next page starts after. */
export function toPage<T>(rows: T[], limit: number, keyOf: (row: T) => readonly string[]): Page<T> {
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  return { items, nextCursor: rows.length > limit && last !== undefined ? encodeCursor(keyOf(last)) : null };
}
