import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { Database } from '../../platform/database/index.js';
import { DAY_MS } from '../../shared/clock.js';
import { AssessmentTrend, type AssessmentScope } from '../scanning/index.js';
import type { AssessmentReport } from './domain/assessment-report.js';
import { ReportStore } from './reports.store.js';

const CHANGES_DAYS = 30;
const TREND_DAYS = 365;
const MOST_POINTS = 30;
const LOOKED_AT = 200;

/** What a report keeps of its assessment, for those after it. */
export const assessmentDetails = z.object({
  assessedAt: z.coerce.date(),
  scope: z.string(),
  score: z.number().nullable(),
  coverage: z.number().nullable(),
});

export interface AssessmentSeries {
  frameworkId: string;
  scope: AssessmentScope;
  /** Those that are assessed now. */
  accountIds: readonly string[];
  scanId: string;
  /** Of this assessment: earlier ones have lower ids. */
  reportId: string;
  now: Date;
}

/** What came before an assessment. */
@Injectable()
export class AssessmentHistory {
  constructor(
    private readonly database: Database,
    private readonly reports: ReportStore,
    private readonly trend: AssessmentTrend,
  ) {}

  /**
   * Earlier scores, oldest first, and since when there is something to tell: the assessment before this one, or 30
   * days. One account has a score of each of its scans; of several, or of a part of one, only assessments have any.
   */
  async of(
    tenantId: string,
    series: AssessmentSeries,
  ): Promise<{ earlier: AssessmentReport['trend']; since: Date }> {
    const assessments = await this.#assessments(tenantId, series);
    const since = assessments.at(-1)?.at ?? new Date(series.now.getTime() - CHANGES_DAYS * DAY_MS);
    const earlier = (await this.#scores(tenantId, series)) ?? assessments;
    return { since, earlier: thinned(earlier) };
  }

  async #scores(tenantId: string, series: AssessmentSeries): Promise<AssessmentReport['trend'] | undefined> {
    const { frameworkId, scope, accountIds, scanId, now } = series;
    const isPart = scope.regions !== null || scope.services !== null || scope.tags !== null;
    const [accountId] = accountIds;
    if (isPart || accountId === undefined || accountIds.length > 1) return undefined;
    const since = new Date(now.getTime() - TREND_DAYS * DAY_MS);
    const rows = await this.trend.scores(tenantId, frameworkId, { accountId, since, limit: LOOKED_AT });
    // this scan's own is what the report says of today
    const before = rows.filter((one) => one.scanId !== scanId);
    return before.map(({ at, score, coverage }) => ({ at, score, coverage }));
  }

  /** Oldest first. */
  async #assessments(tenantId: string, series: AssessmentSeries): Promise<AssessmentReport['trend']> {
    const { frameworkId: subject, scope, reportId: after } = series;
    const filter = { kind: 'assessment' as const, subject, executionId: undefined, since: undefined };
    const rows = await this.database.withTenant(tenantId, (tx) =>
      this.reports.list(tx, tenantId, filter, { after, take: LOOKED_AT }),
    );
    const key = scopeKeyOf(scope);
    return rows
      .flatMap(({ status, details }) => {
        const { data } = assessmentDetails.safeParse(details);
        if (status !== 'ready' || data?.scope !== key) return [];
        return [{ at: data.assessedAt, score: data.score, coverage: data.coverage }];
      })
      .reverse();
  }
}

/** Equal for assessments that can be compared. */
export const scopeKeyOf = ({ accountIds, regions, services, tags }: AssessmentScope): string => {
  const sorted = (list: readonly string[] | null) => (list === null ? null : [...new Set(list)].sort());
  const pairs = tags === null ? null : Object.entries(tags).sort(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify([sorted(accountIds), sorted(regions), sorted(services), pairs]);
};

/** So few that a line through them can be read: the first, the last, and what lies evenly between. */
function thinned<T>(points: readonly T[]): T[] {
  if (points.length <= MOST_POINTS) return [...points];
  const step = (points.length - 1) / (MOST_POINTS - 1);
  return Array.from({ length: MOST_POINTS }, (_, at) => points[Math.round(at * step)]).flatMap((one) =>
    one === undefined ? [] : [one],
  );
}
