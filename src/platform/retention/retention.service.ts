import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import { Config } from '../config/index.js';
import { FoundMethods } from '../queue/index.js';
import { Logger } from '../telemetry/index.js';
import { RETAINS, type Sweep } from './retains.js';
import { RetentionStore } from './retention.store.js';

/** Runs what modules have declared with @Retains. */
@Injectable()
export class RetentionService implements OnModuleDestroy {
  #isStopping = false;

  constructor(
    private readonly config: Config,
    private readonly methods: FoundMethods,
    private readonly store: RetentionStore,
    private readonly logger: Logger,
  ) {}

  /** A stop waits for the batch under way, and not for a year of rows: the next hour goes on. */
  onModuleDestroy(): void {
    this.#isStopping = true;
  }

  sweeps(): Sweep[] {
    return this.methods
      .markedBy<true, () => readonly Sweep[]>(RETAINS)
      .flatMap(({ method }) => [...method()]);
  }

  /** Each table by itself: one that fails comes again the next hour, and keeps no other from its turn. */
  async clean(): Promise<void> {
    const deleted: Record<string, number> = {};
    for (const sweep of this.sweeps()) {
      const days = this.config.get(sweep.days);
      if (days === 0) continue;
      try {
        const rows = await this.#all(sweep, days);
        if (rows > 0) deleted[sweep.table] = (deleted[sweep.table] ?? 0) + rows;
      } catch (error) {
        this.logger.warn('Old rows could not be deleted', { table: sweep.table, error: String(error) });
      }
    }
    if (Object.keys(deleted).length > 0) this.logger.info('Old rows were deleted', { rows: deleted });
  }

  async #all(sweep: Sweep, days: number): Promise<number> {
    let rows = 0;
    for (let last = sweep.batch; last === sweep.batch && !this.#isStopping; rows += last)
      last = await this.store.deleteBatch(sweep, days);
    return rows;
  }
}
