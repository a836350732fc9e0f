import { Injectable } from '@nestjs/common';
import { Database, Prisma } from '../../platform/database/index.js';
import {
  AuditEvidence,
  inPages,
  type EvidenceRow,
  type EvidenceWindow,
} from '../../platform/evidence/index.js';

type Row = { id: string } & EvidenceRow;

/** A value that stands from the end of something on, if that had come by the end of the window. */
const ended = (column: string, to: Date) =>
  Prisma.sql`CASE WHEN ended_at < ${to}::timestamptz THEN ${Prisma.raw(column)} END`;

/** Which patches were approved and installed, for audit packs. */
@Injectable()
export class PatchEvidence {
  constructor(private readonly database: Database) {}

  @AuditEvidence({
    ...{ name: 'patch-approvals', part: 'changes', title: 'Approvals of patches', tally: ['kind', 'status'] },
    about:
      'Patches that were approved, or about which people were asked, in the window, as that stood at its end.',
    columns: [
      ...['id', 'createdAt', 'kind', 'by', 'status', 'decidedAt', 'patchCount', 'instanceCount'],
      ...['vulnerabilityCount', 'patches', 'executionId', 'correlationId'],
    ],
  })
  async *approvals(
    tenantId: string,
    { from, to }: EvidenceWindow,
    signal: AbortSignal,
  ): AsyncGenerator<EvidenceRow, void> {
    yield* inPages<Row>(signal, (last, take) =>
      this.database.withTenant(
        tenantId,
        (tx) => tx.$queryRaw`
          SELECT id, created_at AS "createdAt", kind, by,
                 CASE WHEN by = 'policy' OR decided_at < ${to}::timestamptz THEN status ELSE 'pending' END AS status,
                 CASE WHEN decided_at < ${to}::timestamptz THEN decided_at END AS "decidedAt", patch_count AS "patchCount",
                 instance_count AS "instanceCount", vulnerability_count AS "vulnerabilityCount", patches,
                 execution_id AS "executionId", approval_id AS "approvalId", correlation_id AS "correlationId"
            FROM patch_approvals
           WHERE tenant_id = ${tenantId} AND created_at < ${to}::timestamptz
             AND (decided_at IS NULL OR decided_at >= ${from}::timestamptz) AND id > ${last?.id ?? ''}
           ORDER BY id LIMIT ${take}`,
      ),
    );
  }

  @AuditEvidence({
    ...{ name: 'patched-instances', part: 'changes', title: 'Patched instances', tally: ['status'] },
    about:
      'Instances on which patches were to be installed in the window, with how they were before and after. What had not ended ' +
      'by its end is `open`, without an outcome; an instance that was brought back later is told as it is now.',
    columns: [
      ...['id', 'installationId', 'createdAt', 'requestedBy', 'accountId', 'region', 'instanceId', 'status'],
      ...['startedAt', 'endedAt', 'reason', 'patches', 'before', 'after'],
    ],
  })
  async *instances(
    tenantId: string,
    { from, to }: EvidenceWindow,
    signal: AbortSignal,
  ): AsyncGenerator<EvidenceRow, void> {
    yield* inPages<Row>(signal, (last, take) =>
      this.database.withTenant(
        tenantId,
        (tx) => tx.$queryRaw`
          SELECT n.*, i.created_at AS "createdAt", i.requested_by AS "requestedBy", i.execution_id AS "executionId"
            FROM (SELECT id, installation_id AS "installationId", account_id AS "accountId", region,
                         instance_id AS "instanceId", coalesce(${ended('status', to)}, 'open') AS status,
                         CASE WHEN started_at < ${to}::timestamptz THEN started_at END AS "startedAt",
                         ${ended('ended_at', to)} AS "endedAt", ${ended('reason', to)} AS reason, patches,
                         ${ended('before', to)} AS before, ${ended('after', to)} AS after
                    FROM patch_instances
                   WHERE tenant_id = ${tenantId} AND id > ${last?.id ?? ''}
                     AND (ended_at IS NULL OR ended_at >= ${from}::timestamptz)) n
            JOIN patch_installations i ON i.tenant_id = ${tenantId} AND i.id = n."installationId"
           WHERE i.created_at < ${to}::timestamptz
           ORDER BY n.id LIMIT ${take}`,
      ),
    );
  }

  @AuditEvidence({
    ...{
      name: 'patch-steps',
      part: 'changes',
      title: 'Calls of patching',
      isDetail: true,
      tally: ['name', 'status'],
    },
    about:
      'Each call that patching made in the window; one that had not ended by its end is `started`, without its result, and one ' +
      'that was tried again is told by its last attempt.',
    columns: ['id', 'patchInstanceId', 'name', 'startedAt', 'endedAt', 'status', 'result', 'error'],
  })
  async *steps(
    tenantId: string,
    { from, to }: EvidenceWindow,
    signal: AbortSignal,
  ): AsyncGenerator<EvidenceRow, void> {
    yield* inPages<Row>(signal, (last, take) =>
      this.database.withTenant(
        tenantId,
        (tx) => tx.$queryRaw`
          SELECT id, patch_instance_id AS "patchInstanceId", name, started_at AS "startedAt",
                 ${ended('ended_at', to)} AS "endedAt", coalesce(${ended('status', to)}, 'started') AS status,
                 ${ended('result', to)} AS result, ${ended('error', to)} AS error
            FROM patch_steps
           WHERE tenant_id = ${tenantId} AND started_at < ${to}::timestamptz
             AND (ended_at IS NULL OR ended_at >= ${from}::timestamptz) AND id > ${last?.id ?? ''}
           ORDER BY id LIMIT ${take}`,
      ),
    );
  }
}
