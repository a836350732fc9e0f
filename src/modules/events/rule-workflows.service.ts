import { Injectable } from '@nestjs/common';
import { AppError } from '../../shared/app-error.js';
import type { Actor } from '../access/index.js';
import { ExecutionLookups, ExecutionStarts, StartChecks } from '../workflows/index.js';
import type { Envelope } from './domain/envelope.js';
import { parametersOf, type WorkflowAction } from './domain/event-rule.js';
import type { RuleRunRow } from './rule-runs.store.js';

/** Starts executions for rules. */
@Injectable()
export class RuleWorkflows {
  constructor(
    private readonly starts: ExecutionStarts,
    private readonly checks: StartChecks,
    private readonly executions: ExecutionLookups,
  ) {}

  /**
   * The execution has the run's id as its name: another attempt takes it.
   * @returns its id. @throws AppError where it cannot be started as the rule says
   */
  async start(
    action: WorkflowAction,
    { actor, run, event }: { actor: Actor; run: RuleRunRow; event: Envelope },
  ): Promise<string> {
    const { tenantId } = actor;
    const { workflowType = '', stateMachineName } = action;
    const stateMachine = stateMachineName ?? (await this.checks.stateMachineOf(tenantId, workflowType));
    if (stateMachine === undefined) throw new AppError('NOT_FOUND', `There is no workflow ${workflowType}`);
    const metadata = {
      ...{ source: 'event', scheduledExecution: false, eventTriggered: true },
      ...{ ruleId: run.ruleId, eventId: event.id, triggeredAt: run.createdAt.toISOString() },
    };
    const parameters = parametersOf(action, event);
    const wanted = { stateMachine, parameters, metadata, executionName: run.id, takesEnded: true };
    try {
      return (await this.starts.start(actor, wanted, run.correlationId)).id;
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      // an attempt before this one has started it, by what its parameters were then (dateRange is of the day)
      const earlier = await this.executions.named(tenantId, stateMachine, run.id);
      if (earlier === undefined) throw error;
      return earlier.id;
    }
  }
}
