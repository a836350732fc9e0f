import { Injectable } from '@nestjs/common';
import { ANSWERED_LATER, Task, TaskFailure, type TaskContext } from '../../platform/tasks/index.js';
import type { ExecutionOwner } from '../workflows/index.js';
import { IncidentExecutions } from './incident-executions.service.js';
import { IncidentOpening } from './incident-opening.service.js';
import { incidentTaskInput, type IncidentTaskInput } from './incident-response.schemas.js';
import { IncidentSteps } from './incident-steps.service.js';
import { ResponseContainment } from './response-containment.service.js';
import { ResponseSteps } from './response-steps.service.js';

/** The tasks of IncidentResponseWorkflow. Each may be run twice. */
@Injectable()
export class IncidentResponseTask {
  constructor(
    private readonly executions: IncidentExecutions,
    private readonly opening: IncidentOpening,
    private readonly responding: ResponseSteps,
    private readonly containment: ResponseContainment,
    private readonly steps: IncidentSteps,
  ) {}

  @Task('incident-response', incidentTaskInput)
  async run(input: IncidentTaskInput, context: TaskContext): Promise<unknown> {
    if (input.action === 'classify')
      return this.#classify(input.parameters, await this.executions.of(context));
    const owner = await this.executions.ofIncident(context, input.incidentId);
    const { tenantId } = context;
    switch (input.action) {
      case 'respond':
        return this.opening.announce(tenantId, input.incidentId, owner);
      case 'evidence':
        return this.responding.evidence(tenantId, input.incidentId, context);
      case 'plan':
        return this.containment.plan(tenantId, input.incidentId, context);
      case 'refused':
        return this.responding.refused(tenantId, input);
      case 'contain':
        return this.containment.contain(tenantId, input, owner, context);
      case 'trouble':
        return this.responding.trouble(tenantId, input, context);
      case 'deadline':
        return this.steps.deadline(tenantId, input.incidentId);
      case 'await':
        return this.#await(input.incidentId, context);
      case 'escalate':
        return this.steps.escalate(tenantId, input.incidentId, input.level);
    }
  }

  async #classify(
    parameters: Parameters<IncidentOpening['open']>[0],
    owner: ExecutionOwner,
  ): Promise<unknown> {
    const { incident, link } = await this.opening.open(parameters, owner);
    const { id: incidentId, incidentType, title, severity, response, status } = incident;
    const { joined, responds } = link;
    const { resourceArns, findingIds, reasons, acknowledgeWithinMinutes } = incident;
    return {
      ...{ incidentId, incidentType, title, severity, response, status, reasons },
      ...{ resources: resourceArns.length, findings: findingIds.length },
      ...{ joined, responds, acknowledgeWithinMinutes },
    };
  }

  async #await(incidentId: string, { tenantId, execution }: TaskContext): Promise<unknown> {
    if (execution === undefined) throw new TaskFailure('INVALID', 'Only a workflow can wait');
    const task = { executionId: execution.id, taskId: execution.taskId };
    return (await this.steps.wait(tenantId, incidentId, task)) ?? ANSWERED_LATER;
  }
}
