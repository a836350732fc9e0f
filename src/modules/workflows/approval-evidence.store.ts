import { Injectable } from '@nestjs/common';
import { Database, Prisma } from '../../platform/database/index.js';
import {
  AuditEvidence,
  inPages,
  type EvidenceRow,
  type EvidenceWindow,
} from '../../platform/evidence/index.js';

/** Those that were put, or waited for an answer, in the window. */
const within = (tenantId: string, { from, to }: EvidenceWindow) => Prisma.sql`
  a.tenant_id = ${tenantId} AND a.created_at < ${to}::timestamptz
  AND (a.decided_at IS NULL OR a.decided_at >= ${from}::timestamptz)`;

/** What people were asked, and what they said, for audit packs. */
@Injectable()
export class ApprovalEvidence {
  constructor(private readonly database: Database) {}

  @AuditEvidence({
    ...{ name: 'approvals', part: 'workflows', title: 'Approvals', tally: ['status'], shows: { take: 50 } },
    about:
      'Questions that were put to people, or waited for an answer, in the window, as they stood at its end, with each vote ' +
      'that had been given by then.',
    columns: [
      ...[
        'id',
        'createdAt',
        'title',
        'status',
        'level',
        'quorum',
        'workflowType',
        'executionId',
        'requestedBy',
      ],
      ...['claimedBy', 'expiresAt', 'decidedAt', 'decisions', 'details', 'correlationId'],
    ],
  })
  async *approvals(
    tenantId: string,
    window: EvidenceWindow,
    signal: AbortSignal,
  ): AsyncGenerator<EvidenceRow, void> {
    const { to } = window;
    yield* inPages<{ id: string } & EvidenceRow>(
      signal,
      (last, take) =>
        this.database.withTenant(
          tenantId,
          (tx) => tx.$queryRaw`
            SELECT a.id, a.created_at AS "createdAt", a.title,
                   CASE WHEN a.decided_at < ${to}::timestamptz THEN a.status ELSE 'pending' END AS status, a.level,
                   a.quorum, a.default_decision AS "defaultDecision", a.workflow_type AS "workflowType",
                   a.execution_id AS "executionId", a.requested_by AS "requestedBy",
                   a.requested_by_key AS "requestedByKey", a.claimed_by AS "claimedBy", a.expires_at AS "expiresAt",
                   CASE WHEN a.decided_at < ${to}::timestamptz THEN a.decided_at END AS "decidedAt",
                   coalesce((SELECT jsonb_agg(jsonb_build_object('decision', d.decision, 'comment', d.comment, 'by', d.decided_by,
                                      'byKey', d.decided_by_key, 'at', d.decided_at) ORDER BY d.id)
                      FROM approval_decisions d WHERE d.tenant_id = ${tenantId} AND d.approval_id = a.id
                       AND d.decided_at < ${to}::timestamptz), '[]') AS decisions,
                   a.details, a.correlation_id AS "correlationId"
              FROM approvals a
             WHERE ${within(tenantId, window)} AND a.id > ${last?.id ?? ''} ORDER BY a.id LIMIT ${take}`,
        ),
      100,
    );
  }
}
