import type { Readable } from 'node:stream';
import type { EvidenceRow } from '../../platform/evidence/index.js';
import { csvCell } from '../../shared/csv.js';

/** Enough that a write is worth it. */
const PIECE = 65_536;

/** Gathers texts into pieces of some size: thousands of short lines cost more in streams than in themselves. */
export async function* inPieces(texts: AsyncIterable<string>): AsyncGenerator<string, void> {
  let piece: string[] = [];
  let size = 0;
  for await (const text of texts) {
    piece.push(text);
    size += text.length;
    if (size < PIECE) continue;
    yield piece.join('');
    [piece, size] = [[], 0];
  }
  if (size > 0) yield piece.join('');
}

/** The rows of a file of JSON lines. readline would part them at U+2028 too, which JSON lets stand in a text. */
export async function* rowsOf(file: Readable): AsyncGenerator<EvidenceRow, void> {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const piece of file) {
    const lines = `${rest}${decoder.decode(piece as Buffer, { stream: true })}`.split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) yield JSON.parse(line) as EvidenceRow;
  }
}

/** The same rows as CSV (RFC 4180) with a header, of these columns. */
export async function* csvOf(
  rows: AsyncIterable<EvidenceRow>,
  columns: readonly string[],
): AsyncGenerator<string, void> {
  yield `${columns.join(',')}\r\n`;
  for await (const row of rows)
    yield `${columns.map((column) => csvCell(cellOf(row[column]))).join(',')}\r\n`;
}

function cellOf(value: unknown): string | number | null {
  if (value === null || value === undefined) return null;
  if (typeof value === 'string' || typeof value === 'number') return value;
  return typeof value === 'boolean' ? String(value) : JSON.stringify(value);
}
