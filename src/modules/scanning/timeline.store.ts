import { Injectable } from '@nestjs/common';
import type { Tx } from '../../platform/database/index.js';
import type { TimelineKind, TimelineNote } from './domain/timeline.js';

export interface TimelineRow {
  id: string;
  at: Date;
  kind: string;
  what: string;
  patch: unknown;
  details: unknown;
  who: unknown;
  source: string;
  correlationId: string | null;
}

/** The rows of timelines. Every method runs in the transaction of its use case. */
@Injectable()
export class TimelineStore {
  async insert(tx: Tx, tenantId: string, notes: readonly (TimelineNote & { id: string })[]): Promise<void> {
    if (notes.length === 0) return;
    await tx.$executeRaw`
      INSERT INTO timeline (id, tenant_id, arn, at, kind, what, patch, details, who, source, correlation_id)
      SELECT n.id, ${tenantId}, n.arn, coalesce(n.at, app_now()), n.kind, n.what, coalesce(n.patch, '[]'), coalesce(n.details, '{}'),
             n.who, n.source, n."correlationId"
        FROM jsonb_to_recordset(${JSON.stringify(notes)}::jsonb) AS n(id text, arn text, at timestamptz, kind text, what text,
             patch jsonb, details jsonb, who jsonb, source text, "correlationId" text)`;
  }

  /** Entries of a resource, newest first, after the one that `after` names. */
  async of(
    tx: Tx,
    tenantId: string,
    arn: string,
    {
      kind,
      after,
      take,
    }: { kind?: TimelineKind | undefined; after?: { at: Date; id: string }; take: number },
  ): Promise<TimelineRow[]> {
    return tx.timelineEntry.findMany({
      where: {
        ...{ tenantId, arn, kind },
        ...(after === undefined
          ? {}
          : { OR: [{ at: { lt: after.at } }, { at: after.at, id: { lt: after.id } }] }),
      },
      orderBy: [{ at: 'desc' }, { id: 'desc' }],
      take,
      omit: { tenantId: true, arn: true },
    });
  }
}
