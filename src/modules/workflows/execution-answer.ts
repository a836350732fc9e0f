import { Injectable } from '@nestjs/common';
import { Arns } from './arns.js';
import { priorities, type Priority } from './domain/standard-input.js';
import type {
  ExecutionStatus,
  ListedExecution,
  StartedExecution,
  WorkflowStatus,
} from './executions.schemas.js';
import type { ExecutionDetails, ExecutionSummary } from './executions.store.js';

/** Rows as the API shows them. */
@Injectable()
export class ExecutionAnswers {
  constructor(private readonly arns: Arns) {}

  arnOf({ awsArn, stateMachine, name }: ExecutionSummary): string {
    return awsArn ?? this.arns.execution(stateMachine, name);
  }

  started(row: ExecutionSummary): StartedExecution {
    return {
      executionId: row.id,
      executionArn: this.arnOf(row),
      executionName: row.name,
      stateMachineArn: this.#stateMachineArn(row),
      status: row.status as ExecutionStatus,
      startDate: row.startedAt,
      workflowType: row.workflowType,
      tenantId: row.tenantId,
      correlationId: row.correlationId,
    };
  }

  #stateMachineArn({ awsArn, stateMachine }: ExecutionSummary): string {
    if (awsArn === null) return this.arns.stateMachine(stateMachine);
    return awsArn.replace(/:execution:([^:]+):.*$/, ':stateMachine:$1');
  }

  listed(row: ExecutionSummary): ListedExecution {
    return { ...this.started(row), stopDate: row.stoppedAt, createdAt: row.createdAt };
  }

  status(row: ExecutionDetails, rest: Pick<WorkflowStatus, 'progress' | 'queue'>): WorkflowStatus {
    return {
      ...this.listed(row),
      input: JSON.parse(row.input) as unknown,
      output: row.output === null ? null : (JSON.parse(row.output) as unknown),
      ...{ error: row.error, cause: row.cause, redriveCount: row.redriveCount },
      ...{ priority: priorityName(row.priority), startedBy: row.startedBy, requestedBy: row.requestedBy },
      ...rest,
    };
  }
}

function priorityName(number: number): Priority {
  const names = Object.keys(priorities) as Priority[];
  return names.find((name) => priorities[name] === number) ?? 'normal';
}
