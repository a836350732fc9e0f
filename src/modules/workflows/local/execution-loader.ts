import { Injectable } from '@nestjs/common';
import { Evaluators, type Interpret } from './evaluators.js';
import { ProgramStore } from './programs.store.js';
import { RunningStore, type RunningRow } from './running.store.js';

/** An execution in memory, as its row is, and what it runs by. */
export interface Loaded {
  row: RunningRow;
  interpret: Interpret;
}

/** Reads executions with what it takes to go on with them. */
@Injectable()
export class ExecutionLoader {
  constructor(
    private readonly store: RunningStore,
    private readonly programs: ProgramStore,
    private readonly evaluators: Evaluators,
  ) {}

  async load(id: string): Promise<Loaded | undefined> {
    const row = await this.store.read(id);
    if (row === undefined) return undefined;
    const pinned = await this.programs.read(row.tenantId, row.programHash);
    return { row, interpret: this.evaluators.of(row.tenantId, pinned) };
  }
}
