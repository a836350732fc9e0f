import { Injectable } from '@nestjs/common';
import { Config } from '../../platform/config/index.js';
import { Logger } from '../../platform/telemetry/index.js';
import { aged, EventsUpkeepStore } from './events-upkeep.store.js';

/** After this one: nothing is lost where this does not run for a while. */
const MONTHS_AHEAD = 2;
const BATCH = 10_000;

/** Makes the months that come, and drops those that are over (EVENT_RETENTION_DAYS). */
@Injectable()
export class EventsUpkeepService {
  constructor(
    private readonly config: Config,
    private readonly store: EventsUpkeepStore,
    private readonly logger: Logger,
  ) {}

  /** Each step by itself: one that fails comes again the next day, and keeps no other from its turn. */
  async run(): Promise<void> {
    const days = this.config.get('EVENT_RETENTION_DAYS');
    const { next, firstKept } = await this.store.months(MONTHS_AHEAD, days);
    // rows of a month that had no table lie among the others, where they are read and deleted all the same
    for (const month of next)
      await this.#try('A month of events has no table of its own', { month }, () => this.store.make(month));
    const dropped: string[] = [];
    for (const name of await this.store.old(firstKept)) {
      await this.#try('An old month of events could not be dropped', { name }, async () => {
        await this.store.drop(name);
        dropped.push(name);
      });
    }
    let deleted = 0;
    for (const one of aged) {
      for (let last = BATCH; last === BATCH; deleted += last)
        last = await this.store.deleteOlder(one, firstKept, BATCH);
    }
    if (dropped.length + deleted > 0)
      this.logger.info('Old events were deleted', { months: dropped, rows: deleted });
  }

  async #try(message: string, about: Record<string, unknown>, work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      this.logger.warn(message, { ...about, error: String(error) });
    }
  }
}
