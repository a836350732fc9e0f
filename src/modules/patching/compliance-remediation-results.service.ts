import { Injectable } from '@nestjs/common';
import { Config } from '../../platform/config/index.js';
import { Database } from '../../platform/database/index.js';
import { Outbox } from '../../platform/outbox/index.js';
import type { TaskContext } from '../../platform/tasks/index.js';
import { complianceRemediated } from '../events/index.js';
import { FindingSubjects } from '../scanning/index.js';
import { ExecutionLookups } from '../workflows/index.js';
import type { PublishInput } from './compliance-remediation.schemas.js';

/** Tells what has become of violations. */
@Injectable()
export class ComplianceRemediationResults {
  constructor(
    private readonly database: Database,
    private readonly findings: FindingSubjects,
    private readonly executions: ExecutionLookups,
    private readonly outbox: Outbox,
    private readonly config: Config,
  ) {}

  /**
   * Run twice it tells twice with the same key.
   * @returns the execution's output: as snake_case as its input is
   */
  async publish(
    { analysis, remediation, reassessment }: PublishInput,
    { tenantId, idempotencyKey: key }: TaskContext,
    executionId: string,
  ) {
    const remediations = await Promise.all(
      remediation.started.map(async ({ executionId: id, accountId }) => {
        const status = (await this.executions.find(tenantId, id))?.status ?? 'UNKNOWN';
        return { executionId: id, accountId, status };
      }),
    );
    const { correlationId, scoreBefore, threshold, findingIds } = analysis;
    const environment = this.config.get('ENVIRONMENT');
    const { scanId, compliance_score: scoreAfter, violations_count: violations } = reassessment;
    return this.database.withTenant(tenantId, async (tx) => {
      const timestamp = (await this.database.now(tx)).toISOString();
      const now = await this.findings.byIds(tx, tenantId, findingIds);
      const resolved = now.filter(({ status }) => status === 'resolved').length;
      const [findings, open] = [now.length, now.length - resolved];
      const started = remediation.started.reduce((sum, one) => sum + one.findingIds.length, 0);
      const payload = {
        ...{ executionId, correlationId, environment, timestamp, scoreBefore, scoreAfter, threshold },
        ...{ scanId, findings, resolved, open, started, remediations },
      };
      await this.outbox.write(tx, tenantId, complianceRemediated, [{ key, payload }]);
      return {
        ...{ status: 'completed', correlation_id: correlationId, environment, timestamp },
        ...{ compliance_score_before: scoreBefore, compliance_score_after: scoreAfter, threshold },
        ...{ scanJobId: scanId, violations_count: violations },
        ...{ findings_total: findings, findings_resolved: resolved, findings_open: open },
        ...{ findings_started: started, remediations, left: remediation.left },
      };
    });
  }
}
