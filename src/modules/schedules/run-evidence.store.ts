import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/index.js';
import {
  AuditEvidence,
  inPages,
  type EvidenceRow,
  type EvidenceWindow,
} from '../../platform/evidence/index.js';

/** What schedules started, for audit packs. */
@Injectable()
export class RunEvidence {
  constructor(private readonly database: Database) {}

  @AuditEvidence({
    ...{
      name: 'schedule-runs',
      part: 'workflows',
      title: 'Runs of schedules',
      tally: ['scheduleType', 'status'],
    },
    about:
      'What schedules were to start in the window, and how that stood at its end: runs that had not ended by then are `open`. ' +
      'Runs are kept for SCHEDULE_RUN_RETENTION_DAYS. The type of a schedule is the one that it has now.',
    columns: [
      ...[
        'id',
        'scheduleId',
        'scheduleType',
        'plannedAt',
        'cause',
        'status',
        'startedAt',
        'endedAt',
        'reason',
      ],
      ...['error', 'executionType', 'executionId', 'requestedBy', 'correlationId'],
    ],
  })
  async *runs(
    tenantId: string,
    { from, to }: EvidenceWindow,
    signal: AbortSignal,
  ): AsyncGenerator<EvidenceRow, void> {
    yield* inPages<{ id: string } & EvidenceRow>(signal, (last, take) =>
      this.database.withTenant(
        tenantId,
        (tx) => tx.$queryRaw`
          SELECT r.id, r.schedule_id AS "scheduleId", s.schedule_type AS "scheduleType", r.planned_at AS "plannedAt",
                 r.cause, CASE WHEN e.ended THEN r.status ELSE 'open' END AS status,
                 CASE WHEN e.ended THEN r.started_at END AS "startedAt", CASE WHEN e.ended THEN r.ended_at END AS "endedAt",
                 CASE WHEN e.ended THEN r.reason END AS reason, CASE WHEN e.ended THEN r.error END AS error,
                 CASE WHEN e.ended THEN r.execution_type END AS "executionType",
                 CASE WHEN e.ended THEN r.execution_id END AS "executionId", r.requested_by AS "requestedBy",
                 r.requested_by_key AS "requestedByKey", r.correlation_id AS "correlationId"
            FROM schedule_runs r JOIN schedules s ON s.tenant_id = r.tenant_id AND s.id = r.schedule_id
           CROSS JOIN LATERAL (SELECT coalesce(r.ended_at < ${to}::timestamptz, false) AS ended) e
           WHERE r.tenant_id = ${tenantId} AND r.created_at < ${to}::timestamptz
             AND (r.ended_at IS NULL OR r.ended_at >= ${from}::timestamptz) AND r.id > ${last?.id ?? ''}
           ORDER BY r.id LIMIT ${take}`,
      ),
    );
  }
}
