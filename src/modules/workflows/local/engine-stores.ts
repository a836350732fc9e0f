import { Injectable } from '@nestjs/common';
import { EngineContext } from './engine-context.js';
import { PresenceStore } from './presence.store.js';
import { TaskStore } from './tasks.store.js';
import { TimerStore } from './timers.store.js';
import { WorkerSlots } from './worker-slots.js';

/** What the worker's loops stand on. */
@Injectable()
export class EngineStores {
  constructor(
    readonly tasks: TaskStore,
    readonly timers: TimerStore,
    readonly presence: PresenceStore,
    readonly slots: WorkerSlots,
    readonly context: EngineContext,
  ) {}
}
