import { Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { Config } from '../../platform/config/index.js';
import { Logger } from '../../platform/telemetry/index.js';
import { Clock } from '../../shared/clock.js';
import { PlanningService } from './planning.service.js';
import { StartingService } from './starting.service.js';

const HEARTBEAT_MS = 5_000;
/** Finds what every other waker has missed: the queue may be gone. */
const RECONCILE_MS = 5_000;
const LOCKED_RETRY_MS = 50;

/**
 * The part of a worker that starts schedules. However it is woken (the queue's tick, a save, the reconciler, its own
 * timer) it does the same: plan what has come, start what is due, sleep until the next run that it knows of. After an
 * outage it plans a part at a time, and starts what it has before it goes on.
 */
@Injectable()
export class SchedulesClock implements OnApplicationBootstrap, BeforeApplicationShutdown {
  #running: Promise<void> | undefined;
  #again = false;
  #stopped = false;
  #timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly config: Config,
    private readonly clock: Clock,
    private readonly planning: PlanningService,
    private readonly starting: StartingService,
    private readonly logger: Logger,
  ) {}

  onApplicationBootstrap(): void {
    this.wake();
  }

  /** Looks now; while it looks already, once more after that. Does nothing in a process that is no worker. */
  wake(): void {
    if (this.#stopped || !this.config.runsWorker) return;
    if (this.#running !== undefined) {
      this.#again = true;
      return;
    }
    this.#running = this.#look().finally(() => {
      this.#running = undefined;
      if (this.#again) {
        this.#again = false;
        this.wake();
      }
    });
  }

  @Interval(RECONCILE_MS)
  reconcile(): void {
    this.wake();
  }

  @Interval(HEARTBEAT_MS)
  async heartbeat(): Promise<void> {
    try {
      await this.starting.heartbeat();
    } catch (error) {
      this.logger.warn('A heartbeat of runs was missed', { error: String(error) });
    }
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#timer);
    this.starting.interrupt(); // also what is being looked for
    await this.#running;
    await this.starting.stop();
  }

  /** Never throws: the next waker tries again. */
  async #look(): Promise<void> {
    try {
      for (let more = true; more && !this.#stopped;) {
        more = await this.planning.claimDue();
        await this.starting.startDue();
      }
      await this.#sleep();
    } catch (error) {
      if (!this.#stopped) this.logger.error('Due schedules could not be started', { error });
    }
  }

  async #sleep(): Promise<void> {
    clearTimeout(this.#timer);
    const next = await this.planning.nextDue();
    if (next?.at == null || this.#stopped) return;
    const ms = (next.at.getTime() - next.now.getTime()) / this.clock.speed;
    // what is due but was locked by another worker is looked at again, in a moment
    this.#timer = setTimeout(() => this.wake(), ms > 0 ? ms : LOCKED_RETRY_MS);
  }
}
