import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/index.js';
import { FindingSubjects, type FindingSubject } from '../scanning/index.js';
import { ChangePlanner, NO_FIX, type Planning } from './change-planner.service.js';
import type { PlannedChange, WantedChange } from './domain/change.js';
import type { Policy } from './domain/guardrails.js';
import { Guardrails } from './guardrails.service.js';

export interface FindingPlan {
  /** In the order of the findings' ids. */
  planned: PlannedChange[];
  /** By account, of all that are concerned. */
  policies: ReadonlyMap<string, Policy>;
  /** Findings that there are not. */
  unknown: string[];
}

/** Plans what would mend findings, by how their resources are now. */
@Injectable()
export class FindingPlans {
  constructor(
    private readonly database: Database,
    private readonly subjects: FindingSubjects,
    private readonly planner: ChangePlanner,
    private readonly guardrails: Guardrails,
  ) {}

  /** @throws the signal's reason */
  async plan(
    tenantId: string,
    findingIds: readonly string[],
    planning: Planning,
    signal: AbortSignal,
  ): Promise<FindingPlan> {
    const { found, policies } = await this.database.withTenant(tenantId, async (tx) => {
      const subjects = await this.subjects.byIds(tx, tenantId, findingIds);
      const accountIds = [...new Set(subjects.map(({ accountId }) => accountId))];
      return { found: subjects, policies: await this.guardrails.policiesOf(tx, tenantId, accountIds) };
    });
    const open = found.filter((one) => refusalOf(one) === undefined);
    const plans = (await this.planner.plan(tenantId, open.map(wantedOf), planning, signal)).values();
    const planned = found.map((one) => {
      const reason = refusalOf(one);
      if (reason !== undefined) return refused(one, reason);
      const { value } = plans.next();
      if (value === undefined) throw new Error(`The plan of ${one.id} is missing`);
      return value;
    });
    const unknown = findingIds.filter((id) => !found.some((one) => one.id === id));
    return { planned, policies, unknown };
  }
}

/** Why nothing is to be done about a finding; undefined: something is. */
function refusalOf({ status, silenced }: FindingSubject): string | undefined {
  if (status !== 'open') return 'The finding is resolved already';
  return silenced ? 'The finding is suppressed or muted: somebody has said that it may stay' : undefined;
}

const wantedOf = ({ id: findingId, controlId, tags, ...subject }: FindingSubject): WantedChange => ({
  ...{ findingId, controlId, tags, resourceArn: subject.resourceArn, resourceType: subject.resourceType },
  ...{ accountId: subject.accountId, region: subject.region },
});

const refused = (subject: FindingSubject, reason: string): PlannedChange => ({
  ...wantedOf(subject),
  ...{ fixId: NO_FIX, status: 'refused', reason, plan: null, before: null },
});
