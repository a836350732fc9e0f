import { Injectable } from '@nestjs/common';
import { Config } from '../../platform/config/index.js';
import { StepFunctionsEngine } from './aws/step-functions-engine.js';
import { LocalEngine } from './local/local-engine.js';
import { type EngineStart, type EngineStarted, WorkflowEngine } from './workflow-engine.js';

/** WORKFLOW_ENGINE starts executions; one that another engine has begun stays with that. */
@Injectable()
export class ChosenEngine extends WorkflowEngine {
  constructor(
    private readonly config: Config,
    private readonly local: LocalEngine,
    private readonly aws: StepFunctionsEngine,
  ) {
    super();
  }

  override start(request: EngineStart): Promise<EngineStarted> {
    return (this.config.get('WORKFLOW_ENGINE') === 'aws' ? this.aws : this.local).start(request);
  }

  override stop(
    execution: { id: string; awsArn: string | null },
    reason: { error?: string; cause?: string },
  ): Promise<void> {
    return this.#of(execution).stop(execution, reason);
  }

  override redrive(execution: { id: string; awsArn: string | null }): Promise<void> {
    return this.#of(execution).redrive(execution);
  }

  #of({ awsArn }: { awsArn: string | null }): WorkflowEngine {
    return awsArn === null ? this.local : this.aws;
  }
}
