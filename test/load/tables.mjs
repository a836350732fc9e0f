import { readFileSync } from 'node:fs';

/** Each table of the service: what bounds it, or the sweep that deletes its old rows. */
export const RULES = JSON.parse(readFileSync(new URL('tables.json', import.meta.url), 'utf8'));

/** Grow with the accounts, and no further; a soak scans for the first time. */
const BY_ACCOUNTS = 'accounts, regions and types';

/** Rows of each table. */
export async function rowsOf(query) {
  const tables = await query(
    `SELECT c.relname AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE n.nspname = 'public' AND c.relkind IN ('r', 'p') AND c.relname <> '_prisma_migrations' ORDER BY 1`,
  );
  const counts = {};
  for (const { name } of tables) {
    const [{ n }] = await query(`SELECT count(*)::int AS n FROM "${name}"`);
    counts[name] = n;
  }
  return counts;
}

/** One line for each table, and what is wrong with it. */
export function compared(before, after, swept) {
  const failures = [];
  const tables = Object.keys(after).map((table) => {
    const rule = RULES[table];
    if (rule === undefined) failures.push(`nothing says what bounds the table ${table}`);
    const grew = after[table] > (before[table] ?? 0);
    if (grew && rule?.bounded !== undefined && rule.bounded !== BY_ACCOUNTS)
      failures.push(`${table} grew by ${after[table] - before[table]} rows, though it is said to be bounded`);
    if (grew && rule?.sweep !== undefined && rule.stays === undefined && swept[table] >= after[table])
      failures.push(
        `${table} keeps its ${swept[table]} rows for ever, though ${rule.sweep} is said to delete them`,
      );
    return {
      table,
      before: before[table] ?? 0,
      after: after[table],
      swept: swept[table],
      rule: wordsOf(rule),
    };
  });
  return { tables, failures };
}

const wordsOf = (rule) =>
  rule === undefined
    ? 'none'
    : (rule.bounded ??
      [rule.days ?? rule.sweep, rule.stays && `stays: ${rule.stays}`].filter(Boolean).join('; '));
