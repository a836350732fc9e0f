import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/index.js';
import {
  AuditEvidence,
  inPages,
  type EvidenceRow,
  type EvidenceWindow,
} from '../../platform/evidence/index.js';

/** Who changed what in AWS, for audit packs. */
@Injectable()
export class EventEvidence {
  constructor(private readonly database: Database) {}

  @AuditEvidence({
    ...{ name: 'user-actions', part: 'changes', title: 'Who changed what in AWS', isDetail: true },
    about:
      'The events of the window by the time at which they came in, with who made the call, from where, and which resources ' +
      'it touched. Events are kept for EVENT_RETENTION_DAYS: a pack of a window that lies further back lacks them.',
    tally: ['eventSource', 'eventName'],
    columns: [
      ...[
        'id',
        'receivedAt',
        'eventTime',
        'eventName',
        'eventSource',
        'eventType',
        'accountId',
        'region',
        'who',
      ],
      ...['resources', 'isOwn', 'eventId', 'correlationId'],
    ],
  })
  async *userActions(
    tenantId: string,
    { from, to }: EvidenceWindow,
    signal: AbortSignal,
  ): AsyncGenerator<EvidenceRow, void> {
    yield* inPages<{ id: string; receivedAt: Date } & EvidenceRow>(signal, (last, take) =>
      this.database.withTenant(
        tenantId,
        (tx) => tx.$queryRaw`
          SELECT id, received_at AS "receivedAt", event_time AS "eventTime", event_name AS "eventName",
                 event_source AS "eventSource", event_type AS "eventType", account_id AS "accountId", region, who,
                 is_own AS "isOwn", event_id AS "eventId", resources, correlation_id AS "correlationId"
            FROM events
           WHERE tenant_id = ${tenantId} AND received_at >= ${last?.receivedAt ?? from}::timestamptz
             AND received_at < ${to}::timestamptz
             AND (received_at, id) > (${last?.receivedAt ?? from}::timestamptz, ${last?.id ?? ''})
           ORDER BY received_at, id LIMIT ${take}`,
      ),
    );
  }
}
