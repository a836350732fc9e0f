import { Injectable } from '@nestjs/common';
import type { Json } from '../../asl/index.js';
import { Database, type Tx } from '../../platform/database/index.js';
import { EngineBus } from './local/engine-bus.js';
import { TaskAnswers, type WaitingTask } from './task-answers.service.js';

export type { WaitingTask } from './task-answers.service.js';

/** Answers tasks of other modules whose handlers returned ANSWERED_LATER: so a state waits for what people do. */
@Injectable()
export class WaitingTasks {
  constructor(
    private readonly database: Database,
    private readonly tasks: TaskAnswers,
    private readonly bus: EngineBus,
  ) {}

  /** In the transaction of what decides it. @returns false where nobody waits any more: nothing was written */
  async succeed(tx: Tx, tenantId: string, task: WaitingTask, output: Json): Promise<boolean> {
    if (!(await this.tasks.answerTask(tx, tenantId, task, { type: 'succeeded', output }))) return false;
    this.database.onCommit(tx, () => this.bus.tell('freeTasks')); // so that the workflow goes on at once
    return true;
  }
}
