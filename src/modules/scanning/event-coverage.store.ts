import { Injectable } from '@nestjs/common';
import { Prisma, type Tx } from '../../platform/database/index.js';

/** What timelines tell of events and of what they left out. */
@Injectable()
export class EventCoverageStore {
  /**
   * Drifts by account and service. One is announced when the event that it came by told of that resource, or when an
   * event of the resource explains it: of the day before, or, since events may come late, of 15 minutes after. What
   * was there when its type was listed first has changed for nobody.
   */
  async counts(
    tx: Tx,
    tenantId: string,
    { accountId, since }: { accountId?: string; since: Date },
  ): Promise<{ accountId: string; service: string; announced: number; unannounced: number }[]> {
    return tx.$queryRaw`
      SELECT account_id AS "accountId", service, count(*) FILTER (WHERE announced)::int AS announced,
             count(*) FILTER (WHERE NOT announced)::int AS unannounced
        FROM (SELECT r.account_id, r.service,
                     coalesce((t.details ->> 'announced')::boolean, false)
                       OR EXISTS (SELECT FROM timeline e
                                   WHERE e.tenant_id = t.tenant_id AND e.arn = t.arn AND e.kind = 'event'
                                     AND e.at BETWEEN t.at - interval '1 day' AND t.at + interval '15 minutes')
                       AS announced
                FROM timeline t JOIN resources r ON r.tenant_id = t.tenant_id AND r.arn = t.arn
               WHERE t.tenant_id = ${tenantId} AND t.kind = 'drift' AND t.at >= ${since}
                 AND (t.details ->> 'baseline') IS DISTINCT FROM 'true'
                 ${accountId === undefined ? Prisma.empty : Prisma.sql`AND r.account_id = ${accountId}`}) d
       GROUP BY 1, 2 ORDER BY 1, 2`;
  }
}
