import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/index.js';
import type { TaskContext } from '../../platform/tasks/index.js';
import type { ExecutionOwner } from '../workflows/index.js';
import { AgreedContaining, type ContainedPlan } from './agreed-containing.service.js';
import { approvalDetails } from './domain/approval-details.js';
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
    private readonly containing: AgreedContaining,
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
          ...{ level, quorum: approval.quorum, title: titleOf(incident.title, changes) },
          // as long as somebody has to say that he is there: a later answer would be about another time
          expiresInSeconds: incident.acknowledgeWithinMinutes * MINUTE_S,
        })),
        details: approvalDetails(incident, planVersion, planned, approval.why),
      };
    });
  }

  /** What was planned, and allowed where people had to be asked. */
  async contain(
    tenantId: string,
    { incidentId, planVersion }: ContainedPlan,
    owner: ExecutionOwner,
    { signal, heartbeat }: Run,
  ) {
    return this.containing.contain(tenantId, { incidentId, planVersion }, owner, { signal, heartbeat });
  }
}

/** One for all levels: by it they are known to be about the same, so that nobody approves at two. */
const titleOf = (title: string, changes: number): string =>
  `Contain ${changes} ${changes === 1 ? 'resource' : 'resources'}: ${title}`.slice(0, 256);
