import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/index.js';
import { Jobs } from '../../platform/queue/index.js';
import { isUnderWay, remediationIdOf } from './domain/remediation.js';
import { RemediationFailures } from './remediation-failures.service.js';
import { RemediationRows } from './remediation-rows.js';
import { closeAbandoned } from './remediations.jobs.js';

type HowEnded = 'ABORTED' | 'FAILED' | 'TIMED_OUT' | 'SUCCEEDED';

/** Remediations whose workflow was stopped, or has ended in a way that no state of it has seen. */
@Injectable()
export class AbandonedRemediations {
  constructor(
    private readonly database: Database,
    private readonly rows: RemediationRows,
    private readonly failures: RemediationFailures,
    private readonly jobs: Jobs,
  ) {}

  async find(tenantId: string, executionId: string, status: HowEnded): Promise<void> {
    const remediationId = remediationIdOf(executionId);
    await this.database.withTenant(tenantId, async (tx) => {
      const found = await this.rows.find(tx, tenantId, remediationId);
      if (found !== undefined && isUnderWay(found.row.status))
        await this.jobs.enqueue(tx, tenantId, closeAbandoned, { remediationId, status });
    });
  }

  /**
   * Somebody's stop leaves what was done to the end; anything else is a failure. What was done in part is taken back
   * either way.
   */
  async close(tenantId: string, id: string, status: HowEnded, signal: AbortSignal): Promise<void> {
    const found = await this.database.withTenant(tenantId, (tx) => this.rows.find(tx, tenantId, id));
    if (found === undefined || !isUnderWay(found.row.status)) return;
    const run = { signal, heartbeat: () => Promise.resolve() };
    const why = `Its workflow has ended: ${status}`;
    if (status === 'ABORTED') await this.failures.leave(found, run, 'aborted', 'Its workflow was stopped');
    else if (found.row.restoreOnFailure) await this.failures.restore(found, run, why);
    else await this.failures.leave(found, run, 'failed', why);
  }
}
