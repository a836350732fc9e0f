import { Injectable } from '@nestjs/common';
import { Database, type Tx } from '../../platform/database/index.js';
import { conflict } from '../../shared/app-error.js';
import type { Actor } from '../access/index.js';
import type { PlannedChange } from '../remediation/index.js';
import { obstacle, type Step } from './domain/standing.js';
import { IncidentSteps } from './incident-steps.service.js';
import { IncidentTold } from './incident-told.service.js';
import { IncidentWork, type Work } from './incident-work.service.js';
import type { IncidentRow } from './incident.store.js';

/** What both requests do to the row of an incident. */
@Injectable()
export class RequestParts {
  constructor(
    private readonly database: Database,
    private readonly steps: IncidentSteps,
    private readonly work: IncidentWork,
    private readonly told: IncidentTold,
  ) {}

  /** The incident, where the step can be made now. @throws AppError NOT_FOUND, CONFLICT */
  async ready(tenantId: string, id: string, step: Step): Promise<IncidentRow> {
    return this.database.withTenant(tenantId, async (tx) => {
      const incident = await this.steps.found(tx, tenantId, id);
      const problem = obstacle(step, incident, await this.database.now(tx));
      if (problem !== undefined) throw conflict(problem);
      return incident;
    });
  }

  /** The incident, locked. With work nobody else changes its resources from here on. */
  async begin(tx: Tx, tenantId: string, id: string, work: Work | undefined): Promise<IncidentRow> {
    if (work === undefined) return this.steps.locked(tx, tenantId, id);
    return (await this.work.begin(tx, tenantId, id, work)).incident;
  }

  keep(tx: Tx, incident: IncidentRow, who: string, planned: readonly PlannedChange[]): Promise<number> {
    return this.work.keep(tx, incident, who, planned);
  }

  asked(tx: Tx, by: Actor, incident: IncidentRow, action: string, after: object): Promise<void> {
    return this.told.asked(tx, by, incident, action, after);
  }
}
