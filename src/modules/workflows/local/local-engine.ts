import { Injectable } from '@nestjs/common';
import { Clock } from '../../../shared/clock.js';
import { type EngineStart, type EngineStarted, WorkflowEngine } from '../workflow-engine.js';
import { ExecutionRuns } from './execution-runs.js';
import { LocalStarts } from './local-starts.js';

/** Runs executions in this service: PostgreSQL keeps them, whichever process goes on with them. */
@Injectable()
export class LocalEngine extends WorkflowEngine {
  constructor(
    private readonly starts: LocalStarts,
    private readonly runs: ExecutionRuns,
    private readonly clock: Clock,
  ) {
    super();
  }

  start(request: EngineStart): Promise<EngineStarted> {
    return this.starts.start(request);
  }

  async stop(execution: { id: string }, reason: { error?: string; cause?: string }): Promise<void> {
    if (await this.starts.abortPending(execution.id, reason)) return;
    await this.runs.deliver(execution.id, { type: 'stop', ...reason, at: this.clock.now().getTime() });
  }

  async redrive(execution: { id: string }): Promise<void> {
    await this.runs.deliver(execution.id, { type: 'redrive', at: this.clock.now().getTime() });
  }
}
