import { Injectable } from '@nestjs/common';
import { Database, Prisma } from '../../platform/database/index.js';
import {
  AuditEvidence,
  inPages,
  type EvidenceRow,
  type EvidenceWindow,
} from '../../platform/evidence/index.js';
import { AuditStates } from '../access/index.js';
import { FrameworkHistory } from './framework-history.service.js';

interface Identified {
  id: string;
}

/** Findings, how they went, and what was muted, for audit packs. */
@Injectable()
export class FindingEvidence {
  constructor(
    private readonly database: Database,
    private readonly frameworks: FrameworkHistory,
    private readonly states: AuditStates,
  ) {}

  @AuditEvidence({
    ...{ name: 'findings', part: 'compliance', title: 'Findings', tally: ['status', 'severity'] },
    about:
      'Every finding that was known before the end of the window, as its transitions tell it as of then: open or resolved, ' +
      'with the evidence, title and severity of its last transition. What a finding has without a history (estimated savings, ' +
      'when it was seen last) is left out.',
    columns: [
      ...[
        'id',
        'status',
        'severity',
        'controlId',
        'title',
        'accountId',
        'region',
        'resourceArn',
        'resourceType',
      ],
      ...['firstSeenAt', 'since', 'reason', 'source', 'suppressedAt', 'suppressedBy', 'suppressedReason'],
      ...['suppressedUntil', 'evidence'],
    ],
    shows: { take: 50, only: { status: ['open'], severity: ['critical', 'high'] } },
  })
  async *findings(
    tenantId: string,
    { to, framework }: EvidenceWindow,
    signal: AbortSignal,
  ): AsyncGenerator<EvidenceRow, void> {
    const controls = await this.frameworks.controlsOf(tenantId, framework, to, signal);
    const ofControls = controls === null ? Prisma.empty : Prisma.sql`AND f.control_id = ANY(${controls})`;
    yield* inPages<Identified & EvidenceRow>(signal, (last, take) =>
      this.database.withTenant(
        tenantId,
        (tx) => tx.$queryRaw`
          SELECT f.id, t.status, n.details ->> 'severity' AS severity, f.control_id AS "controlId",
                 n.details ->> 'title' AS title, f.account_id AS "accountId", f.region,
                 f.resource_arn AS "resourceArn", f.resource_type AS "resourceType", f.first_seen_at AS "firstSeenAt",
                 t.at AS since, t.reason, t.source, s.at AS "suppressedAt", s.actor AS "suppressedBy",
                 s.reason AS "suppressedReason", s.evidence ->> 'until' AS "suppressedUntil", t.evidence
            FROM (SELECT * FROM findings f
                   WHERE f.tenant_id = ${tenantId} AND f.id > ${last?.id ?? ''} AND f.first_seen_at < ${to}::timestamptz
                     ${ofControls}
                   ORDER BY f.id LIMIT ${take}) f
            LEFT JOIN LATERAL (
                   SELECT t."to" AS status, t.at, t.reason, t.source, t.evidence FROM finding_transitions t
                    WHERE t.tenant_id = ${tenantId} AND t.finding_id = f.id AND t.at < ${to}::timestamptz
                      AND t.actor IS NULL ORDER BY t.at DESC, t.id DESC LIMIT 1) t ON true
            LEFT JOIN LATERAL (
                   SELECT * FROM (SELECT * FROM finding_transitions t
                    WHERE t.tenant_id = ${tenantId} AND t.finding_id = f.id AND t.at < ${to}::timestamptz
                      AND t.actor IS NOT NULL ORDER BY t.at DESC, t.id DESC LIMIT 1) s
                    WHERE s."to" = 'suppressed'
                      AND coalesce((s.evidence ->> 'until')::timestamptz > ${to}::timestamptz, true)) s ON true
            LEFT JOIN LATERAL (
                   SELECT n.details FROM timeline n
                    WHERE n.tenant_id = ${tenantId} AND n.arn = f.resource_arn AND n.kind = 'finding'
                      AND n.details ->> 'findingId' = f.id AND n.at < ${to}::timestamptz
                    ORDER BY n.at DESC, n.id DESC LIMIT 1) n ON true
           ORDER BY f.id`,
      ),
    );
  }

  @AuditEvidence({
    ...{
      name: 'finding-transitions',
      part: 'compliance',
      title: 'Transitions of findings',
      tally: ['to', 'reason'],
    },
    about:
      'How findings opened, were resolved and suppressed in the window, each with the evidence of that moment and with what ' +
      'told it: a scan, an event, or a person.',
    columns: ['id', 'findingId', 'at', 'from', 'to', 'reason', 'source', 'actor', 'evidence'],
  })
  async *transitions(
    tenantId: string,
    { from, to, framework }: EvidenceWindow,
    signal: AbortSignal,
  ): AsyncGenerator<EvidenceRow, void> {
    const controls = await this.frameworks.controlsOf(tenantId, framework, to, signal);
    const ofControls =
      controls === null
        ? Prisma.empty
        : Prisma.sql`AND EXISTS (SELECT FROM findings f WHERE f.tenant_id = ${tenantId} AND f.id = t.finding_id
                                    AND f.control_id = ANY(${controls}))`;
    yield* inPages<Identified & { findingId: string } & EvidenceRow>(signal, (last, take) =>
      this.database.withTenant(
        tenantId,
        (tx) => tx.$queryRaw`
          SELECT t.id, t.finding_id AS "findingId", t.at, t."from", t."to", t.reason, t.source, t.actor, t.evidence
            FROM finding_transitions t
           WHERE t.tenant_id = ${tenantId} AND (t.finding_id, t.id) > (${last?.findingId ?? ''}, ${last?.id ?? ''})
             AND t.at >= ${from}::timestamptz AND t.at < ${to}::timestamptz ${ofControls}
           ORDER BY t.finding_id, t.id LIMIT ${take}`,
      ),
    );
  }

  @AuditEvidence({
    ...{ name: 'mutes', part: 'compliance', title: 'Mute rules', tally: ['status'] },
    about:
      'Rules by which findings were muted before the end of the window, as the audit log told of them until then, deleted ' +
      'and expired ones too. Which findings each muted at that time is not kept.',
    columns: [
      'id',
      'status',
      'reason',
      'rules',
      'expiresAt',
      'createdBy',
      'createdAt',
      'changedAt',
      'changedBy',
    ],
  })
  async *mutes(
    tenantId: string,
    { to }: EvidenceWindow,
    signal: AbortSignal,
  ): AsyncGenerator<EvidenceRow, void> {
    for await (const { targetId: id, action, at, by, state } of this.states.of(
      tenantId,
      'mute',
      to,
      signal,
    )) {
      const { reason, rules, expiresAt = null, createdBy, createdAt } = state;
      const isOver = typeof expiresAt === 'string' && new Date(expiresAt) <= to;
      const status = action === 'mute.deleted' ? 'deleted' : isOver ? 'expired' : 'active';
      yield { id, status, reason, rules, expiresAt, createdBy, createdAt, changedAt: at, changedBy: by };
    }
  }
}
