import { Injectable } from '@nestjs/common';
import { Database, Prisma } from '../../platform/database/index.js';
import {
  AuditEvidence,
  inPages,
  type EvidenceRow,
  type EvidenceWindow,
} from '../../platform/evidence/index.js';

type Row = { id: string } & EvidenceRow;

/** A time that had come by the end of the window. */
const by = (column: string, to: Date) =>
  Prisma.sql`CASE WHEN ${Prisma.raw(column)} < ${to}::timestamptz THEN ${Prisma.raw(column)} END`;

/** What was changed in AWS, by whom it was wanted, and how, for audit packs. */
@Injectable()
export class RemediationEvidence {
  constructor(private readonly database: Database) {}

  @AuditEvidence({
    ...{ name: 'remediations', part: 'changes', title: 'Remediations', tally: ['status', 'dryRun'] },
    about:
      'Remediations that were under way in the window, `ended` or `open` at its end; what became of each resource stands in ' +
      'changes.',
    columns: [
      ...['id', 'createdAt', 'status', 'endedAt', 'dryRun', 'approvalRequired', 'findingIds', 'executionId'],
      ...['requestedBy', 'requestedByKey', 'correlationId'],
    ],
  })
  async *remediations(
    tenantId: string,
    { from, to }: EvidenceWindow,
    signal: AbortSignal,
  ): AsyncGenerator<EvidenceRow, void> {
    yield* inPages<Row>(signal, (last, take) =>
      this.database.withTenant(
        tenantId,
        (tx) => tx.$queryRaw`
          SELECT id, created_at AS "createdAt",
                 CASE WHEN ended_at < ${to}::timestamptz THEN 'ended' ELSE 'open' END AS status,
                 ${by('ended_at', to)} AS "endedAt", dry_run AS "dryRun", approval_required AS "approvalRequired",
                 restore_on_failure AS "restoreOnFailure", finding_ids AS "findingIds", execution_id AS "executionId",
                 requested_by AS "requestedBy", requested_by_key AS "requestedByKey", correlation_id AS "correlationId"
            FROM remediations
           WHERE tenant_id = ${tenantId} AND created_at < ${to}::timestamptz
             AND (ended_at IS NULL OR ended_at >= ${from}::timestamptz) AND id > ${last?.id ?? ''}
           ORDER BY id LIMIT ${take}`,
      ),
    );
  }

  @AuditEvidence({
    ...{ name: 'changes', part: 'changes', title: 'Changes of resources', tally: ['fixId', 'status'] },
    about:
      'What remediations and the containing of incidents began, applied or took back in the window, how that stood at its end, ' +
      'and how each resource was before. Plans that were never begun are not kept once there is a new one, and are left out.',
    columns: [
      ...[
        'id',
        'ownerKind',
        'ownerId',
        'fixId',
        'findingId',
        'controlId',
        'accountId',
        'region',
        'resourceArn',
      ],
      ...['status', 'startedAt', 'appliedAt', 'restoredAt', 'before'],
    ],
  })
  async *changes(
    tenantId: string,
    { from, to }: EvidenceWindow,
    signal: AbortSignal,
  ): AsyncGenerator<EvidenceRow, void> {
    yield* inPages<Row>(signal, (last, take) =>
      this.database.withTenant(
        tenantId,
        (tx) => tx.$queryRaw`
          SELECT id, owner_kind AS "ownerKind", owner_id AS "ownerId", fix_id AS "fixId", finding_id AS "findingId",
                 control_id AS "controlId", account_id AS "accountId", region, resource_arn AS "resourceArn",
                 resource_type AS "resourceType",
                 CASE WHEN restored_at < ${to}::timestamptz THEN 'restored'
                      WHEN applied_at < ${to}::timestamptz THEN 'applied' ELSE 'begun' END AS status,
                 created_at AS "createdAt", started_at AS "startedAt", ${by('applied_at', to)} AS "appliedAt",
                 ${by('restored_at', to)} AS "restoredAt", before
            FROM changes
           WHERE tenant_id = ${tenantId} AND started_at < ${to}::timestamptz
             AND (started_at >= ${from}::timestamptz OR applied_at >= ${from}::timestamptz AND applied_at < ${to}::timestamptz
                  OR restored_at >= ${from}::timestamptz AND restored_at < ${to}::timestamptz) AND id > ${last?.id ?? ''}
           ORDER BY id LIMIT ${take}`,
      ),
    );
  }

  @AuditEvidence({
    ...{
      name: 'change-calls',
      part: 'changes',
      title: 'Calls to AWS',
      isDetail: true,
      tally: ['operation', 'status'],
    },
    about:
      'Each call that changes made to AWS in the window. A call that was tried again is told by its last attempt; one whose ' +
      'last attempt had not ended by the end of the window is `started`, without its result.',
    columns: [
      ...[
        'id',
        'changeId',
        'phase',
        'seq',
        'service',
        'operation',
        'region',
        'startedAt',
        'endedAt',
        'status',
      ],
      ...['input', 'result', 'error'],
    ],
  })
  async *calls(
    tenantId: string,
    { from, to }: EvidenceWindow,
    signal: AbortSignal,
  ): AsyncGenerator<EvidenceRow, void> {
    const ended = (column: string) =>
      Prisma.sql`CASE WHEN ended_at < ${to}::timestamptz THEN ${Prisma.raw(column)} END`;
    yield* inPages<Row>(signal, (last, take) =>
      this.database.withTenant(
        tenantId,
        (tx) => tx.$queryRaw`
          SELECT id, change_id AS "changeId", phase, seq, service, operation, region, started_at AS "startedAt",
                 ${ended('ended_at')} AS "endedAt", coalesce(${ended('status')}, 'started') AS status, input,
                 ${ended('result')} AS result, ${ended('error')} AS error
            FROM change_calls
           WHERE tenant_id = ${tenantId} AND started_at < ${to}::timestamptz
             AND (ended_at IS NULL OR ended_at >= ${from}::timestamptz) AND id > ${last?.id ?? ''}
           ORDER BY id LIMIT ${take}`,
      ),
    );
  }
}
