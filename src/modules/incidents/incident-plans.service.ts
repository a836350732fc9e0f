import { Injectable } from '@nestjs/common';
import { Database, type Tx } from '../../platform/database/index.js';
import {
  approvalNeed,
  blastRadius,
  ChangePlanner,
  Changes,
  Guardrails,
  NO_FIX,
  type ApprovalNeed,
  type PlannedChange,
} from '../remediation/index.js';
import { containedTypes, containmentFor } from './domain/containment-for.js';
import { isToBeMade } from './domain/to-be-made.js';
import { IncidentResources, type IncidentResource } from './incident-resources.service.js';

export interface ContainmentPlan {
  planned: PlannedChange[];
  /** What guardrails ask for, though nobody asked for an approval. */
  approval: ApprovalNeed;
}

export const ownerOf = (incidentId: string) => ({ kind: 'incident', id: incidentId }) as const;

/** What would be done to cut resources off, by the type of each. */
@Injectable()
export class IncidentPlans {
  constructor(
    private readonly database: Database,
    private readonly resources: IncidentResources,
    private readonly planner: ChangePlanner,
    private readonly guardrails: Guardrails,
    private readonly changes: Changes,
  ) {}

  /** Changes nothing. @throws the signal's reason */
  async plan(
    tenantId: string,
    incidentId: string,
    arns: readonly string[],
    signal: AbortSignal,
  ): Promise<ContainmentPlan> {
    const resources = await this.resources.of(tenantId, arns);
    const now = await this.database.withTenant(tenantId, (tx) => this.database.now(tx));
    const wanted = resources.flatMap((resource) => wantedOf(resource));
    const made = await this.planner.plan(tenantId, wanted, { sessionName: incidentId, now }, signal);
    const byArn = new Map(made.map((one) => [one.resourceArn, one]));
    const each = resources.map((resource) => byArn.get(resource.arn) ?? forPeople(resource));
    const policies = await this.database.withTenant(tenantId, (tx) => this.#policiesOf(tx, tenantId, each));
    const tooMuch = blastRadius(each, policies).refusals.join('; ');
    const planned = tooMuch === '' ? each : each.map((one) => refusedFor(one, tooMuch));
    return { planned, approval: approvalNeed(planned, policies, { approvalRequired: false }) };
  }

  /** What guardrails, as they are now, ask for before a plan that was kept is carried out. */
  async need(tx: Tx, tenantId: string, incidentId: string, planVersion: number): Promise<ApprovalNeed> {
    const rows = await this.changes.of(tx, tenantId, ownerOf(incidentId));
    const made = rows.filter((row) => row.planVersion === planVersion && isToBeMade(row));
    const policies = await this.#policiesOf(tx, tenantId, made);
    const planned = made.map((row) => ({ ...row, status: 'planned' as const }));
    return approvalNeed(planned, policies, { approvalRequired: false });
  }

  /** Keeps a plan in the transaction of its incident, in the place of what nobody has begun. */
  keep(
    tx: Tx,
    tenantId: string,
    incidentId: string,
    planVersion: number,
    planned: readonly PlannedChange[],
  ): Promise<void> {
    return this.changes.add(tx, tenantId, ownerOf(incidentId), planVersion, planned);
  }

  #policiesOf(tx: Tx, tenantId: string, planned: readonly Pick<PlannedChange, 'accountId'>[]) {
    const accountIds = [...new Set(planned.map(({ accountId }) => accountId))].filter((id) => id !== '');
    return this.guardrails.policiesOf(tx, tenantId, accountIds);
  }
}

const changeOf = ({ arn, type, accountId, region, tags }: IncidentResource) => ({
  ...{ findingId: null, controlId: null, resourceArn: arn, resourceType: type ?? 'unknown' },
  ...{ accountId: accountId ?? '', region, tags },
});

function wantedOf(resource: IncidentResource) {
  const fixId = resource.type === null ? undefined : containmentFor(resource.type);
  return fixId === undefined || resource.accountId === null ? [] : [{ fixId, ...changeOf(resource) }];
}

const refusedFor = (one: PlannedChange, reason: string): PlannedChange =>
  one.status === 'planned' ? { ...one, status: 'refused', reason } : one;

/** What nothing here can cut off. */
function forPeople(resource: IncidentResource): PlannedChange {
  const isKnown = resource.type !== null && containmentFor(resource.type) !== undefined;
  const reason = isKnown
    ? 'Nobody knows in which account it lies: the inventory has it not'
    : `Only people can contain a resource of type ${resource.type ?? 'unknown'}: these are contained: ${containedTypes.join(', ')}`;
  return {
    ...changeOf(resource),
    fixId: (resource.type === null ? undefined : containmentFor(resource.type)) ?? NO_FIX,
    ...{ status: 'refused', reason, plan: null, before: null },
  };
}
