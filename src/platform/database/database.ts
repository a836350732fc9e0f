import { PrismaPg } from '@prisma/adapter-pg';
import pg from 'pg';
import { PrismaClient, type Prisma } from './client/client.js';
import { asOutage } from './outage.js';
import { StatementNames } from './statement-names.js';
import { toldAdapter, toldStatement } from './statement-spans.js';
import { asTenant, TenantClient } from './tenant-client.js';

/** A transaction of one tenant, or (see acrossTenants) of none in particular. */
export type Tx = Prisma.TransactionClient;

/** A statement that is prepared once on each connection, under its name. */
export interface Statement {
  name: string;
  text: string;
}

/** Of one process, beside those of DATABASE_POOL: statements are short, and those that wait are written together. */
const STATEMENT_CONNECTIONS = 3;
/** What a look at the server takes at most, to connect and to answer: longer is no answer. */
const LOOK_MS = 5_000;
/** Statements are planned once, when a table may still be empty: an index is right for all of them, now and later. */
const PLANNED_ONCE = '-c plan_cache_mode=force_generic_plan -c enable_seqscan=off -c jit=off';
const KEEPALIVE = '-c tcp_keepalives_idle=20 -c tcp_keepalives_interval=10 -c tcp_keepalives_count=3';
/** Of a connection: what it has prepared goes with it, in this process and in the server. */
const LIFETIME_SECONDS = 1800;
const TIMEOUTS = { maxWait: 10_000, timeout: 30_000 };
/**
 * The server ends a transaction in which nobody has said anything for so long: a process that stands still, or that the
 * network has lost, would keep others from the rows that it has locked until TCP gives it up, two hours later. One that
 * lives has been rolled back before, by `TIMEOUTS`.
 */
const SILENT_TRANSACTION_MS = 40_000;
/** By when a statement that waited for such a transaction's rows has them. */
const BEYOND_MS = 5_000;

/**
 * The way to PostgreSQL. Requests run in `withTenant`, where row-level security lets through the rows of that
 * tenant alone; what must look across tenants says why. Where it cannot be reached, each of them throws a
 * DatabaseOutage.
 */
export class Database {
  readonly #prisma: PrismaClient;
  readonly #statements: pg.Pool;
  readonly #looks: pg.Pool;
  readonly #began = new WeakMap<object, Date>();
  readonly #afterCommit = new WeakMap<object, (() => void)[]>();

  constructor(connectionString: string, poolSize: number, silentTransactionMs = SILENT_TRANSACTION_MS) {
    const connection = {
      connectionString,
      connectionTimeoutMillis: 10_000,
      keepAlive: true,
      maxLifetimeSeconds: LIFETIME_SECONDS,
      // the adapter drops the offset of a time that it reads, and writes none
      options: `-c TimeZone=UTC -c idle_in_transaction_session_timeout=${silentTransactionMs}`,
    };
    this.#statements = new pg.Pool({
      ...connection,
      max: STATEMENT_CONNECTIONS,
      // of a server whose host is gone nothing is heard for a quarter of an hour; a connection that fails is replaced
      query_timeout: silentTransactionMs + BEYOND_MS,
      options: `${connection.options} ${PLANNED_ONCE}`,
    });
    this.#statements.on('error', () => undefined); // an idle connection that broke: the next statement opens one
    // one that does not answer is replaced: after a failover the old address may stay silent for a quarter of an hour
    this.#looks = new pg.Pool({
      ...connection,
      ...{ max: 1, connectionTimeoutMillis: LOOK_MS, query_timeout: LOOK_MS, idleTimeoutMillis: 60_000 },
    });
    this.#looks.on('error', () => undefined);
    const names = new StatementNames();
    const adapter = new PrismaPg(
      { ...connection, max: poolSize, Client: TenantClient },
      { statementNameGenerator: ({ sql }) => names.of(sql) },
    );
    this.#prisma = new PrismaClient({
      adapter: toldAdapter(adapter),
      transactionOptions: TIMEOUTS,
      errorFormat: 'minimal',
    });
  }

  /** Runs `work` in one transaction that sees and writes the rows of `tenantId` only. */
  withTenant<T>(tenantId: string, work: (tx: Tx) => Promise<T>): Promise<T> {
    return asTenant(tenantId, (began) =>
      this.#transaction((tx) => {
        this.#began.set(tx, began());
        return work(tx);
      }),
    );
  }

  /**
   * Runs `work` in one transaction that passes the policies. Each use is listed, with its reason, in
   * test/api/row-security.spec.ts, which fails on a use that is not.
   */
  acrossTenants<T>(_reason: string, work: (tx: Tx) => Promise<T>): Promise<T> {
    return this.#transaction(work);
  }

  /**
   * Runs one statement that is a transaction of its own and passes the policies: for what is hot, and where a
   * transaction with its round trips would cost more than its work. Each use is listed as those of acrossTenants are.
   */
  async atOnce<R extends pg.QueryResultRow>(
    _reason: string,
    statement: Statement,
    values: unknown[],
  ): Promise<R[]> {
    const query = () => this.#statements.query<R>({ ...statement, values });
    try {
      const { rows } = await toldStatement(statement.text, query, statement.name);
      return rows;
    } catch (error) {
      throw asOutage(error);
    }
  }

  /**
   * A connection of its own, which ends when the process does: what it has is what tells that the process lives. One of
   * a host that is gone without a word is ended by the server within a minute, and its locks are free.
   */
  async session(): Promise<pg.Client> {
    const { options } = this.#statements;
    const config = { ...options, max: undefined, options: `${options.options} ${KEEPALIVE}` };
    const client = new pg.Client(config);
    client.on('error', () => undefined); // its next query says so
    await client.connect();
    return client;
  }

  /** The time at which the transaction began, by the clock of all SQL. */
  async now(tx: Tx): Promise<Date> {
    const began = this.#began.get(tx);
    if (began !== undefined) return began;
    const [row] = await tx.$queryRaw<{ now: Date }[]>`SELECT app_now() AS now`;
    if (row === undefined) throw new Error('app_now() gave nothing');
    return row.now;
  }

  /** Runs `effect` once the transaction has committed, and never if it has not. It must not throw. */
  onCommit(tx: Tx, effect: () => void): void {
    const effects = this.#afterCommit.get(tx);
    if (effects === undefined) throw new Error('onCommit was called outside a transaction of this database');
    effects.push(effect);
  }

  /** Resolves when a connection is free and the server answers on it: what is begun now need not wait. */
  async ping(): Promise<void> {
    await this.#prisma.$queryRaw`SELECT 1`;
  }

  /**
   * Resolves when the server answers, on a connection of its own: however many requests wait for the others.
   * @throws what PostgreSQL or the network says, within 10 s
   */
  async look(): Promise<void> {
    await this.#looks.query('SELECT 1');
  }

  async close(): Promise<void> {
    await Promise.all([this.#prisma.$disconnect(), this.#statements.end(), this.#looks.end()]);
  }

  async #transaction<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    const effects: (() => void)[] = [];
    const result = await this.#prisma
      .$transaction(async (tx) => {
        this.#afterCommit.set(tx, effects);
        return work(tx);
      })
      .catch((error: unknown) => {
        throw asOutage(error);
      });
    for (const effect of effects) effect();
    return result;
  }
}
