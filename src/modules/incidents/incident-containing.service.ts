import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/index.js';
import type { Actor } from '../access/index.js';
import { Changes, type ChangeRow, type ChangeRun, type PlannedChange } from '../remediation/index.js';
import { ContainingEnds } from './containing-ends.service.js';
import { hasMovedOn, isToBeMade } from './domain/to-be-made.js';
import { IncidentPlans, ownerOf } from './incident-plans.service.js';
import { IncidentWork, type Work } from './incident-work.service.js';

/** A resource that changes all the time is for people. */
const MOST_PLANS = 3;

export interface Containing {
  planVersion: number;
  /** null: the workflow does it by itself. */
  by: Actor | null;
  /** The same when it is tried again. */
  token: string;
  /** It goes on where a resource has moved on since, though what is to be done is other than people were asked. */
  anyPlan: boolean;
}

export interface Contained {
  contained: number;
  results: { resourceArn: string; fixId: string; status: string; reason: string | null }[];
}

/** Cuts the resources of an incident off, one after the other. */
@Injectable()
export class IncidentContaining {
  constructor(
    private readonly database: Database,
    private readonly work: IncidentWork,
    private readonly plans: IncidentPlans,
    private readonly changes: Changes,
    private readonly ends: ContainingEnds,
  ) {}

  /**
   * Goes on where an earlier attempt has ended. What AWS or a guardrail refuses stands in the incident's timeline.
   * @throws AppError CONFLICT where something else changes the resources now
   */
  async contain(tenantId: string, id: string, asked: Containing, run: ChangeRun): Promise<Contained> {
    const work: Work = { what: 'containing', by: asked.by?.owner ?? 'workflow', token: asked.token };
    const { plans } = await this.database.withTenant(tenantId, (tx) =>
      this.work.begin(tx, tenantId, id, work),
    );
    const ended = new Map<string, ChangeRow>();
    const versions = [asked.planVersion, ...plans];
    for (const version of versions) {
      const rows = await this.#apply(tenantId, id, version, work, run);
      for (const row of rows) ended.set(row.resourceArn, row);
      if (version !== versions.at(-1) || versions.length >= MOST_PLANS) continue;
      const planned = await this.#planAnew(tenantId, id, rows.filter(hasMovedOn), asked, run);
      if (planned.length > 0) versions.push(await this.work.planAnew(tenantId, id, work, planned));
    }
    const rows = [...ended.values()];
    await this.ends.contained(tenantId, id, asked, rows);
    return {
      contained: rows.filter(({ status }) => status === 'verified').length,
      results: rows.map(({ resourceArn, fixId, status, reason, refusal }) => ({
        ...{ resourceArn, fixId, status, reason: refusal?.reason ?? reason },
      })),
    };
  }

  async #apply(
    tenantId: string,
    id: string,
    version: number,
    work: Work,
    run: ChangeRun,
  ): Promise<ChangeRow[]> {
    const rows = await this.database.withTenant(tenantId, (tx) => this.changes.of(tx, tenantId, ownerOf(id)));
    const ended: ChangeRow[] = [];
    for (const row of rows.filter((one) => one.planVersion === version && isToBeMade(one))) {
      run.signal.throwIfAborted();
      await run.heartbeat();
      await this.work.goesOn(tenantId, id, work);
      ended.push(await this.changes.apply(tenantId, row.id, run));
    }
    return ended;
  }

  /** What may be done instead: without asking anybody, the very same calls, or what nobody has to be asked. */
  async #planAnew(
    tenantId: string,
    id: string,
    moved: readonly ChangeRow[],
    { anyPlan }: Containing,
    { signal }: ChangeRun,
  ): Promise<PlannedChange[]> {
    if (moved.length === 0) return [];
    const arns = moved.map(({ resourceArn }) => resourceArn);
    const { planned, approval } = await this.plans.plan(tenantId, id, arns, signal);
    if (anyPlan || !approval.required) return planned;
    return planned.filter(({ resourceArn, plan }) => {
      const before = moved.find((one) => one.resourceArn === resourceArn);
      return JSON.stringify(plan?.calls) === JSON.stringify(before?.plan?.calls);
    });
  }
}
