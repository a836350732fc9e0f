import { Injectable } from '@nestjs/common';
import { Database } from '../../../platform/database/index.js';
import { Outbox } from '../../../platform/outbox/index.js';
import type { TaskContext } from '../../../platform/tasks/index.js';
import { DefinitionsService } from '../definitions.service.js';
import { decideThresholds } from '../domain/alert-thresholds.js';
import { incidentDetected } from './facts.js';
import { IncidentStarts, INCIDENT_TYPE, INCIDENT_WORKFLOW } from './incident-starts.js';
import type { AnnounceInput, CheckInput, RespondInput } from './monitoring.schemas.js';

/** What becomes of changes that are too much. */
@Injectable()
export class Incidents {
  constructor(
    private readonly definitions: DefinitionsService,
    private readonly starts: IncidentStarts,
    private readonly database: Database,
    private readonly outbox: Outbox,
  ) {}

  async check({ changes, alertThresholds, alertOnCritical }: CheckInput, { tenantId }: TaskContext) {
    const { opened, worstSeverity } = changes;
    const decision = decideThresholds({ opened, scoreDrop: null }, alertThresholds, alertOnCritical);
    const notEvaluated = decision.unknown.map((threshold) => ({
      threshold,
      reason: 'Scores are kept by framework: which one should not drop is not said yet',
    }));
    const hasIncidentWorkflow = (await this.definitions.byType(tenantId, INCIDENT_WORKFLOW)) !== undefined;
    const { crossed, crossings } = decision;
    return {
      crossed,
      crossings,
      notEvaluated,
      severity: worstSeverity ?? 'informational',
      hasIncidentWorkflow,
    };
  }

  async respond(input: RespondInput, context: TaskContext) {
    const execution = await this.starts.start(input, context);
    return { started: true, workflowType: INCIDENT_WORKFLOW, ...execution };
  }

  async announce({ scanJobId, thresholds, newFindings, targets }: AnnounceInput, context: TaskContext) {
    const { tenantId, idempotencyKey: key, execution } = context;
    const payload = {
      ...{ incidentType: INCIDENT_TYPE, severity: thresholds.severity, crossings: thresholds.crossings },
      ...{ scanId: scanJobId, findingIds: newFindings.items.map(({ findingId }) => findingId), targets },
      executionId: execution?.id ?? null,
    };
    await this.database.withTenant(tenantId, (tx) =>
      this.outbox.write(tx, tenantId, incidentDetected, [{ key, payload }]),
    );
    const reason = `There is no workflow ${INCIDENT_WORKFLOW}: the fact ${incidentDetected.name} tells of it`;
    return { started: false, reason };
  }
}
