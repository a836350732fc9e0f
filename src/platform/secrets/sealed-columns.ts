/** A column of texts that are sealed, and what each is sealed for. */
export interface SealedColumn {
  table: string;
  column: string;
  /** The primary key's columns; the tenant's is among them. */
  keys: readonly [string, ...string[]];
  /** The context that seal() was given, from the values of `keys`, in their order. */
  context: (...values: string[]) => string;
}

const declared = new Map<string, SealedColumn>();
const NAME = /^[a-z_]+$/;

/** Declares one, beside the store that writes it: what it holds is sealed anew when the key is replaced. */
export function sealedColumn(column: SealedColumn): SealedColumn {
  const names = [column.table, column.column, ...column.keys];
  const bad = names.find((name) => !NAME.test(name)); // they become part of statements
  if (bad !== undefined) throw new Error(`${bad} is no name of a table or column`);
  if (!column.keys.includes('tenant_id')) throw new Error(`${column.table} has no tenant_id in its keys`);
  declared.set(`${column.table}.${column.column}`, column);
  return column;
}

export const sealedColumns = (): SealedColumn[] => [...declared.values()];
