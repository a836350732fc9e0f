import { Injectable } from '@nestjs/common';
import { Database, Prisma } from '../../platform/database/index.js';
import {
  AuditEvidence,
  inPages,
  type EvidenceRow,
  type EvidenceWindow,
} from '../../platform/evidence/index.js';

type Row = { id: string } & EvidenceRow;

/** A value that is known from a time on, if that had come by the end of the window. */
const since = (column: string, at: string, to: Date) =>
  Prisma.sql`CASE WHEN ${Prisma.raw(at)} < ${to}::timestamptz THEN ${Prisma.raw(column)} END`;

/** Incidents and how they were responded to, for audit packs. */
@Injectable()
export class IncidentPackEvidence {
  constructor(private readonly database: Database) {}

  @AuditEvidence({
    ...{
      name: 'incidents',
      part: 'changes',
      title: 'Incidents',
      tally: ['severity', 'status'],
      shows: { take: 50 },
    },
    about:
      'Incidents that were not closed before the window began, as they stood at its end. The severity has no history: it is ' +
      'the one that the incident has now.',
    columns: [
      ...['id', 'createdAt', 'incidentType', 'title', 'severity', 'status', 'resourceArns', 'requestedBy'],
      ...[
        'acknowledgedBy',
        'acknowledgedAt',
        'containedBy',
        'containedAt',
        'releasedBy',
        'releasedAt',
        'closedBy',
      ],
      'closedAt',
    ],
  })
  async *incidents(
    tenantId: string,
    { from, to }: EvidenceWindow,
    signal: AbortSignal,
  ): AsyncGenerator<EvidenceRow, void> {
    yield* inPages<Row>(signal, (last, take) =>
      this.database.withTenant(
        tenantId,
        (tx) => tx.$queryRaw`
          SELECT id, created_at AS "createdAt", incident_type AS "incidentType", title, description, severity,
                 CASE WHEN closed_at < ${to}::timestamptz THEN 'closed' WHEN released_at < ${to}::timestamptz THEN 'released'
                      WHEN contained_at < ${to}::timestamptz THEN 'contained'
                      WHEN acknowledged_at < ${to}::timestamptz THEN 'acknowledged' ELSE 'open' END AS status,
                 resource_arns AS "resourceArns", execution_id AS "executionId", requested_by AS "requestedBy",
                 ${since('acknowledged_by', 'acknowledged_at', to)} AS "acknowledgedBy",
                 ${since('acknowledged_at', 'acknowledged_at', to)} AS "acknowledgedAt",
                 ${since('contained_by', 'contained_at', to)} AS "containedBy",
                 ${since('contained_at', 'contained_at', to)} AS "containedAt",
                 ${since('released_by', 'released_at', to)} AS "releasedBy",
                 ${since('released_at', 'released_at', to)} AS "releasedAt",
                 ${since('closed_by', 'closed_at', to)} AS "closedBy", ${since('closed_at', 'closed_at', to)} AS "closedAt"
            FROM incidents
           WHERE tenant_id = ${tenantId} AND created_at < ${to}::timestamptz
             AND (closed_at IS NULL OR closed_at >= ${from}::timestamptz) AND id > ${last?.id ?? ''}
           ORDER BY id LIMIT ${take}`,
      ),
    );
  }

  @AuditEvidence({
    ...{ name: 'incident-entries', part: 'changes', title: 'What was done about incidents', tally: ['what'] },
    about: 'What was noted of incidents in the window: entries are only ever added.',
    columns: ['id', 'incidentId', 'at', 'what', 'who', 'details'],
  })
  async *entries(
    tenantId: string,
    { from, to }: EvidenceWindow,
    signal: AbortSignal,
  ): AsyncGenerator<EvidenceRow, void> {
    yield* inPages<Row & { incidentId: string }>(signal, (last, take) =>
      this.database.withTenant(
        tenantId,
        (tx) => tx.$queryRaw`
          SELECT id, incident_id AS "incidentId", at, what, who, details FROM incident_entries
           WHERE tenant_id = ${tenantId} AND at >= ${from}::timestamptz AND at < ${to}::timestamptz
             AND (incident_id, id) > (${last?.incidentId ?? ''}, ${last?.id ?? ''})
           ORDER BY incident_id, id LIMIT ${take}`,
      ),
    );
  }

  @AuditEvidence({
    ...{
      name: 'incident-evidence',
      part: 'changes',
      title: 'Evidence of incidents',
      isDetail: true,
      tally: ['kind'],
    },
    about:
      'How resources were before anybody contained them, taken in the window, with the SHA-256 of that moment.',
    columns: ['id', 'incidentId', 'resourceArn', 'kind', 'part', 'takenAt', 'hash', 'snapshotId', 'content'],
  })
  async *evidence(
    tenantId: string,
    { from, to }: EvidenceWindow,
    signal: AbortSignal,
  ): AsyncGenerator<EvidenceRow, void> {
    yield* inPages<Row>(
      signal,
      (last, take) =>
        this.database.withTenant(
          tenantId,
          (tx) => tx.$queryRaw`
            SELECT id, incident_id AS "incidentId", resource_arn AS "resourceArn", kind, part, taken_at AS "takenAt",
                   hash, snapshot_id AS "snapshotId", content FROM incident_evidence
             WHERE tenant_id = ${tenantId} AND status = 'taken' AND taken_at >= ${from}::timestamptz
               AND taken_at < ${to}::timestamptz AND id > ${last?.id ?? ''}
             ORDER BY id LIMIT ${take}`,
        ),
      100,
    );
  }
}
