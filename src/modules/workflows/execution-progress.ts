import { Injectable } from '@nestjs/common';
import type { ExecutionState, Program } from '../../asl/index.js';
import type { Tx } from '../../platform/database/index.js';
import { DefinitionsService } from './definitions.service.js';
import { currentStates, statesOf } from './domain/progress.js';
import type { WorkflowStatus } from './executions.schemas.js';
import type { ExecutionDetails } from './executions.store.js';
import { HistoryStore } from './history.store.js';
import { ProgramStore } from './local/programs.store.js';

/** How far an execution has come. */
@Injectable()
export class ExecutionProgress {
  constructor(
    private readonly history: HistoryStore,
    private readonly programs: ProgramStore,
    private readonly definitions: DefinitionsService,
  ) {}

  async of(tx: Tx, row: ExecutionDetails): Promise<WorkflowStatus['progress']> {
    const program = await this.#program(row);
    const state = row.state === null ? null : (JSON.parse(row.state) as ExecutionState);
    return {
      currentStates: currentStates(state),
      statesDone: row.awsArn === null ? await this.history.statesLeft(tx, row.tenantId, row.id) : null,
      statesTotal: program === undefined ? 0 : statesOf(program).length,
    };
  }

  /** The definition that it was started with; on Step Functions, what the type is defined as now. */
  async #program({ tenantId, programHash, stateMachine }: ExecutionDetails): Promise<Program | undefined> {
    if (programHash !== null) return (await this.programs.read(tenantId, programHash)).program;
    return (await this.definitions.byStateMachine(tenantId, stateMachine))?.program;
  }
}
