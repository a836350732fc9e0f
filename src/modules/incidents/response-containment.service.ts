import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/index.js';
import type { TaskContext } from '../../platform/tasks/index.js';
import type { ExecutionOwner } from '../workflows/index.js';
import { approvalDetails } from './domain/approval-details.js';
import { IncidentContaining } from './incident-containing.service.js';
import { IncidentPlans } from './incident-plans.service.js';
import { IncidentSteps } from './incident-steps.service.js';
import { IncidentWork } from './incident-work.service.js';

type Run = Pick<TaskContext, 'signal' | 'heartbeat' | 'idempotencyKey'>;
const MINUTE_S = 60;

/** The containment that the workflow does by itself: as far as guardrails allow it, and with people asked where they say so. */
@Injectable()
export class ResponseContainment {
  constructor(
    private readonly database: Database,
    private readonly steps: IncidentSteps,
    private readonly plans: IncidentPlans,
    private readonly work: IncidentWork,
    private readonly containing: IncidentContaining,
  ) {}

  /** What would be done, kept under a number. What is refused stands in the incident's timeline. */
  async plan(tenantId: string, id: string, { signal, heartbeat }: Run) {
    const { resourceArns } = await this.database.withTenant(tenantId, (tx) =>
      this.steps.found(tx, tenantId, id),
    );
    await heartbeat();
    const { planned, approval } = await this.plans.plan(tenantId, id, resourceArns, signal);
    return this.database.withTenant(tenantId, async (tx) => {
      const incident = await this.steps.locked(tx, tenantId, id);
      const planVersion = await this.work.keep(tx, incident, null, planned);
      const changes = planned.filter(({ status }) => status === 'planned').length;
      return {
        ...{ planVersion, changes, refused: planned.length - changes },
        approvalRequired: changes > 0 && approval.required,
        approvals: approval.levels.map((level) => ({
          ...{ level, quorum: approval.quorum, title: titleOf(incident.title, changes, level) },
          // as long as somebody has to say that he is there: a later answer would be about another time
          expiresInSeconds: incident.acknowledgeWithinMinutes * MINUTE_S,
        })),
        details: approvalDetails(incident, planned, approval.why),
      };
    });
  }

  /** What was planned, and allowed where people had to be asked. */
  async contain(
    tenantId: string,
    { incidentId, planVersion }: { incidentId: string; planVersion: number },
    { executionId }: ExecutionOwner,
    { signal, heartbeat }: Run,
  ) {
    const asked = { planVersion, by: null, token: `${executionId}/${planVersion}`, anyPlan: false };
    return this.containing.contain(tenantId, incidentId, asked, { signal, heartbeat });
  }
}

/** Of each level its own: it tells one question from the other. */
const titleOf = (title: string, changes: number, level: number): string =>
  `Contain ${changes} ${changes === 1 ? 'resource' : 'resources'}, level ${level}: ${title}`.slice(0, 256);
