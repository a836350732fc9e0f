import { Injectable } from '@nestjs/common';
import { Database, Prisma, type Tx } from '../../platform/database/index.js';

/** Rather than hold up all that reads and writes events behind it, a change of months comes another day. */
const LOCK_TIMEOUT = '5s';

/** Rows that go with their events, and by which time. */
export const aged = [
  { table: 'event_ids', by: 'received_at' },
  { table: 'event_rule_runs', by: 'created_at' },
  { table: 'refresh_events', by: 'received_at' },
  { table: 'refreshes', by: 'first_at' },
  { table: 'event_counts', by: 'day' },
  { table: 'poison_messages', by: 'last_seen_at' },
  { table: 'event_months.events_other', by: 'received_at' },
] as const;
export type Aged = (typeof aged)[number];

/** Months of events, of all tenants. */
@Injectable()
export class EventsUpkeepStore {
  constructor(private readonly database: Database) {}

  /** Months from now on, and the first that is kept: the first of it, in UTC. */
  async months(ahead: number, keptDays: number): Promise<{ next: Date[]; firstKept: Date }> {
    const rows = await this.database.acrossTenants(
      'months of events are of all tenants',
      (tx) => tx.$queryRaw<{ month: Date; firstKept: Date }[]>`
        SELECT date_trunc('month', app_now()) + make_interval(months => n) AS month,
               date_trunc('month', app_now() - make_interval(days => ${keptDays}::int)) AS "firstKept"
          FROM generate_series(0, ${ahead}::int) n ORDER BY n`,
    );
    return { next: rows.map(({ month }) => month), firstKept: rows[0]?.firstKept ?? new Date(0) };
  }

  /** Makes a month's table where there is none. @throws where rows of that month lie among the others already */
  async make(month: Date): Promise<void> {
    await this.#change((tx) => tx.$queryRaw`SELECT event_month(${month}::timestamptz::date)::text`);
  }

  /** Names of months that end before `firstKept`. */
  async old(firstKept: Date): Promise<string[]> {
    const before = `events_${firstKept.toISOString().slice(0, 7).replace('-', '_')}`;
    const rows = await this.database.acrossTenants(
      'old months of events are of all tenants',
      (tx) => tx.$queryRaw<{ name: string }[]>`
        SELECT c.relname AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
         WHERE n.nspname = 'event_months' AND c.relkind = 'r' AND c.relname ~ '^events_[0-9]{4}_[0-9]{2}$'
           AND c.relname < ${before} ORDER BY 1`,
    );
    return rows.map(({ name }) => name);
  }

  /** @param name one that old() gave */
  async drop(name: string): Promise<void> {
    await this.#change((tx) => tx.$executeRaw`DROP TABLE ${Prisma.raw(`event_months."${name}"`)}`);
  }

  /** Deletes what is older. @returns how many */
  async deleteOlder({ table, by }: Aged, before: Date, limit: number): Promise<number> {
    const [from, column] = [Prisma.raw(table), Prisma.raw(by)];
    return this.database.acrossTenants(
      'retention deletes what belongs to old events of all tenants',
      (tx) => tx.$executeRaw`
        DELETE FROM ${from} WHERE ctid = ANY(ARRAY(
          SELECT ctid FROM ${from} WHERE ${column} < ${before}::timestamptz LIMIT ${limit}))`,
    );
  }

  async #change(work: (tx: Tx) => Promise<unknown>) {
    await this.database.acrossTenants('months of events are made and dropped for all tenants', async (tx) => {
      await tx.$queryRaw`SELECT set_config('lock_timeout', ${LOCK_TIMEOUT}, true)`;
      await work(tx);
    });
  }
}
