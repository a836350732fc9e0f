import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { TaskContext } from '../../../platform/tasks/index.js';
import { correlation } from '../../../platform/telemetry/index.js';
import { ExecutionStarts } from '../execution-starts.js';
import { ExecutionOwners } from './execution-owners.js';
import type { RespondInput } from './monitoring.schemas.js';

export const INCIDENT_WORKFLOW = 'incident-response';
/** What continuous monitoring calls the incidents that it finds. */
export const INCIDENT_TYPE = 'compliance-threshold';

/** Starts the response to an incident. */
@Injectable()
export class IncidentStarts {
  constructor(
    private readonly starts: ExecutionStarts,
    private readonly owners: ExecutionOwners,
  ) {}

  /** One execution, however often it is tried: its name is that of this piece of work. */
  async start({ scanJobId, thresholds, newFindings, targets }: RespondInput, context: TaskContext) {
    const { actor, executionId } = await this.owners.of(context);
    const { severity, crossings } = thresholds;
    const digest = createHash('sha256').update(`${executionId} ${context.idempotencyKey}`).digest('hex');
    const { id, name } = await this.starts.start(
      actor,
      {
        workflowType: INCIDENT_WORKFLOW,
        parameters: {
          ...{ incidentType: INCIDENT_TYPE, severity, description: wordsOf(crossings) },
          findingIds: newFindings.items.map(({ findingId }) => findingId),
          notificationTargets: targets,
        },
        executionName: `incident-${digest.slice(0, 32)}`,
        takesEnded: true,
        metadata: {
          source: 'continuous-monitoring',
          priority: severity === 'critical' ? 'high' : 'normal',
          ...{ executionId, scanJobId, crossings },
        },
      },
      correlation.id(),
    );
    return { executionId: id, executionName: name };
  }
}

const wordsOf = (crossings: RespondInput['thresholds']['crossings']): string =>
  crossings
    .map(({ threshold, limit, actual }) => `${threshold}: ${actual}, with a limit of ${limit}`)
    .join('; ');
