import { Injectable } from '@nestjs/common';
import { Database, type Tx } from '../../platform/database/index.js';
import type { Caller } from '../../platform/http/index.js';
import { notFound } from '../../shared/app-error.js';
import { decodeCursor, toPage, type Page } from '../../shared/paging.js';
import { ExecutionLookups } from '../workflows/index.js';
import { containmentOf, incidentItemOf } from './incident-answer.js';
import { IncidentReading } from './incident-reading.service.js';
import { IncidentStore, type IncidentRow } from './incident.store.js';
import type {
  EvidenceAnswer,
  IncidentAnswer,
  IncidentItem,
  IncidentQuery,
  IncidentReport,
} from './incidents.schemas.js';

/** What is known of incidents. */
@Injectable()
export class IncidentsService {
  constructor(
    private readonly database: Database,
    private readonly store: IncidentStore,
    private readonly reading: IncidentReading,
    private readonly executions: ExecutionLookups,
  ) {}

  async list({ tenantId }: Caller, query: IncidentQuery): Promise<Page<IncidentItem>> {
    const { limit, cursor, tenantId: _, ...filter } = query;
    const after = decodeCursor(cursor, 1)?.[0];
    const rows = await this.database.withTenant(tenantId, (tx) =>
      this.store.list(tx, tenantId, filter, { after, take: limit + 1 }),
    );
    const page = toPage(rows, limit, ({ id }) => [id]);
    const ids = page.items.map(({ executionId }) => executionId);
    const arns = await this.executions.arnsOf(tenantId, ids);
    return { ...page, items: page.items.map((row) => incidentItemOf(row, arns)) };
  }

  async get({ tenantId }: Caller, id: string): Promise<IncidentAnswer> {
    const { row, ...more } = await this.database.withTenant(tenantId, async (tx) => {
      const found = await this.#find(tx, tenantId, id);
      const changes = await this.reading.changes(tx, found);
      const containments = [];
      for (const change of changes)
        containments.push(containmentOf(change, await this.reading.callsOf(tx, change)));
      const entries = await this.reading.entries(tx, found);
      return { row: found, containments, entries, evidence: await this.reading.evidence(tx, found) };
    });
    const arns = await this.executions.arnsOf(tenantId, [row.executionId]);
    const { description, reasons, notificationTargets } = row;
    const report = row.report as IncidentReport | null;
    return {
      ...incidentItemOf(row, arns),
      ...more,
      ...{ description, reasons, notificationTargets, report },
    };
  }

  async evidence({ tenantId }: Caller, id: string, evidenceId: string): Promise<EvidenceAnswer> {
    return this.database.withTenant(tenantId, async (tx) => {
      const incident = await this.#find(tx, tenantId, id);
      const piece = await this.reading.piece(tx, incident, evidenceId);
      if (piece === undefined) throw notFound('evidence', evidenceId);
      return piece;
    });
  }

  async #find(tx: Tx, tenantId: string, id: string): Promise<IncidentRow> {
    const row = await this.store.find(tx, tenantId, id);
    if (row === undefined) throw notFound('incident', id);
    return row;
  }
}
