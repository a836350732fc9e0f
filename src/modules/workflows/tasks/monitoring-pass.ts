import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import type { TaskContext } from '../../../platform/tasks/index.js';
import { ScanResultsService, severities, type FoundFinding } from '../../scanning/index.js';
import type { MonitoringChanges } from './monitoring.schemas.js';
import { TaskExecutionStore } from './task-executions.store.js';

/** So many of the new findings go on with the execution, the worst first; GET /findings?since= has them all. */
const MOST_SHOWN = 50;

const passOutput = z.object({ changes: z.object({ until: z.coerce.date() }) });

/** What has changed from one pass to the next. */
@Injectable()
export class MonitoringPass {
  constructor(
    private readonly results: ScanResultsService,
    private readonly executions: TaskExecutionStore,
  ) {}

  /**
   * What has opened or been resolved since the last pass that succeeded, by this scan or anything else that looked
   * between them; in a tenant's first pass, since its scan began.
   */
  async evaluate(scanJobId: string, { tenantId }: TaskContext): Promise<MonitoringChanges> {
    const { beganAt } = await this.results.standing(tenantId, scanJobId);
    const since = (await this.#lastPass(tenantId)) ?? beganAt;
    const { until, opened, resolved } = await this.results.changedSince(tenantId, since);
    const { total, bySeverity } = opened;
    return {
      ...{ since: since.toISOString(), until: until.toISOString(), opened: { total, bySeverity }, resolved },
      byScan: await this.results.changedBy(tenantId, scanJobId),
      worstSeverity: severities.find((severity) => (bySeverity[severity] ?? 0) > 0) ?? null,
      hasNewFindings: total > 0,
    };
  }

  async process(
    { since, includeRecommendations }: { since: string; includeRecommendations: boolean },
    { tenantId }: TaskContext,
  ) {
    const found = await this.results.openedSince(tenantId, new Date(since), MOST_SHOWN + 1);
    const items = found.slice(0, MOST_SHOWN).map((one) => shown(one, includeRecommendations));
    return { total: items.length, hasMore: found.length > MOST_SHOWN, items };
  }

  async #lastPass(tenantId: string): Promise<Date | undefined> {
    const output = await this.executions.lastOutput(tenantId, 'continuous-monitoring');
    if (output === undefined) return undefined;
    return passOutput.safeParse(JSON.parse(output)).data?.changes.until;
  }
}

const shown = (finding: FoundFinding, recommends: boolean) => {
  const { findingId, severity, controlId, title, resourceArn, accountId, region, remediation } = finding;
  const recommendation = recommends ? { recommendation: remediation } : {};
  return { findingId, severity, controlId, title, resourceArn, accountId, region, ...recommendation };
};
