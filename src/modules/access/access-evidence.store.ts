import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/index.js';
import {
  AuditEvidence,
  inPages,
  type EvidenceRow,
  type EvidenceWindow,
} from '../../platform/evidence/index.js';
import { AuditStates } from './audit-states.store.js';

interface Entry {
  id: string;
  at: Date;
}

/** Who could do what, and who did, for audit packs. */
@Injectable()
export class AccessEvidence {
  constructor(
    private readonly database: Database,
    private readonly states: AuditStates,
  ) {}

  @AuditEvidence({
    ...{ name: 'audit-log', part: 'access', title: 'Audit log', isChained: true, tally: ['action'] },
    about:
      'Who changed what in the service, in the window, the oldest first. Entries are only ever added: the database lets the ' +
      'service change or delete none. Each has the hash of the one before it, from the very first entry of the tenant on.',
    columns: [
      ...['id', 'at', 'actor', 'actorKeyId', 'action', 'targetType', 'targetId', 'before', 'after'],
      ...['correlationId', 'hash'],
    ],
  })
  async *auditLog(
    tenantId: string,
    { from, to }: EvidenceWindow,
    signal: AbortSignal,
  ): AsyncGenerator<EvidenceRow, void> {
    yield* inPages<Entry & EvidenceRow>(signal, (last, take) =>
      this.database.withTenant(
        tenantId,
        (tx) => tx.$queryRaw`
          SELECT id, at, actor, actor_key_id AS "actorKeyId", action, target_type AS "targetType",
                 target_id AS "targetId", before, after, correlation_id AS "correlationId"
            FROM audit_log
           WHERE tenant_id = ${tenantId} AND at < ${to}::timestamptz
             AND (at, id) > (${last?.at ?? from}::timestamptz, ${last?.id ?? ''})
           ORDER BY at, id LIMIT ${take}`,
      ),
    );
  }

  @AuditEvidence({
    ...{ name: 'api-keys', part: 'access', title: 'API keys', tally: ['role', 'status'] },
    about:
      'Every key that was made before the end of the window, without its secret, as it stood then. When a key was used last ' +
      'is kept only as of now, and is left out.',
    columns: [
      ...['id', 'name', 'owner', 'role', 'status', 'createdBy', 'createdAt', 'expiresAt', 'revokedAt'],
    ],
  })
  async *apiKeys(
    tenantId: string,
    { to }: EvidenceWindow,
    signal: AbortSignal,
  ): AsyncGenerator<EvidenceRow, void> {
    yield* inPages<{ id: string } & EvidenceRow>(signal, (last, take) =>
      this.database.withTenant(
        tenantId,
        (tx) => tx.$queryRaw`
          SELECT id, name, owner, role,
                 CASE WHEN revoked_at < ${to}::timestamptz THEN 'revoked'
                      WHEN expires_at < ${to}::timestamptz THEN 'expired' ELSE 'active' END AS status,
                 created_by AS "createdBy", created_at AS "createdAt", expires_at AS "expiresAt",
                 CASE WHEN revoked_at < ${to}::timestamptz THEN revoked_at END AS "revokedAt"
            FROM api_keys
           WHERE tenant_id = ${tenantId} AND created_at < ${to}::timestamptz AND id > ${last?.id ?? ''}
           ORDER BY id LIMIT ${take}`,
      ),
    );
  }

  @AuditEvidence({
    ...{ name: 'accounts', part: 'access', title: 'AWS accounts', tally: ['status'] },
    about:
      'The AWS accounts that were registered before the end of the window, as the audit log told of them until then; those ' +
      'that had been removed by then are marked so.',
    columns: ['id', 'accountId', 'name', 'status', 'roleArn', 'regions', 'changedAt', 'changedBy'],
  })
  async *accounts(
    tenantId: string,
    { to }: EvidenceWindow,
    signal: AbortSignal,
  ): AsyncGenerator<EvidenceRow, void> {
    for await (const { targetId: id, action, at, by, state } of this.states.of(
      tenantId,
      'account',
      to,
      signal,
    )) {
      const { accountId, name, roleArn, regions, ...more } = state;
      const status = action === 'account.removed' ? 'removed' : 'registered';
      yield { id, accountId, name, status, roleArn, regions, changedAt: at, changedBy: by, more };
    }
  }
}
