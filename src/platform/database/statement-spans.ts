import type { SqlDriverAdapter, SqlDriverAdapterFactory, SqlQueryable } from '@prisma/driver-adapter-utils';
import { LRUCache } from 'lru-cache';
import { kindOf, type Span, tracing } from '../telemetry/index.js';

const NAME = String.raw`\s+(?:ONLY\s+)?(?:"?public"?\.)?"?([a-z_][a-z0-9_]*)\b"?`;
/** The first table that is read or written. A bracket behind a name that is read from makes it a function. */
const TABLE = new RegExp(String.raw`\b(?:(?:INTO|UPDATE)${NAME}|FROM${NAME}(?!\s*\())`, 'i');
const LITERAL = /'(?:[^']|'')*'/g;

const names = new LRUCache<string, { verb: string; table: string | undefined }>({ max: 1_000 });

/** Verb and table of a statement: nothing that was typed into it can be in these. */
export function statementName(sql: string): { verb: string; table: string | undefined } {
  const known = names.get(sql);
  if (known !== undefined) return known;
  const verb = /^\s*([a-z]{2,16})\b/i.exec(sql)?.[1]?.toUpperCase() ?? 'SQL';
  const [, written, read] = TABLE.exec(sql.replace(LITERAL, "''")) ?? [];
  const name = { verb, table: written ?? read };
  names.set(sql, name);
  return name;
}

/** Runs a statement; in a trace it is a span of its own. Its text and its values are in none. */
export async function toldStatement<T>(sql: string, run: () => Promise<T>, name?: string): Promise<T> {
  const span = tracing.isOn ? statementSpan(sql, name) : undefined;
  if (span === undefined) return run();
  try {
    return await run();
  } catch (error) {
    span.fail(kindOf(error));
    throw error;
  } finally {
    span.end();
  }
}

function statementSpan(sql: string, name: string | undefined): Span | undefined {
  const { verb, table } = statementName(sql);
  return tracing.part(name ?? (table === undefined ? verb : `${verb} ${table}`), 'client', {
    ...{ 'db.system': 'postgresql', 'db.system.name': 'postgresql' },
    ...{ 'db.operation.name': verb, 'db.collection.name': table },
  });
}

/** The same adapter, whose statements are told of, also those of its transactions. */
export function toldAdapter(factory: SqlDriverAdapterFactory): SqlDriverAdapterFactory {
  const connect = async (): Promise<SqlDriverAdapter> => {
    const adapter = told(await factory.connect());
    const startTransaction = adapter.startTransaction.bind(adapter);
    adapter.startTransaction = async (level) => {
      const transaction = await startTransaction(level);
      return tracing.isOn ? told(transaction) : transaction;
    };
    return adapter;
  };
  return { provider: factory.provider, adapterName: factory.adapterName, connect };
}

function told<Q extends SqlQueryable>(queryable: Q): Q {
  const queryRaw = queryable.queryRaw.bind(queryable);
  const executeRaw = queryable.executeRaw.bind(queryable);
  queryable.queryRaw = (query) => toldStatement(query.sql, () => queryRaw(query));
  queryable.executeRaw = (query) => toldStatement(query.sql, () => executeRaw(query));
  return queryable;
}
