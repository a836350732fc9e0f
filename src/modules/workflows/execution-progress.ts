import { Injectable } from '@nestjs/common';
import type { ExecutionState } from '../../asl/index.js';
import type { Tx } from '../../platform/database/index.js';
import { currentStates, statesOf } from './domain/progress.js';
import { ExecutionPrograms } from './execution-programs.js';
import type { WorkflowStatus } from './executions.schemas.js';
import type { ExecutionDetails } from './executions.store.js';
import { HistoryStore } from './history.store.js';

/** How far an execution has come. */
@Injectable()
export class ExecutionProgress {
  constructor(
    private readonly history: HistoryStore,
    private readonly programs: ExecutionPrograms,
  ) {}

  async of(tx: Tx, row: ExecutionDetails): Promise<WorkflowStatus['progress']> {
    const program = await this.programs.of(row);
    const state = row.state === null ? null : (JSON.parse(row.state) as ExecutionState);
    return {
      currentStates: currentStates(state),
      statesDone: row.awsArn === null ? await this.history.statesLeft(tx, row.tenantId, row.id) : null,
      statesTotal: program === undefined ? 0 : statesOf(program).length,
    };
  }
}
