import { Injectable } from '@nestjs/common';
import { Logger } from '../telemetry/index.js';
import { FoundMethods } from './found-methods.js';
import { JobStore } from './job.store.js';
import { REPEATS, type Repetition } from './repeats.js';
import { WakeQueue } from './wake-queue.js';

/** Sets up what repeats, and runs it when its time comes round. */
@Injectable()
export class Repeater {
  constructor(
    private readonly methods: FoundMethods,
    private readonly store: JobStore,
    private readonly queue: WakeQueue,
    private readonly logger: Logger,
  ) {}

  /** At each start, since a queue that was emptied has forgotten its schedulers. */
  async set(): Promise<void> {
    await this.store.oneAtATime('job schedulers', async () => {
      for (const { mark } of this.#all()) await this.queue.repeat(mark.name, mark.everyMs);
    });
  }

  /** Never throws: the next time comes round anyway. */
  async run(name: string): Promise<void> {
    const found = this.#all().find(({ mark }) => mark.name === name);
    try {
      await found?.method();
    } catch (error) {
      this.logger.error('What repeats has failed; the next time will try again', { name, error });
    }
  }

  #all() {
    return this.methods.markedBy<Repetition, () => Promise<void>>(REPEATS);
  }
}
