import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/index.js';
import type { Caller } from '../../platform/http/index.js';
import { Jobs } from '../../platform/queue/index.js';
import { AppError, conflict, invalid } from '../../shared/app-error.js';
import { newId } from '../../shared/ids.js';
import { containIncident, releaseIncident } from './incidents.jobs.js';
import type {
  ContainIncident,
  ContainmentAnswer,
  ReleaseAnswer,
  ReleaseIncident,
} from './incidents.schemas.js';
import { IncidentPlans, type ContainmentPlan } from './incident-plans.service.js';
import { IncidentReleasing } from './incident-releasing.service.js';
import { RequestParts } from './request-parts.service.js';
import { missingApproval } from './domain/own-approval.js';

/** Planning asks AWS; nobody waits longer for an answer. */
const PATIENCE_MS = 60_000;

/** What people want done to the resources of incidents: looked at here, done by jobs. */
@Injectable()
export class IncidentRequests {
  constructor(
    private readonly database: Database,
    private readonly jobs: Jobs,
    private readonly plans: IncidentPlans,
    private readonly releasing: IncidentReleasing,
    private readonly parts: RequestParts,
  ) {}

  /**
   * Who asks counts as one who approves, where guardrails want that, unless it is who has reported the incident.
   * @throws AppError NOT_FOUND, INVALID, CONFLICT; PRECONDITION_FAILED where more people are needed, or nothing can be done
   */
  async contain(
    caller: Caller,
    given: string,
    { resourceArns, dryRun }: ContainIncident,
  ): Promise<ContainmentAnswer> {
    const { tenantId, owner } = caller;
    const incident = await this.parts.ready(tenantId, given, 'contain');
    const { id } = incident;
    const arns = resourceArns ?? incident.resourceArns;
    const others = arns.flatMap((arn, i) =>
      incident.resourceArns.includes(arn)
        ? []
        : [{ path: `resourceArns.${i}`, message: 'The incident is not about this resource' }],
    );
    if (others.length > 0) throw invalid(others);
    const plan = await this.plans.plan(tenantId, id, arns, AbortSignal.timeout(PATIENCE_MS));
    if (dryRun) return answerOf(id, plan, null);
    const missing = missingApproval(plan.approval, caller, incident.requestedBy);
    if (missing !== undefined) throw new AppError('PRECONDITION_FAILED', missing);
    const isPossible = plan.planned.some(({ status }) => status === 'planned');
    const token = newId('job');
    const version = await this.database.withTenant(tenantId, async (tx) => {
      const work = { what: 'containing', by: owner, token } as const;
      const begun = await this.parts.begin(tx, tenantId, id, isPossible ? work : undefined);
      const planVersion = await this.parts.keep(tx, begun, owner, plan.planned);
      await this.parts.asked(tx, caller, incident, 'incident.contain', { planVersion, resourceArns: arns });
      const job = { incidentId: id, token, owner, keyId: caller.keyId, planVersion };
      if (isPossible) await this.jobs.enqueue(tx, tenantId, containIncident, job);
      return planVersion;
    });
    if (!isPossible) throw nothingToDo(plan);
    return answerOf(id, plan, version);
  }

  /** @throws AppError NOT_FOUND, CONFLICT; PRECONDITION_FAILED naming each resource that somebody has changed since */
  async release(caller: Caller, given: string, { force, reason }: ReleaseIncident): Promise<ReleaseAnswer> {
    const { tenantId, owner, keyId } = caller;
    const incident = await this.parts.ready(tenantId, given, 'release');
    const { id } = incident;
    const left = await this.database.withTenant(tenantId, (tx) => this.releasing.left(tx, tenantId, id));
    if (left.length === 0) throw conflict(`The incident is ${incident.status}: nothing of it is contained`);
    const moved = force ? [] : await this.releasing.movedOn(tenantId, left, AbortSignal.timeout(PATIENCE_MS));
    if (moved.length > 0)
      throw new AppError('PRECONDITION_FAILED', 'Somebody has changed it since it was contained', moved);
    const token = newId('job');
    await this.database.withTenant(tenantId, async (tx) => {
      await this.parts.begin(tx, tenantId, id, { what: 'releasing', by: owner, token });
      await this.parts.asked(tx, caller, incident, 'incident.release', { force, reason });
      await this.jobs.enqueue(tx, tenantId, releaseIncident, { incidentId: id, token, owner, keyId, force });
    });
    const changes = left.map(({ id: changeId, fixId, resourceArn }) => ({
      id: changeId,
      fixId,
      resourceArn,
    }));
    return { incidentId: id, changes };
  }
}

/** Why nothing of it can be contained, by its resources: it stands in the timeline too. */
const nothingToDo = ({ planned }: ContainmentPlan): AppError =>
  planned.length === 0
    ? conflict('The incident is about no resource')
    : new AppError(
        'PRECONDITION_FAILED',
        'Nothing of it can be contained',
        planned.map(({ resourceArn: path, reason }) => ({ path, message: reason ?? '' })),
      );

const answerOf = (
  incidentId: string,
  { planned, approval }: ContainmentPlan,
  planVersion: number | null,
): ContainmentAnswer => ({
  ...{ incidentId, dryRun: planVersion === null, planVersion, approval },
  changes: planned.map(({ fixId, resourceArn, accountId, region, status, reason, plan }) => ({
    ...{ fixId, resourceArn, accountId, region, status, reason, words: [...(plan?.words ?? [])] },
    calls: (plan?.calls ?? []).map(({ service, operation, input }) => ({ service, operation, input })),
  })),
});
