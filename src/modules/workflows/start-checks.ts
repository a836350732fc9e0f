import { Injectable } from '@nestjs/common';
import { Config } from '../../platform/config/index.js';
import { AppError, conflict } from '../../shared/app-error.js';
import { DefinitionsService } from './definitions.service.js';
import { checked } from './execution-starts.js';

/** Tells those who start workflows later whether they could now. */
@Injectable()
export class StartChecks {
  constructor(
    private readonly config: Config,
    private readonly definitions: DefinitionsService,
  ) {}

  /** The state machine of a type of workflows; undefined where there is none of that type. */
  async stateMachineOf(tenantId: string, workflowType: string): Promise<string | undefined> {
    return (await this.definitions.byType(tenantId, workflowType))?.stateMachineName;
  }

  /** The error that such a start gives: NOT_FOUND, CONFLICT, or INVALID naming each bad parameter; undefined for none. */
  async refusal(
    tenantId: string,
    stateMachine: string,
    parameters: Record<string, unknown>,
  ): Promise<AppError | undefined> {
    const known = await this.definitions.byStateMachine(tenantId, stateMachine);
    if (known === undefined) {
      const text = `There is no workflow ${stateMachine} here: see GET /workflows/definitions`;
      return new AppError('NOT_FOUND', text);
    }
    if (known.isOwn && this.config.get('WORKFLOW_ENGINE') === 'aws') {
      return conflict(`${stateMachine} is an own workflow: such run on the local engine only`);
    }
    try {
      await this.definitions.verify(tenantId, known, checked(known, parameters));
      return undefined;
    } catch (error) {
      if (error instanceof AppError) return error;
      throw error;
    }
  }
}
