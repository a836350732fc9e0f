import { Injectable } from '@nestjs/common';
import type { Json } from '../../../asl/index.js';
import { Arns } from '../arns.js';
import { EngineContext } from './engine-context.js';
import { ExecutionRuns } from './execution-runs.js';
import { ChildStore, type EndedChild } from './children.store.js';
import { Unhurried } from './unhurried.js';

const AT_ONCE = 100;
const PATIENCE_MS = 1_000;

/** Tells tasks that wait for an execution how it ended. */
@Injectable()
export class ChildEnds {
  readonly #telling: Unhurried;

  constructor(
    private readonly store: ChildStore,
    private readonly runs: ExecutionRuns,
    private readonly arns: Arns,
    private readonly context: EngineContext,
  ) {
    this.#telling = new Unhurried(PATIENCE_MS, (error) =>
      context.logger.warn('The end of an execution was not told yet', { error: String(error) }),
    );
  }

  /** Right after the child's end; what fails here is found by the sweep. Never throws. */
  async tell(childId: string): Promise<void> {
    try {
      for (const child of await this.store.ended(childId, AT_ONCE)) await this.#tell(child);
    } catch (error) {
      this.context.logger.warn('The end of an execution was not told yet', { childId, error: String(error) });
    }
  }

  async sweep(): Promise<void> {
    await this.#telling.begin(
      (await this.store.ended(null, AT_ONCE)).map((child) => [
        `${child.executionId} ${child.taskId}`,
        () => this.#tell(child),
      ]),
    );
  }

  async #tell(child: EndedChild): Promise<void> {
    const at = this.context.clock.now().getTime();
    const id = child.taskId;
    const output = this.#described(child);
    await this.runs.deliver(
      child.executionId,
      child.status === 'SUCCEEDED'
        ? { type: 'task-succeeded', id, output, at }
        : { type: 'task-failed', id, error: 'States.TaskFailed', cause: JSON.stringify(output), at },
    );
  }

  /** As DescribeExecution answers; `.sync:2` has the output as JSON, `.sync` as text. */
  #described(child: EndedChild): Json {
    const asJson = child.resource.endsWith('.sync:2');
    const value = (text: string): Json => (asJson ? (JSON.parse(text) as Json) : text);
    return {
      ExecutionArn: this.arns.execution(child.stateMachine, child.name),
      Input: value(child.input),
      InputDetails: { Included: true },
      Name: child.name,
      ...(child.output !== null && { Output: value(child.output), OutputDetails: { Included: true } }),
      ...(child.error !== null && { Error: child.error }),
      ...(child.cause !== null && { Cause: child.cause }),
      RedriveCount: child.redriveCount,
      StartDate: child.startedAt?.toISOString() ?? null,
      StateMachineArn: this.arns.stateMachine(child.stateMachine),
      Status: child.status,
      StopDate: child.stoppedAt.toISOString(),
    };
  }
}
