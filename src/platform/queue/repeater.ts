import { Injectable } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { Logger } from '../telemetry/index.js';
import { FoundMethods, type FoundMethod } from './found-methods.js';
import { JobStore } from './job.store.js';
import { REPEATS, type Repetition } from './repeats.js';
import { WakeQueue } from './wake-queue.js';

const RESTORE_MS = 10_000;
const SOON_MS = 200;

/** Sets up what repeats, and runs it when its time comes round. */
@Injectable()
export class Repeater {
  readonly #asked = new Set<string>();
  #isBegun = false;
  #isBusy = false;
  #found: FoundMethod<Repetition, () => Promise<void>>[] | undefined;

  constructor(
    private readonly methods: FoundMethods,
    private readonly store: JobStore,
    private readonly queue: WakeQueue,
    private readonly logger: Logger,
  ) {}

  /** At each start, since a queue that was emptied has forgotten its schedulers. One that is away gets them later. */
  async begin(): Promise<void> {
    this.#isBegun = true;
    try {
      await this.#set();
    } catch (error) {
      this.logger.warn('What repeats could not be set up yet', { error: String(error) });
    }
  }

  async #set(): Promise<void> {
    await this.store.oneAtATime('job schedulers', async () => {
      for (const { mark } of this.#all()) await this.queue.repeat(mark.name, mark.everyMs);
    });
  }

  /** A queue that was emptied while we ran has forgotten them too. */
  @Interval(RESTORE_MS)
  async restore(): Promise<void> {
    if (!this.#isBegun || this.#isBusy) return;
    this.#isBusy = true;
    try {
      const known = await this.#known();
      if (this.#all().some(({ mark }) => !known.has(mark.name))) await this.#set();
    } catch (error) {
      this.logger.warn('What repeats could not be looked after', { error: String(error) });
    } finally {
      this.#isBusy = false;
    }
  }

  async #known(): Promise<Set<string>> {
    try {
      return await this.queue.repeated();
    } catch (error) {
      this.logger.warn('The queue does not answer: its tables are looked after', { error: String(error) });
      await this.queue.mend();
      return await this.queue.repeated();
    }
  }

  /** Runs it once more, soon, in one process of the cluster. A wake-up that is lost is made up for by the next time. */
  soon(name: string): void {
    if (this.#asked.has(name)) return;
    this.#asked.add(name);
    setTimeout(() => this.#asked.delete(name), SOON_MS).unref();
    this.queue.repeatNow(name).catch((error: unknown) => {
      this.logger.warn('A wake-up was lost', { name, error: String(error) });
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
    // some come round each second, and looking through all providers takes a millisecond
    this.#found ??= this.methods.markedBy<Repetition, () => Promise<void>>(REPEATS);
    return this.#found;
  }
}
