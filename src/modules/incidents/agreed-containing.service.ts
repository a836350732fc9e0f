import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/index.js';
import { TaskFailure } from '../../platform/tasks/index.js';
import type { ChangeRun } from '../remediation/index.js';
import { ApprovalsOf, type ExecutionOwner } from '../workflows/index.js';
import { missingLevels } from './domain/agreed-plan.js';
import { IncidentContaining, type Contained } from './incident-containing.service.js';
import { IncidentPlans } from './incident-plans.service.js';
import { IncidentStore } from './incident.store.js';

export interface ContainedPlan {
  incidentId: string;
  planVersion: number;
}

/** The containing that the workflow does by itself: what guardrails want approved, only where people have approved it. */
@Injectable()
export class AgreedContaining {
  constructor(
    private readonly database: Database,
    private readonly store: IncidentStore,
    private readonly plans: IncidentPlans,
    private readonly approvals: ApprovalsOf,
    private readonly containing: IncidentContaining,
  ) {}

  /** @throws TaskFailure where people have not approved this plan, by what they have said and not by what a definition says */
  async contain(
    tenantId: string,
    plan: ContainedPlan,
    { executionId }: ExecutionOwner,
    run: ChangeRun,
  ): Promise<Contained> {
    const { incidentId, planVersion } = plan;
    const token = `${executionId}/${planVersion}`;
    const missing = await this.#missing(tenantId, plan, executionId, token);
    if (missing.length > 0) {
      const levels = missing.map((level) => `level ${level}`).join(' and ');
      throw new TaskFailure(
        'PRECONDITION_FAILED',
        `Nobody has approved the plan ${planVersion} at ${levels}`,
      );
    }
    const asked = { planVersion, by: null, token, anyPlan: false };
    return this.containing.contain(tenantId, incidentId, asked, run);
  }

  /** What was begun already goes on: guardrails that are changed meanwhile leave nothing half done. */
  #missing(tenantId: string, plan: ContainedPlan, executionId: string, token: string): Promise<number[]> {
    return this.database.withTenant(tenantId, async (tx) => {
      const incident = await this.store.find(tx, tenantId, plan.incidentId);
      if (incident?.underWay?.token === token) return [];
      const need = await this.plans.need(tx, tenantId, plan.incidentId, plan.planVersion);
      return missingLevels(need, plan, await this.approvals.of(tx, tenantId, executionId));
    });
  }
}
