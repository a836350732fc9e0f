import { Injectable } from '@nestjs/common';
import { Database, type Tx } from '../../platform/database/index.js';
import {
  AuditEvidence,
  inPages,
  type EvidenceRow,
  type EvidenceWindow,
} from '../../platform/evidence/index.js';
import { configurationBefore, settled, type LaterDrift } from './domain/configuration-at.js';
import { resourceTypeOf } from './domain/resources/index.js';
import { timelineKinds } from './domain/timeline.js';

interface Known {
  arn: string;
  accountId: string;
  region: string;
  type: string;
  name: string;
  configuration: unknown;
  isDeleted: boolean;
}

/** Configurations may be large, and each has its drifts. */
const PAGE = 200;

/** How resources stood, and what happened to them, for audit packs. */
@Injectable()
export class ResourceEvidence {
  constructor(private readonly database: Database) {}

  @AuditEvidence({
    ...{ name: 'configurations', part: 'resources', title: 'Configuration snapshots', isDetail: true },
    about:
      'The configuration of each resource that was there at the end of the window: the last one known, with the changes since ' +
      'then taken back. Left out: what changes by itself, such as times of last use. A part that nobody had been able to read ' +
      'by then, and that was read later, is shown as it was read then.',
    tally: ['type'],
    columns: ['arn', 'type', 'name', 'accountId', 'region', 'configuration'],
  })
  async *configurations(
    tenantId: string,
    { to }: EvidenceWindow,
    signal: AbortSignal,
  ): AsyncGenerator<EvidenceRow, void> {
    const read = (last: Known | undefined, take: number) =>
      this.database.withTenant(tenantId, async (tx) => {
        const page = await this.#known(tx, tenantId, to, last?.arn ?? '', take);
        const later = await this.#later(tx, tenantId, to, page);
        return page.map(({ configuration, isDeleted, ...one }) => ({
          ...one,
          isDeleted,
          configuration: configurationBefore({ configuration, isDeleted }, later.get(one.arn) ?? []),
        }));
      });
    for await (const { isDeleted: _, configuration, ...one } of inPages<Known>(signal, read, PAGE)) {
      if (configuration === undefined) continue;
      yield { ...one, configuration: settled(configuration, resourceTypeOf(one.type)?.volatile ?? []) };
    }
  }

  @AuditEvidence({
    ...{ name: 'resource-history', part: 'resources', title: 'What happened to resources', isDetail: true },
    about:
      'Changes of configurations (as JSON Patch, with who made them where that is known), events, fixes and approvals of the ' +
      'window, as they were written down then.',
    tally: ['kind', 'what'],
    columns: ['id', 'at', 'arn', 'kind', 'what', 'patch', 'details', 'who', 'source', 'correlationId'],
  })
  async *history(
    tenantId: string,
    { from, to }: EvidenceWindow,
    signal: AbortSignal,
  ): AsyncGenerator<EvidenceRow, void> {
    for (const kind of [...timelineKinds].sort()) {
      if (kind === 'finding') continue; // finding-transitions has them, with their evidence
      yield* inPages<{ id: string; at: Date } & EvidenceRow>(signal, (last, take) =>
        this.database.withTenant(
          tenantId,
          (tx) => tx.$queryRaw`
            SELECT id, at, arn, kind, what, patch, details, who, source, correlation_id AS "correlationId"
              FROM timeline
             WHERE tenant_id = ${tenantId} AND kind = ${kind} AND at < ${to}::timestamptz
               AND (at, id) > (${last?.at ?? from}::timestamptz, ${last?.id ?? ''})
             ORDER BY at, id LIMIT ${take}`,
        ),
      );
    }
  }

  /** Without those of which only their deletion was ever seen. */
  #known(tx: Tx, tenantId: string, to: Date, after: string, take: number): Promise<Known[]> {
    return tx.$queryRaw`
      SELECT arn, account_id AS "accountId", region, type, name, configuration, deleted_at IS NOT NULL AS "isDeleted"
        FROM resources
       WHERE tenant_id = ${tenantId} AND arn > ${after} AND hash <> '' AND first_seen_at < ${to}::timestamptz
       ORDER BY arn LIMIT ${take}`;
  }

  async #later(
    tx: Tx,
    tenantId: string,
    to: Date,
    page: readonly Known[],
  ): Promise<Map<string, LaterDrift[]>> {
    const drifts = await tx.$queryRaw<(LaterDrift & { arn: string })[]>`
      SELECT arn, what, patch FROM timeline
       WHERE tenant_id = ${tenantId} AND arn = ANY(${page.map(({ arn }) => arn)}) AND kind = 'drift'
         AND at >= ${to}::timestamptz
       ORDER BY at DESC, id DESC`;
    const byArn = new Map<string, LaterDrift[]>();
    for (const { arn, ...drift } of drifts) byArn.set(arn, [...(byArn.get(arn) ?? []), drift]);
    return byArn;
  }
}
