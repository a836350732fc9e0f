import { Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { Config } from '../../../platform/config/index.js';
import { Logger } from '../../../platform/telemetry/index.js';
import { Alarm } from './alarm.js';
import { EngineWork } from './engine-work.js';
import { Presence } from './presence.js';
import { WorkerSlots } from './worker-slots.js';

const STOP_PATIENCE_MS = 5_000;
const COMPARE_MS = 2_000;

/** The part of a worker that takes tasks and timers when they are due, looks after the dead, and begins what waits. */
@Injectable()
export class EngineClock implements OnApplicationBootstrap, BeforeApplicationShutdown {
  readonly #alarms: Record<'tasks' | 'timers' | 'pending' | 'rest', Alarm>;

  constructor(
    private readonly config: Config,
    private readonly work: EngineWork,
    private readonly presence: Presence,
    private readonly slots: WorkerSlots,
    private readonly logger: Logger,
  ) {
    const alarm = (name: string, look: () => Promise<number>) =>
      new Alarm(look, (error) =>
        this.logger.warn('Executions could not be looked after', { name, error: String(error) }),
      );
    this.#alarms = {
      tasks: alarm('tasks', () => this.work.takeTasks()),
      timers: alarm('timers', () => this.work.fireTimers()),
      pending: alarm('pending', () => this.work.beginPending()),
      rest: alarm('rest', async () => {
        await this.work.lookAfter();
        return COMPARE_MS;
      }),
    };
  }

  async onApplicationBootstrap(): Promise<void> {
    if (!this.config.runsWorker) return;
    this.work.wakers({
      tasks: () => this.#alarms.tasks.wake(),
      timer: (inMs) => this.#alarms.timers.wakeIn(inMs),
      pending: () => this.#alarms.pending.wake(),
    });
    await this.presence.start(() => this.#alarms.tasks.wake());
    this.slots.open();
    for (const alarm of Object.values(this.#alarms)) alarm.start();
  }

  /** Looks for tasks at once: the queue has woken us. */
  wake(): void {
    this.#alarms.tasks.wake();
    this.#alarms.pending.wake();
  }

  async beforeApplicationShutdown(): Promise<void> {
    if (!this.config.runsWorker) return;
    this.slots.close();
    await Promise.all(Object.values(this.#alarms).map((alarm) => alarm.stop()));
    await this.work.stop(STOP_PATIENCE_MS);
    await this.presence.stop();
  }
}
