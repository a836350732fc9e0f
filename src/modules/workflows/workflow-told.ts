import { Injectable } from '@nestjs/common';
import { isObject, type CompleteCommand, type ExecutionState, type Json } from '../../asl/index.js';
import type { Tx } from '../../platform/database/index.js';
import { Outbox, type FactDefinition, type FactRows } from '../../platform/outbox/index.js';
import { correlation } from '../../platform/telemetry/index.js';
import { Arns } from './arns.js';
import { workflowFailed, workflowFinished } from './facts.js';

type Told = typeof workflowFinished extends FactDefinition<infer P> ? P : never;

interface EndedExecution {
  id: string;
  tenantId: string;
  name: string;
  stateMachine: string;
  workflowType: string;
  correlationId: string;
  startedAt: Date | null;
}

/** The facts that tell how an execution ended. */
@Injectable()
export class WorkflowTold {
  constructor(
    private readonly outbox: Outbox,
    private readonly arns: Arns,
  ) {}

  /** For the statement that writes the end. @returns undefined where nobody wants to know */
  ended(row: EndedExecution, state: ExecutionState, end: CompleteCommand, at: Date): FactRows | undefined {
    const payload = this.#payload(row, state.context.Execution['Input'], end, at);
    const told = factsOf(end).flatMap((definition) => {
      const write = () => this.outbox.rows(row.tenantId, definition, { key: row.id, payload });
      return correlation.run(row.correlationId, write) ?? [];
    });
    if (told.length === 0) return undefined;
    return {
      facts: told.flatMap(({ facts }) => facts),
      jobs: told.flatMap(({ jobs }) => jobs),
      wake: () => told.forEach(({ wake }) => wake()),
    };
  }

  /** The same for an execution on Step Functions, in the transaction that writes the end. */
  async write(
    tx: Tx,
    row: EndedExecution & { input: string; awsArn: string },
    end: Omit<CompleteCommand, 'type'>,
    at: Date,
  ): Promise<void> {
    const payload = {
      ...this.#payload(row, JSON.parse(row.input) as Json, end, at),
      executionArn: row.awsArn,
    };
    await correlation.run(row.correlationId, async () => {
      for (const definition of factsOf(end)) {
        await this.outbox.write(tx, row.tenantId, definition, [{ key: row.id, payload }]);
      }
    });
  }

  #payload(row: EndedExecution, input: Json | undefined, end: Omit<CompleteCommand, 'type'>, at: Date): Told {
    return {
      executionId: row.id,
      executionArn: this.arns.execution(row.stateMachine, row.name),
      executionName: row.name,
      workflowType: row.workflowType,
      stateMachineName: row.stateMachine,
      status: end.status,
      error: end.error ?? null,
      cause: end.cause ?? null,
      startedAt: row.startedAt?.toISOString() ?? null,
      stoppedAt: at.toISOString(),
      scheduleId: scheduleOf(input),
    };
  }
}

/** Somebody's stop is no failure. */
const factsOf = ({ status }: Pick<CompleteCommand, 'status'>) =>
  status === 'FAILED' || status === 'TIMED_OUT' ? [workflowFinished, workflowFailed] : [workflowFinished];

/** The schedule that started an execution, from its standard input. */
function scheduleOf(input: Json | undefined): string | null {
  const metadata = isObject(input) ? input['metadata'] : undefined;
  const scheduleId = isObject(metadata) ? metadata['scheduleId'] : undefined;
  return typeof scheduleId === 'string' ? scheduleId : null;
}
