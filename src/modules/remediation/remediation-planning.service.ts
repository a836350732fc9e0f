import { Injectable } from '@nestjs/common';
import { keepingAlive, TaskFailure, type TaskContext } from '../../platform/tasks/index.js';
import { Clock } from '../../shared/clock.js';
import type { RemediationParameters } from './apply-fix.schemas.js';
import type { PlannedChange } from './domain/change.js';
import type { ChangeRow } from './domain/change-row.js';
import { hasMovedOn, isTouched } from './domain/remediation.js';
import { FindingPlans } from './finding-plans.service.js';
import { RemediationPlans } from './remediation-plans.service.js';
import { RemediationRows, type Standing } from './remediation-rows.js';
import type { RemediationRow } from './remediations.store.js';

/** Plans a remediation, and plans it anew by how the resources are by then. */
@Injectable()
export class RemediationPlanning {
  constructor(
    private readonly rows: RemediationRows,
    private readonly findings: FindingPlans,
    private readonly plans: RemediationPlans,
    private readonly clock: Clock,
  ) {}

  /** @throws TaskFailure INVALID naming findings that there are not */
  async first({ row }: Standing, parameters: RemediationParameters, context: TaskContext): Promise<Standing> {
    const { planned, unknown } = await this.#plan(row, row.findingIds, context);
    if (unknown.length > 0) {
      const named = unknown.map((id) => `findingIds.${parameters.findingIds.indexOf(id)}: no finding ${id}`);
      throw new TaskFailure('INVALID', named.join('; '));
    }
    return (await this.plans.keep(row, planned)) ?? this.rows.of(context);
  }

  /** What was planned and not begun; what was decided about the others stays. @throws TaskFailure PlanKeepsChanging */
  async again({ row, changes }: Standing, context: TaskContext): Promise<Standing> {
    const untouched = changes.filter((one) => !isTouched(one));
    const open = untouched.filter((one) => one.status === 'planned' || hasMovedOn(one));
    const { planned } = await this.#plan(
      row,
      open.flatMap(({ findingId }) => findingId ?? []),
      context,
    );
    const again = open.map(
      (one) => planned.find(({ findingId }) => findingId === one.findingId) ?? asPlanned(one, GONE),
    );
    const kept = untouched.filter((one) => !open.includes(one)).map((one) => asPlanned(one, one.reason));
    const all = [...again, ...kept].toSorted((a, b) => ((a.findingId ?? '') < (b.findingId ?? '') ? -1 : 1));
    return (await this.plans.keep(row, all)) ?? this.rows.of(context);
  }

  #plan({ tenantId, id }: RemediationRow, findingIds: readonly string[], context: TaskContext) {
    const planning = { sessionName: id, now: this.clock.now() };
    return keepingAlive(context, (signal) => this.findings.plan(tenantId, findingIds, planning, signal));
  }
}

const GONE = 'The finding is not there any more';

const asPlanned = (change: ChangeRow, reason: string | null): PlannedChange => ({
  ...{ findingId: change.findingId, controlId: change.controlId, fixId: change.fixId, tags: change.tags },
  ...{ resourceArn: change.resourceArn, resourceType: change.resourceType },
  ...{ accountId: change.accountId, region: change.region },
  ...{ status: change.status === 'unneeded' ? 'unneeded' : 'refused', reason },
  ...{ plan: change.plan, before: change.before },
});
