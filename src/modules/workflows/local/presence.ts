import { Injectable } from '@nestjs/common';
import { Logger } from '../../../platform/telemetry/index.js';
import { PresenceStore } from './presence.store.js';
import { WorkerSlots } from './worker-slots.js';

const BEAT_MS = 400;

/** Says that this worker lives, and sets the tasks of dead ones free. */
@Injectable()
export class Presence {
  #timer: NodeJS.Timeout | undefined;
  #beating: Promise<void> | undefined;
  #stopped = false;

  constructor(
    private readonly store: PresenceStore,
    private readonly slots: WorkerSlots,
    private readonly logger: Logger,
  ) {}

  /** @param onFreed is called when tasks were set free */
  async start(onFreed: () => void): Promise<void> {
    await this.store.beat(this.slots.workerId);
    this.#next(onFreed);
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#timer);
    await this.#beating;
    try {
      await this.store.leave(this.slots.workerId);
    } catch (error) {
      this.logger.warn('Tasks could not be given back; they are taken over in a moment', {
        error: String(error),
      });
    }
  }

  #next(onFreed: () => void): void {
    if (this.#stopped) return;
    this.#timer = setTimeout(() => {
      this.#beating = this.#beat(onFreed).finally(() => this.#next(onFreed));
    }, BEAT_MS);
  }

  async #beat(onFreed: () => void): Promise<void> {
    try {
      await this.store.beat(this.slots.workerId);
      if ((await this.store.takeOver(this.slots.workerId)) > 0) onFreed();
    } catch (error) {
      if (!this.#stopped) this.logger.warn('A heartbeat of this worker was missed', { error: String(error) });
    }
  }
}
