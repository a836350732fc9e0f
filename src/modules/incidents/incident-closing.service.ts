import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/index.js';
import type { Caller } from '../../platform/http/index.js';
import { conflict } from '../../shared/app-error.js';
import { reportOf } from './domain/report.js';
import { obstacle } from './domain/standing.js';
import { IncidentReading } from './incident-reading.service.js';
import { IncidentSteps } from './incident-steps.service.js';
import { IncidentTold } from './incident-told.service.js';
import { IncidentStore } from './incident.store.js';
import type { CloseIncident } from './incidents.schemas.js';

/** The end of an incident, and what is said of it. */
@Injectable()
export class IncidentClosing {
  constructor(
    private readonly database: Database,
    private readonly store: IncidentStore,
    private readonly steps: IncidentSteps,
    private readonly reading: IncidentReading,
    private readonly told: IncidentTold,
  ) {}

  /** @throws AppError NOT_FOUND; CONFLICT while its resources are cut off, unless they are to stay so */
  async close(caller: Caller, id: string, { summary, outcome, keepContained }: CloseIncident): Promise<void> {
    const { tenantId, owner } = caller;
    await this.database.withTenant(tenantId, async (tx) => {
      const incident = await this.steps.locked(tx, tenantId, id);
      const at = await this.database.now(tx);
      const problem = obstacle('close', incident, at);
      if (problem !== undefined) throw conflict(problem);
      const changes = await this.reading.changes(tx, incident);
      const left = changes.filter(({ isLeft }) => isLeft);
      if (left.length > 0 && !keepContained) {
        const which = left.map(({ resourceArn }) => resourceArn).join(', ');
        throw conflict(
          `The incident is ${incident.status}, and these are cut off: ${which}. Release them, or say keepContained`,
        );
      }
      const step = { status: 'closed', closedAt: at, closedBy: owner } as const;
      const now = { ...incident, ...step };
      await this.told.closed(tx, now, { by: caller, at }, { outcome, summary });
      const entries = await this.reading.entries(tx, incident);
      const report = reportOf(now, { outcome, summary, by: owner, at }, entries, changes);
      await this.store.step(tx, incident, { ...step, report });
      await this.steps.letGo(tx, now);
    });
  }
}
