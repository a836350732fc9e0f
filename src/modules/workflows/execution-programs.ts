import { Injectable } from '@nestjs/common';
import type { Program } from '../../asl/index.js';
import { DefinitionsService } from './definitions.service.js';
import type { ExecutionDetails } from './executions.store.js';
import type { ExecutionDefinition } from './history.schemas.js';
import { ProgramStore } from './local/programs.store.js';

/** Which definition an execution goes by. */
@Injectable()
export class ExecutionPrograms {
  constructor(
    private readonly programs: ProgramStore,
    private readonly definitions: DefinitionsService,
  ) {}

  /** The definition that it was started with; on Step Functions, what the type is defined as now, if it still is. */
  async of({ tenantId, programHash, stateMachine }: ExecutionDetails): Promise<Program | undefined> {
    if (programHash !== null) return (await this.programs.read(tenantId, programHash)).program;
    return (await this.definitions.byStateMachine(tenantId, stateMachine))?.program;
  }

  async answer(executionArn: string, row: ExecutionDetails): Promise<ExecutionDefinition> {
    const program = await this.of(row);
    return {
      ...{ executionArn, workflowType: row.workflowType, isPinned: row.programHash !== null },
      definition: program === undefined ? null : { ...program },
    };
  }
}
