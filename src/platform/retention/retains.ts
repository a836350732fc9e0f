import { SetMetadata } from '@nestjs/common';
import type { Variables } from '../config/index.js';

export const RETAINS = Symbol('what is deleted when it has had its time');

type DaysVariable = { [N in keyof Variables]: Variables[N] extends number ? N : never }[keyof Variables];

/** Deletes the rows of a table that have had their time. */
export interface Sweep {
  table: string;
  /** Others that its statement deletes from. */
  with?: readonly string[];
  /** How long is long: a variable of whole days. 0 keeps for ever. */
  days: DaysVariable & `${string}_DAYS`;
  /** Deletes at most $2::int rows that are older than $1::int days, by app_now(), with all that is theirs. */
  text: string;
  /** Rows of one transaction: it should take well under a second. */
  batch: number;
  /** Nobody may write while it looks: for rows that are reused by who does not lock them. */
  alone?: boolean;
}

/** Marks a method that gives sweeps: they run once an hour, in the order of the list. */
export const Retains = (): TypedMethod => SetMetadata(RETAINS, true);

type TypedMethod = (
  target: object,
  name: string | symbol,
  method: TypedPropertyDescriptor<() => readonly Sweep[]>,
) => void;

/**
 * The usual sweep: rows of `table` for which `condition` holds.
 * @param key its primary key, one column
 */
export const deleteWhere = (table: string, condition: string, key = 'id'): string => `
DELETE FROM ${table} WHERE ${key} = ANY(ARRAY(SELECT o.${key} FROM ${table} o WHERE ${condition} LIMIT $2::int))`;

/** `column` is older than the days of the sweep. */
export const olderThanDays = (column: string): string =>
  `${column} < app_now() - make_interval(days => $1::int)`;
