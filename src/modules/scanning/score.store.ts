import { Injectable } from '@nestjs/common';
import type { Prisma, Tx } from '../../platform/database/index.js';
import { newId } from '../../shared/ids.js';
import type { Severity } from './domain/control.js';
import type { ControlTally, Counts } from './domain/score.js';

export interface TallyRow extends ControlTally {
  accountId: string;
  asOf: Date;
}

export interface ScoreRow {
  accountId: string;
  frameworkId: string;
  at: Date;
  score: number | null;
  coverage: number | null;
  counts: Counts;
  /** By requirement: score and coverage. */
  requirements: Record<string, [number | null, number | null]>;
  scanId: string | null;
}

/** Tallies of the last assessment, and scores over time. Every method runs in the transaction of its use case. */
@Injectable()
export class ScoreStore {
  /**
   * Lets one transaction at a time assess an account, until it ends.
   * @returns the time as of then, and when the account was assessed last
   */
  async lock(tx: Tx, tenantId: string, accountId: string): Promise<{ now: Date; assessedAt: Date | null }> {
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`scores ${tenantId} ${accountId}`}, 0))`;
    const rows = await tx.$queryRaw<{ now: Date; assessedAt: Date | null }[]>`
      SELECT app_now() AS now, max(as_of) AS "assessedAt" FROM control_tallies
       WHERE tenant_id = ${tenantId} AND account_id = ${accountId}`;
    if (rows[0] === undefined) throw new Error('an aggregate has one row');
    return rows[0];
  }

  /** Puts the tallies of an account in the place of those before. */
  async replaceTallies(
    tx: Tx,
    tenantId: string,
    accountId: string,
    tallies: readonly ControlTally[],
  ): Promise<void> {
    await tx.controlTally.deleteMany({ where: { tenantId, accountId } });
    await tx.$executeRaw`
      INSERT INTO control_tallies (tenant_id, account_id, control_id, severity, pass, fail, no_evidence, manual,
                                   not_applicable, muted, as_of)
      SELECT ${tenantId}, ${accountId}, n."controlId", n.severity, n.pass, n.fail, n."noEvidence", n.manual,
             n."notApplicable", n.muted, app_now()
        FROM jsonb_to_recordset(${JSON.stringify(tallies)}::jsonb) AS n("controlId" text, severity text, pass int,
             fail int, "noEvidence" int, manual int, "notApplicable" int, muted int)`;
  }

  async tallies(tx: Tx, tenantId: string, accountId: string | undefined): Promise<TallyRow[]> {
    const rows = await tx.controlTally.findMany({ where: { tenantId, accountId } });
    return rows.map(({ tenantId: _, severity, ...row }) => ({ ...row, severity: severity as Severity }));
  }

  async insert(tx: Tx, tenantId: string, scores: readonly Omit<ScoreRow, 'at'>[], at: Date): Promise<void> {
    await tx.score.createMany({
      data: scores.map((score) => ({
        id: newId('score'),
        tenantId,
        at,
        ...score,
      })) as unknown as Prisma.ScoreCreateManyInput[],
    });
  }

  /** The newest score of each framework for an account, before `before`. */
  async latest(tx: Tx, tenantId: string, accountId: string): Promise<Map<string, number | null>> {
    const rows = await tx.$queryRaw<{ frameworkId: string; score: number | null }[]>`
      SELECT DISTINCT ON (framework_id) framework_id AS "frameworkId", score::float8 AS score FROM scores
       WHERE tenant_id = ${tenantId} AND account_id = ${accountId} ORDER BY framework_id, at DESC`;
    return new Map(rows.map(({ frameworkId, score }) => [frameworkId, score]));
  }

  async history(
    tx: Tx,
    tenantId: string,
    where: {
      frameworkId?: string | undefined;
      accountId?: string | undefined;
      from?: Date | undefined;
      until?: Date | undefined;
      after?: { at: Date; id: string } | undefined;
      take: number;
    },
  ): Promise<(ScoreRow & { id: string })[]> {
    const { frameworkId, accountId, from, until, after, take } = where;
    const rows = await tx.score.findMany({
      where: {
        ...{ tenantId, frameworkId, accountId },
        AND: [
          { at: { gte: from, lte: until } },
          after === undefined
            ? {}
            : { OR: [{ at: { lt: after.at } }, { at: after.at, id: { lt: after.id } }] },
        ],
      },
      orderBy: [{ at: 'desc' }, { id: 'desc' }],
      take,
    });
    return rows.map(({ tenantId: _, score, coverage, ...row }) => ({
      ...row,
      score: score === null ? null : Number(score),
      coverage: coverage === null ? null : Number(coverage),
      counts: row.counts as unknown as Counts,
      requirements: row.requirements as unknown as ScoreRow['requirements'],
    }));
  }
}
