import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/index.js';
import { atMost } from '../../shared/at-most.js';
import { controlById } from '../scanning/index.js';
import type { PlannedChange, WantedChange } from './domain/change.js';
import { policyOf, refusal, type Policy } from './domain/guardrails.js';
import { Entrances } from './entrances.service.js';
import { Guardrails } from './guardrails.service.js';
import { KnownFixes } from './known-fixes.js';
import { ResourcePlanning } from './resource-planning.service.js';

/** What planning is asked with. */
export interface Planning {
  /** What CloudTrail of the accounts shows. */
  sessionName: string;
  now: Date;
}

/** What stands for the fix of what has none. */
export const NO_FIX = 'none';

const AT_ONCE = 8;

/** Says what would be changed, and changes nothing. */
@Injectable()
export class ChangePlanner {
  constructor(
    private readonly database: Database,
    private readonly guardrails: Guardrails,
    private readonly fixes: KnownFixes,
    private readonly entrances: Entrances,
    private readonly resources: ResourcePlanning,
  ) {}

  /**
   * Each by itself, in the order of `wanted`: of two changes of one resource the later one is planned as if the
   * earlier were not made. What AWS or a guardrail refuses is in the plan's words. @throws the signal's reason
   */
  async plan(
    tenantId: string,
    wanted: readonly WantedChange[],
    { sessionName, now }: Planning,
    signal: AbortSignal,
  ): Promise<PlannedChange[]> {
    const accountIds = [...new Set(wanted.map(({ accountId }) => accountId))];
    const policies = await this.database.withTenant(tenantId, (tx) =>
      this.guardrails.policiesOf(tx, tenantId, accountIds),
    );
    const enter = this.entrances.forRun(tenantId, sessionName);
    return atMost(AT_ONCE, wanted, async (one) => {
      signal.throwIfAborted();
      const policy = policies.get(one.accountId) ?? policyOf(one.accountId, {}, {});
      return this.#one(tenantId, one, policy, enter, now, signal);
    });
  }

  async #one(
    tenantId: string,
    wanted: WantedChange,
    policy: Policy,
    enter: ReturnType<Entrances['forRun']>,
    now: Date,
    signal: AbortSignal,
  ): Promise<PlannedChange> {
    const { fixId, controlId, accountId, region, tags } = wanted;
    const fix = fixId === undefined ? this.fixes.forControl(controlId ?? '') : this.fixes.byId(fixId);
    if (fix === undefined) return refused(wanted, noFix(wanted));
    const forbidden = refusal(policy, { accountId, region, fixId: fix.id, tags, now });
    if (forbidden !== undefined) return refused({ ...wanted, fixId: fix.id }, forbidden);
    const entrance = await enter(accountId, region);
    if ('refusal' in entrance) return refused({ ...wanted, fixId: fix.id }, entrance.refusal);
    return this.resources.plan({ tenantId, wanted, fix, policy, now, ...entrance }, signal);
  }
}

const refused = (wanted: WantedChange, reason: string): PlannedChange => ({
  ...wanted,
  fixId: wanted.fixId ?? NO_FIX,
  ...{ status: 'refused', reason, plan: null, before: null },
});

/** Why it is for people, and what they can do. */
function noFix({ fixId, controlId }: WantedChange): string {
  if (fixId !== undefined) return `There is no fix ${fixId}`;
  const advice = controlById(controlId ?? '')?.remediation.text;
  const words = `There is no fix for the control ${controlId ?? '?'}: people mend it`;
  return advice === undefined ? words : `${words}. ${advice}`;
}
