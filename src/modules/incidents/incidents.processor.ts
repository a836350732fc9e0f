import { Injectable } from '@nestjs/common';
import type { Tx } from '../../platform/database/index.js';
import { Handles, OnExhausted, type Attempt, type JobOf } from '../../platform/queue/index.js';
import { ContainingEnds } from './containing-ends.service.js';
import { IncidentContaining } from './incident-containing.service.js';
import { IncidentPreparing } from './incident-preparing.service.js';
import { IncidentReleasing } from './incident-releasing.service.js';
import { containIncident, releaseIncident } from './incidents.jobs.js';

type Contain = JobOf<typeof containIncident>;
type Release = JobOf<typeof releaseIncident>;

/** What people have asked for takes longer than a request. */
@Injectable()
export class IncidentsProcessor {
  constructor(
    private readonly preparing: IncidentPreparing,
    private readonly containing: IncidentContaining,
    private readonly releasing: IncidentReleasing,
    private readonly ends: ContainingEnds,
  ) {}

  @Handles(containIncident)
  async contain(
    { incidentId, planVersion, token, ...who }: Contain,
    { tenantId, signal }: Attempt,
  ): Promise<void> {
    const run = { signal, heartbeat: () => Promise.resolve() };
    await this.preparing.prepare(tenantId, incidentId, true, run);
    const asked = { planVersion, token, by: { tenantId, ...who }, anyPlan: true };
    await this.containing.contain(tenantId, incidentId, asked, run);
  }

  @Handles(releaseIncident)
  async release({ incidentId, token, force, ...who }: Release, { tenantId, signal }: Attempt): Promise<void> {
    const run = { signal, heartbeat: () => Promise.resolve() };
    await this.releasing.release(tenantId, incidentId, { token, force, by: { tenantId, ...who } }, run);
  }

  @OnExhausted(containIncident)
  async notContained({ incidentId, token }: Contain, error: string, tx: Tx, tenantId: string): Promise<void> {
    await this.ends.gaveUp(tx, tenantId, incidentId, token, error);
  }

  @OnExhausted(releaseIncident)
  async notReleased({ incidentId, token }: Release, error: string, tx: Tx, tenantId: string): Promise<void> {
    await this.ends.gaveUp(tx, tenantId, incidentId, token, error);
  }
}
