import { Injectable } from '@nestjs/common';
import { Database, type Tx } from '../../platform/database/index.js';
import { TaskFailure } from '../../platform/tasks/index.js';
import { Changes } from './changes.service.js';
import { approvalNeed, type ApprovalNeed } from './domain/approval-need.js';
import { isAgreed, unasked, withPlan, type PlanApproval } from './domain/approved-plan.js';
import { blastRadius } from './domain/blast-radius.js';
import type { PlannedChange } from './domain/change.js';
import type { Policy } from './domain/guardrails.js';
import { endOf, inOne, isUnderWay } from './domain/remediation.js';
import { Guardrails } from './guardrails.service.js';
import { RemediationEnds } from './remediation-ends.service.js';
import { ownerOf, type Standing } from './remediation-rows.js';
import { RemediationsStore, type RemediationRow } from './remediations.store.js';

/** So often people are asked about one remediation: resources that never hold still are for people. */
const MOST_QUESTIONS = 4;
/** Of one resource, each change may make the next one's plan a new one. */
const MOST_VERSIONS_MORE = 10;

/** Keeps plans of remediations, and decides what each of them needs. */
@Injectable()
export class RemediationPlans {
  constructor(
    private readonly database: Database,
    private readonly store: RemediationsStore,
    private readonly changes: Changes,
    private readonly guardrails: Guardrails,
    private readonly ends: RemediationEnds,
  ) {}

  /**
   * Keeps a plan of what was not begun in the place of the one before, unless somebody else has.
   * @throws TaskFailure PlanKeepsChanging
   */
  async keep(
    { tenantId, id, planVersion }: RemediationRow,
    planned: readonly PlannedChange[],
  ): Promise<Standing | undefined> {
    return this.database.withTenant(tenantId, async (tx) => {
      const row = await this.store.lock(tx, tenantId, id);
      if (row?.planVersion !== planVersion || !isUnderWay(row.status)) return undefined;
      const policies = await this.guardrails.policiesOf(tx, tenantId, accountsOf(planned));
      const allowed = withinRadius(planned, policies);
      const version = planVersion + 1;
      if (version > row.findingIds.length + MOST_VERSIONS_MORE) throw keepsChanging(version);
      await this.changes.add(tx, tenantId, ownerOf(id), version, allowed);
      const need = approvalNeed(allowed, policies, row);
      return this.#goOn(tx, { ...row, planVersion: version }, allowed, need);
    });
  }

  async #goOn(
    tx: Tx,
    row: RemediationRow,
    planned: readonly PlannedChange[],
    need: ApprovalNeed,
  ): Promise<Standing | undefined> {
    const { planVersion: version, approval: before } = row;
    const isFirst = before === null;
    const asks = need.required && !row.dryRun && !isAgreed(planned, need, before?.agreed ?? null);
    const approval = decided(before ?? unasked(need), need, asks ? { version, planned } : undefined);
    const plan = { planVersion: version, approval };
    if (row.dryRun) return this.ends.endIn(tx, row, { ...plan, status: 'planned', reason: whyNot(planned) });
    const isEmpty = planned.every(({ status }) => status !== 'planned');
    if (isFirst && isEmpty) {
      return this.ends.endIn(tx, row, { ...plan, status: endOf(planned), reason: whyNot(planned) });
    }
    const afterwards = isFirst ? 'validating' : 'applying';
    await this.store.step(tx, row, { ...plan, status: asks ? 'waiting_for_approval' : afterwards });
    return undefined;
  }
}

function decided(
  before: PlanApproval,
  need: ApprovalNeed,
  ask: { version: number; planned: readonly PlannedChange[] } | undefined,
): PlanApproval {
  if (ask !== undefined && before.asked >= MOST_QUESTIONS) throw keepsChanging(ask.version);
  return withPlan(before, need, ask);
}

const keepsChanging = (version: number): TaskFailure =>
  new TaskFailure(
    'PlanKeepsChanging',
    `The resources keep changing: what was planned for them ${version - 1} times was never so any more when its turn came`,
  );

const accountsOf = (planned: readonly PlannedChange[]): string[] => [
  ...new Set(planned.map(({ accountId }) => accountId)),
];

/** What is too much for one remediation is not done in part either: people divide it. */
function withinRadius(
  planned: readonly PlannedChange[],
  policies: ReadonlyMap<string, Policy>,
): PlannedChange[] {
  const { refusals } = blastRadius(planned, policies);
  if (refusals.length === 0) return [...planned];
  const reason = refusals.join('; ');
  return planned.map((one) => (one.status === 'planned' ? { ...one, status: 'refused', reason } : one));
}

const whyNot = (planned: readonly PlannedChange[]): string | null =>
  inOne(planned.flatMap(({ status, reason }) => (status === 'refused' && reason !== null ? [reason] : [])));
