import { Injectable } from '@nestjs/common';
import { Database, type Tx } from '../../platform/database/index.js';
import { conflict, notFound } from '../../shared/app-error.js';
import type { PlannedChange } from '../remediation/index.js';
import { obstacle } from './domain/standing.js';
import { IncidentPlans } from './incident-plans.service.js';
import { IncidentStore, type IncidentRow, type UnderWay } from './incident.store.js';
import { IncidentTold } from './incident-told.service.js';

/** When nothing was heard of it for so long, whoever did it is gone: another may begin. */
const LEASE_MS = 10 * 60_000;

/** Who does what to an incident's resources; `token` is the same when it is tried again. */
export type Work = Pick<UnderWay, 'what' | 'by' | 'token'>;

/** One at a time changes the resources of an incident. */
@Injectable()
export class IncidentWork {
  constructor(
    private readonly database: Database,
    private readonly store: IncidentStore,
    private readonly plans: IncidentPlans,
    private readonly told: IncidentTold,
  ) {}

  /**
   * Begins, or goes on with what an earlier attempt has begun. @returns the incident, and the plans that it has made
   * @throws AppError NOT_FOUND, CONFLICT
   */
  async begin(
    tx: Tx,
    tenantId: string,
    id: string,
    work: Work,
  ): Promise<{ incident: IncidentRow; plans: number[] }> {
    const incident = await this.store.findForUpdate(tx, tenantId, id);
    if (incident === undefined) throw notFound('incident', id);
    const now = await this.database.now(tx);
    const step = work.what === 'containing' ? 'contain' : 'release';
    const problem = obstacle(step, incident, now);
    const isMine = incident.underWay?.token === work.token;
    if (problem !== undefined && !isMine) throw conflict(problem);
    const plans = isMine ? (incident.underWay?.plans ?? []) : [];
    await this.store.step(tx, incident, { underWay: leased(work, plans, now) });
    return { incident, plans };
  }

  /** Says that it is alive. */
  async goesOn(tenantId: string, id: string, work: Work): Promise<void> {
    await this.database.withTenant(tenantId, async (tx) => {
      const incident = await this.store.findForUpdate(tx, tenantId, id);
      if (incident?.underWay?.token !== work.token) return;
      const { plans } = incident.underWay;
      await this.store.step(tx, incident, { underWay: leased(work, plans, await this.database.now(tx)) });
    });
  }

  /** Another plan of the same work, for resources that have moved on. @returns its number */
  async planAnew(
    tenantId: string,
    id: string,
    work: Work,
    planned: readonly PlannedChange[],
  ): Promise<number> {
    return this.database.withTenant(tenantId, async (tx) => {
      const { incident, plans } = await this.begin(tx, tenantId, id, work);
      const version = await this.keep(tx, incident, work.by, planned);
      const now = await this.database.now(tx);
      await this.store.step(tx, incident, { underWay: leased(work, [...plans, version], now) });
      return version;
    });
  }

  /** A plan of how to contain it, kept in the place of an older one. @returns its number */
  async keep(
    tx: Tx,
    incident: IncidentRow,
    who: string | null,
    planned: readonly PlannedChange[],
  ): Promise<number> {
    const { tenantId, id } = incident;
    const version = incident.planVersion + 1;
    await this.store.step(tx, incident, { planVersion: version });
    await this.plans.keep(tx, tenantId, id, version, planned);
    for (const { resourceArn, fixId, status, reason, plan } of planned) {
      const details = { resourceArn, fixId, planVersion: version, ...words(reason, plan?.words) };
      const what = status === 'planned' ? 'containment planned' : `containment ${status}`;
      await this.told.note(tx, incident, { what, who, details, key: `plan/${version}/${resourceArn}` });
    }
    return version;
  }
}

const leased = ({ what, by, token }: Work, plans: number[], now: Date): UnderWay => ({
  ...{ what, by, token, plans },
  until: new Date(now.getTime() + LEASE_MS).toISOString(),
});

const words = (reason: string | null, planned: readonly string[] | undefined) => ({
  ...(reason === null ? {} : { reason }),
  ...(planned === undefined ? {} : { words: planned }),
});
