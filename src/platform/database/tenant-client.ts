import { AsyncLocalStorage } from 'node:async_hooks';
import pg from 'pg';

/** A transaction of one tenant that is to begin, and when it began by the clock of all SQL. */
interface Beginning {
  readonly tenantId: string;
  began?: Date;
}

const beginning = new AsyncLocalStorage<Beginning>();

/**
 * Runs `open`, whose first BEGIN on a TenantClient also takes the role that row-level security binds, and the tenant's
 * name. `open` is given a function for the moment when that is done: it says when the transaction began.
 * @throws Error from that function when the transaction is bound to no tenant: nothing may be read in it
 */
export function asTenant<T>(tenantId: string, open: (began: () => Date) => Promise<T>): Promise<T> {
  const own: Beginning = { tenantId };
  return beginning.run(own, () =>
    open(() => {
      if (own.began === undefined) throw new Error('a transaction began that is bound to no tenant');
      return own.began;
    }),
  );
}

/**
 * PostgreSQL's client as the adapter opens it. A tenant's transaction is begun and bound in one round trip: apart, they
 * cost as much as the query that most requests are made of.
 */
export class TenantClient extends pg.Client {
  // pg takes what it is given in several forms, and the types know each of them
  override query = ((...given: unknown[]) => {
    const own = beginning.getStore();
    if (own === undefined || own.began !== undefined || !isBegin(given[0]))
      return super.query(...(given as [string]));
    return this.#begin(own);
  }) as pg.Client['query'];

  async #begin(own: Beginning): Promise<pg.QueryResult> {
    const tenant = pg.escapeLiteral(own.tenantId);
    const answer: unknown = await super.query(
      `BEGIN; SELECT set_config('role', 'shepherd_app', true), set_config('app.tenant_id', ${tenant}, true), app_now() AS now`,
    );
    const [begun, bound] = answer as [pg.QueryResult, pg.QueryResult<{ now: Date }>]; // one of each statement
    own.began = bound.rows[0]?.now;
    return begun;
  }
}

const isBegin = (config: unknown): boolean =>
  typeof config === 'object' && config !== null && 'text' in config && config.text === 'BEGIN';
