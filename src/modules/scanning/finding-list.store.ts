import { Injectable } from '@nestjs/common';
import { Prisma, type Tx } from '../../platform/database/index.js';
import type { FindingCounts, FindingQuery } from './findings.schemas.js';
import { severities, type Severity } from './domain/control.js';

export type FindingRow = Prisma.FindingGetPayload<object>;
/** `mutes`: ids of those that hold now. */
export type FindingFilter = Omit<FindingQuery, 'limit' | 'cursor' | 'tenantId' | 'format' | 'order'> & {
  mutes: readonly string[];
};

/** Reads findings for people, and suppresses them. Every method runs in the transaction of its use case. */
@Injectable()
export class FindingListStore {
  /** Newest first: ids sort by the time they were made. */
  async list(
    tx: Tx,
    tenantId: string,
    filter: FindingFilter,
    now: Date,
    after: string | undefined,
    take: number,
  ) {
    const beyond: Prisma.FindingWhereInput = after === undefined ? {} : { id: { lt: after } };
    return tx.finding.findMany({
      where: { AND: [whereOf(tenantId, filter, now), beyond] },
      orderBy: { id: 'desc' },
      take,
    });
  }

  /**
   * The worst first, and of each severity the newest first: one read for each severity, until there are enough.
   * @param after severity and id of the last one that was shown
   */
  async worst(
    tx: Tx,
    tenantId: string,
    filter: FindingFilter,
    now: Date,
    after: readonly [severity: Severity, id: string] | undefined,
    take: number,
  ): Promise<FindingRow[]> {
    const rows: FindingRow[] = [];
    const wanted = severities.slice(after === undefined ? 0 : severities.indexOf(after[0]));
    for (const severity of wanted) {
      if (filter.severity?.includes(severity) === false) continue;
      const from = severity === after?.[0] ? after[1] : undefined;
      const of = { ...filter, severity: [severity] };
      rows.push(...(await this.list(tx, tenantId, of, now, from, take - rows.length)));
      if (rows.length === take) break;
    }
    return rows;
  }

  async counts(tx: Tx, tenantId: string, filter: FindingFilter, now: Date): Promise<FindingCounts> {
    const groups = await tx.finding.groupBy({
      by: ['severity', 'resourceType'],
      where: whereOf(tenantId, filter, now),
      _count: { _all: true },
      _sum: { estimatedMonthlySavingsUsd: true },
    });
    const counts: FindingCounts = {
      total: 0,
      bySeverity: {},
      byResourceType: {},
      estimatedMonthlySavingsUsd: 0,
    };
    for (const { severity, resourceType, _count, _sum } of groups) {
      const level = severity as Severity;
      counts.total += _count._all;
      counts.bySeverity[level] = (counts.bySeverity[level] ?? 0) + _count._all;
      counts.byResourceType[resourceType] = (counts.byResourceType[resourceType] ?? 0) + _count._all;
      counts.estimatedMonthlySavingsUsd += Number(_sum.estimatedMonthlySavingsUsd ?? 0);
    }
    counts.estimatedMonthlySavingsUsd = Math.round(counts.estimatedMonthlySavingsUsd * 100) / 100;
    return counts;
  }

  /** Ids of the mutes that have not expired. */
  async mutes(tx: Tx, tenantId: string): Promise<string[]> {
    const rows = await tx.$queryRaw<{ id: string }[]>`
      SELECT id FROM mutes WHERE tenant_id = ${tenantId} AND (expires_at IS NULL OR expires_at > app_now())`;
    return rows.map(({ id }) => id);
  }

  async find(tx: Tx, tenantId: string, id: string): Promise<FindingRow | null> {
    return tx.finding.findFirst({ where: { id, tenantId } });
  }

  async historyOf(tx: Tx, tenantId: string, findingId: string) {
    return tx.findingTransition.findMany({
      where: { tenantId, findingId },
      orderBy: { id: 'desc' },
      take: 200,
    });
  }

  async setSuppression(
    tx: Tx,
    tenantId: string,
    id: string,
    to: { at: Date; until: Date | null; reason: string; by: string } | null,
  ): Promise<void> {
    await tx.finding.updateMany({
      where: { id, tenantId },
      data: {
        suppressedAt: to?.at ?? null,
        suppressedUntil: to?.until ?? null,
        suppressedReason: to?.reason ?? null,
        suppressedBy: to?.by ?? null,
      },
    });
  }
}

function whereOf(tenantId: string, filter: FindingFilter, now: Date): Prisma.FindingWhereInput {
  const { status, severity, controlId, accountId, region, resourceArn, resourceType } = filter;
  const { suppressed, since, muted, mutes } = filter;
  const isMuted: Prisma.FindingWhereInput = { muteId: { in: [...mutes] } };
  const isNotMuted: Prisma.FindingWhereInput = { OR: [{ muteId: null }, { muteId: { notIn: [...mutes] } }] };
  const active: Prisma.FindingWhereInput = {
    suppressedAt: { not: null },
    OR: [{ suppressedUntil: null }, { suppressedUntil: { gt: now } }],
  };
  const from = since === undefined ? undefined : { gte: since };
  return {
    ...{ tenantId, status, controlId, accountId, region, resourceArn, resourceType },
    ...(severity === undefined ? {} : { severity: { in: severity } }),
    AND: [
      ...(suppressed === undefined ? [] : [suppressed === 'true' ? active : { NOT: active }]),
      ...(muted === undefined ? [] : [muted === 'true' ? isMuted : isNotMuted]),
      ...(from === undefined ? [] : [{ OR: [{ openedAt: from }, { resolvedAt: from }] }]),
    ],
  };
}
