import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { Database } from '../../platform/database/index.js';
import type { TaskContext } from '../../platform/tasks/index.js';
import { IncidentPreparing } from './incident-preparing.service.js';
import { IncidentSteps } from './incident-steps.service.js';
import { IncidentTold } from './incident-told.service.js';

type Run = Pick<TaskContext, 'signal' | 'heartbeat' | 'idempotencyKey'>;

/** What the workflow does for each incident, however bad it is. */
@Injectable()
export class ResponseSteps {
  constructor(
    private readonly database: Database,
    private readonly steps: IncidentSteps,
    private readonly told: IncidentTold,
    private readonly preparing: IncidentPreparing,
  ) {}

  /** How everything was. Volumes are copied where the response is immediate: containment may follow. */
  async evidence(tenantId: string, id: string, run: Run) {
    const { response } = await this.database.withTenant(tenantId, (tx) => this.steps.found(tx, tenantId, id));
    const counts = await this.preparing.prepare(tenantId, id, response === 'immediate', run);
    await this.database.withTenant(tenantId, async (tx) => {
      const incident = await this.steps.found(tx, tenantId, id);
      const key = `evidence/${run.idempotencyKey}`;
      await this.told.note(tx, incident, { what: 'evidence captured', who: null, details: counts, key });
    });
    return counts;
  }

  /** A step has failed; the incident goes on without it. */
  async trouble(
    tenantId: string,
    { incidentId, failure }: { incidentId: string; failure: { Error: string; Cause: string } },
    { idempotencyKey }: Run,
  ) {
    return this.database.withTenant(tenantId, async (tx) => {
      const incident = await this.steps.found(tx, tenantId, incidentId);
      const details = { error: failure.Error, cause: failure.Cause.slice(0, 2000) };
      const key = `trouble/${idempotencyKey}`;
      await this.told.note(tx, incident, { what: 'trouble', who: null, details, key });
      return details;
    });
  }

  /** People have said no to its containment, or nothing. */
  async refused(tenantId: string, { incidentId, planVersion, rejection }: Rejected) {
    const { decidedBy, expired } = answer.parse(JSON.parse(rejection.Cause));
    const reason = expired ? 'Nobody approved it in time' : `${decidedBy.join(', ')} rejected it`;
    await this.database.withTenant(tenantId, async (tx) => {
      const incident = await this.steps.found(tx, tenantId, incidentId);
      const note = { what: 'containment refused', who: null, details: { planVersion, reason } };
      await this.told.note(tx, incident, { ...note, key: `rejected/${planVersion}` });
    });
    return { contained: 0, reason };
  }
}

/** The approval's. */
const answer = z.object({ decidedBy: z.array(z.string()), expired: z.boolean() });

interface Rejected {
  incidentId: string;
  planVersion: number;
  rejection: { Cause: string };
}
