import { Injectable } from '@nestjs/common';
import { Database, type Tx } from '../database/index.js';
import type { SealedColumn } from './sealed-columns.js';

/** A sealed text and where it stands. */
export interface SealedText {
  tenantId: string;
  /** The values of the column's keys, in their order. */
  keys: string[];
  sealed: string;
}
export interface NewSealed extends SealedText {
  anew: string;
}

type Row = Record<string, string>;

/** Names of tables and columns come from sealedColumn(), which lets nothing else through. */
@Injectable()
export class SealedStore {
  constructor(private readonly database: Database) {}

  /** What was sealed with another key than that one, in the order of keys. */
  async older(
    { table, column, keys }: SealedColumn,
    keyName: string,
    after: readonly string[] | undefined,
    take: number,
  ): Promise<SealedText[]> {
    const from = after === undefined ? '' : `AND (${keys.join(', ')}) > (${places(keys, 2)})`;
    const sql = `
      SELECT ${keys.join(', ')}, ${column} AS sealed_text FROM ${table}
       WHERE ${column} IS NOT NULL AND split_part(${column}, '.', 2) <> $1 ${from}
       ORDER BY ${keys.join(', ')} LIMIT ${take}`;
    const rows = await this.database.acrossTenants(
      'what older keys have sealed is sealed anew for all tenants',
      (tx) => tx.$queryRawUnsafe<Row[]>(sql, keyName, ...(after ?? [])),
    );
    return rows.map((row) => ({
      tenantId: row['tenant_id'] ?? '',
      keys: keys.map((key) => row[key] ?? ''),
      sealed: row['sealed_text'] ?? '',
    }));
  }

  /**
   * Puts the new texts in, where the old ones still are; the others were changed meanwhile, and are left.
   * @param checkValue of the key that has sealed them: it stays the current one until they are in
   * @returns how many; undefined, and nothing is changed, where that key is not the current one
   */
  async replace(
    { table, column, keys }: SealedColumn,
    texts: readonly NewSealed[],
    checkValue: string,
    note: (tx: Tx, replaced: readonly NewSealed[]) => Promise<void>,
  ): Promise<number | undefined> {
    const where = keys.map((key, at) => `${key} = $${at + 3}`).join(' AND ');
    const sql = `UPDATE ${table} SET ${column} = $1 WHERE ${column} = $2 AND ${where}`;
    return this.database.acrossTenants('what was sealed anew is kept for all tenants', async (tx) => {
      const current = await tx.$queryRaw<unknown[]>`
        SELECT 1 FROM secret_keys WHERE check_value = ${checkValue} FOR SHARE`;
      if (current.length === 0) return undefined;
      const replaced: NewSealed[] = [];
      for (const text of texts)
        if ((await tx.$executeRawUnsafe(sql, text.anew, text.sealed, ...text.keys)) === 1)
          replaced.push(text);
      if (replaced.length > 0) await note(tx, replaced);
      return replaced.length;
    });
  }

  /** How many texts each key has sealed, by its name. */
  async counts(columns: readonly SealedColumn[]): Promise<Map<string, number>> {
    const sum = new Map<string, number>();
    for (const { table, column } of columns) {
      const rows = await this.database.acrossTenants('sealed texts of all tenants are counted by key', (tx) =>
        tx.$queryRawUnsafe<{ name: string; count: number }[]>(`
          SELECT split_part(${column}, '.', 2) AS name, count(*)::int AS count
            FROM ${table} WHERE ${column} IS NOT NULL GROUP BY 1`),
      );
      for (const { name, count } of rows) sum.set(name, (sum.get(name) ?? 0) + count);
    }
    return sum;
  }
}

const places = (keys: readonly string[], from: number): string =>
  keys.map((_, at) => `$${at + from}`).join(', ');
