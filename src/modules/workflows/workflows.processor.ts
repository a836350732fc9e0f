import { Injectable } from '@nestjs/common';
import { Repeats } from '../../platform/queue/index.js';
import { EngineClock } from './local/engine-clock.js';
import { WORKFLOW_TASKS } from './local/engine-work.js';

@Injectable()
export class WorkflowsProcessor {
  constructor(private readonly clock: EngineClock) {}

  /** The queue wakes one worker; each looks by itself once a second anyway. */
  @Repeats({ name: WORKFLOW_TASKS, everyMs: 5_000 })
  wake(): void {
    this.clock.wake();
  }
}
