import { Injectable } from '@nestjs/common';
import type { Caller } from '../../platform/http/index.js';
import { AppError, invalid } from '../../shared/app-error.js';
import { Clock } from '../../shared/clock.js';
import { NO_FIX } from './change-planner.service.js';
import { approvalNeed } from './domain/approval-need.js';
import { blastRadius } from './domain/blast-radius.js';
import type { PlannedChange } from './domain/change.js';
import { FindingPlans } from './finding-plans.service.js';
import type { PlanAnswer, PlannedFinding, PlanRemediation } from './plans.schemas.js';

/** What CloudTrail of an account shows of planning. */
const SESSION = 'shepherd-plan';
/** A request is answered in the end, whatever AWS does. */
const MOST_MS = 120_000;

/** Shows what a remediation would do. */
@Injectable()
export class PlansService {
  constructor(
    private readonly plans: FindingPlans,
    private readonly clock: Clock,
  ) {}

  /** Looks at the resources as they are now, and changes nothing. @throws AppError INVALID naming unknown findings */
  async plan({ tenantId }: Caller, { findingIds }: PlanRemediation): Promise<PlanAnswer> {
    const now = this.clock.now();
    const planning = { sessionName: SESSION, now };
    const signal = AbortSignal.timeout(MOST_MS);
    const { planned, policies, unknown } = await this.plans
      .plan(tenantId, findingIds, planning, signal)
      .catch((error: unknown) => {
        if (!signal.aborted) throw error;
        throw new AppError('UNAVAILABLE', 'AWS answers slowly: plan fewer findings at once, or try again');
      });
    if (unknown.length > 0) {
      const message = (id: string) => `no finding ${id} is known`;
      throw invalid(
        unknown.map((id) => ({ path: `findingIds.${findingIds.indexOf(id)}`, message: message(id) })),
      );
    }
    const count = (status: PlannedChange['status']) => planned.filter((one) => one.status === status).length;
    return {
      plannedAt: now,
      items: planned.map((one, i) => shown(one, planned.slice(0, i))),
      ...{ planned: count('planned'), refused: count('refused'), unneeded: count('unneeded') },
      approval: approvalNeed(planned, policies, { approvalRequired: false }),
      blastRadius: blastRadius(planned, policies),
    };
  }
}

function shown(change: PlannedChange, before: readonly PlannedChange[]): PlannedFinding {
  const { findingId, controlId, status, reason, fixId, plan } = change;
  const { resourceArn: arn, resourceType: type, accountId, region, tags } = change;
  const missing = plan?.missingPermissions;
  return {
    ...{
      findingId: findingId ?? '',
      controlId: controlId ?? '',
      status,
      reason,
      note: noteOf(change, before),
    },
    resource: { arn, type, accountId, region, tags },
    fixId: fixId === NO_FIX ? null : fixId,
    ...{ title: plan?.title ?? null, words: [...(plan?.words ?? [])] },
    calls: (plan?.calls ?? []).map((call) => ({
      ...{
        service: call.service,
        operation: call.operation,
        region: call.region ?? region,
        input: call.input,
      },
    })),
    reversible: plan === null ? null : plan.loses === null,
    loses: plan?.loses ?? null,
    permissions: missing === undefined ? null : { known: missing !== null, missing: [...(missing ?? [])] },
  };
}

/** Two changes of one resource are planned one by one. */
function noteOf({ status, resourceArn }: PlannedChange, before: readonly PlannedChange[]): string | null {
  const earlier = before.find((one) => one.status === 'planned' && one.resourceArn === resourceArn);
  if (status !== 'planned' || earlier === undefined) return null;
  return `Planned as if ${earlier.findingId ?? 'the one before'} were not mended yet: it is planned anew after that`;
}
