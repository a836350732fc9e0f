import { Injectable } from '@nestjs/common';
import type { HistoryEvent } from '../../asl/index.js';
import { Database, type Statement, type Tx } from '../../platform/database/index.js';

interface HistoryRow {
  events: string;
}

/** How an execution stands, for those who follow it. */
export interface Standing {
  id: string;
  version: number;
  status: string;
}

const STANDINGS: Statement = {
  name: 'workflow-standings',
  text: `SELECT id, version, status FROM executions WHERE id = ANY($1)`,
};

/** What happened in executions, event by event. */
@Injectable()
export class HistoryStore {
  constructor(private readonly database: Database) {}

  /** Events with ids from `from` to `to`, both included, in order. */
  async between(tx: Tx, tenantId: string, id: string, from: number, to: number): Promise<HistoryEvent[]> {
    const rows = await tx.$queryRaw<HistoryRow[]>`
      SELECT events FROM execution_history
       WHERE tenant_id = ${tenantId} AND execution_id = ${id} AND last_event_id >= ${from} AND first_event_id <= ${to}
       ORDER BY version`;
    return rows
      .flatMap(({ events }) => JSON.parse(events) as HistoryEvent[])
      .filter((event) => event.id >= from && event.id <= to);
  }

  /** The id of the last event; 0: there is none yet. */
  async lastId(tx: Tx, tenantId: string, id: string): Promise<number> {
    const rows = await tx.$queryRaw<{ last: number | null }[]>`
      SELECT max(last_event_id) AS last FROM execution_history
       WHERE tenant_id = ${tenantId} AND execution_id = ${id}`;
    return rows[0]?.last ?? 0;
  }

  /**
   * How many states have been left at least once. Read from the text, as it lies: quotes inside of a payload are
   * escaped, so that none looks like the field.
   */
  async statesLeft(tx: Tx, tenantId: string, id: string): Promise<number> {
    const rows = await tx.$queryRaw<{ n: number }[]>`
      SELECT count(DISTINCT m[1])::int AS n
        FROM execution_history,
             regexp_matches(events, '"stateExitedEventDetails":\\{"name":"((?:[^"\\\\]|\\\\.)*)"', 'g') AS m
       WHERE tenant_id = ${tenantId} AND execution_id = ${id}`;
    return rows[0]?.n ?? 0;
  }

  standings(ids: readonly string[]): Promise<Standing[]> {
    return this.database.atOnce('executions of all tenants are followed with one look', STANDINGS, [
      [...ids],
    ]);
  }
}
