import { Injectable } from '@nestjs/common';
import type { TaskContext } from '../../../platform/tasks/index.js';
import { decideThresholds } from '../domain/alert-thresholds.js';
import { IncidentStarts, INCIDENT_WORKFLOW } from './incident-starts.js';
import type { CheckInput, RespondInput } from './monitoring.schemas.js';

/** What becomes of changes that are too much. */
@Injectable()
export class Incidents {
  constructor(private readonly starts: IncidentStarts) {}

  check({ changes, alertThresholds, alertOnCritical }: CheckInput) {
    const { opened, worstSeverity } = changes;
    const decision = decideThresholds({ opened, scoreDrop: null }, alertThresholds, alertOnCritical);
    const notEvaluated = decision.unknown.map((threshold) => ({
      threshold,
      reason: 'Scores are kept by framework: which one should not drop is not said yet',
    }));
    const { crossed, crossings } = decision;
    return { crossed, crossings, notEvaluated, severity: worstSeverity ?? 'informational' };
  }

  async respond(input: RespondInput, context: TaskContext) {
    const execution = await this.starts.start(input, context);
    return { started: true, workflowType: INCIDENT_WORKFLOW, ...execution };
  }
}
