import { Injectable } from '@nestjs/common';
import { failureOf, type AwsFailure, type Failure } from '../../platform/aws/index.js';
import { Config } from '../../platform/config/index.js';
import { Logger } from '../../platform/telemetry/index.js';
import { EventBridgeScheduler } from './aws/eventbridge-scheduler.js';
import { EngineSyncStore } from './engine-sync.store.js';

const AT_ONCE = 10;
const MOST_ROUNDS = 5;

/** Failures of AWS as a whole: the next schedule would fare no better. */
const OF_ALL = new Set<AwsFailure>(['unreachable', 'invalid_credentials', 'throttled']);
export const concernsAll = ({ failure }: Failure): boolean => OF_ALL.has(failure);

/** Writes saved schedules through to EventBridge Scheduler. Does nothing with another engine. */
@Injectable()
export class EngineSyncService {
  constructor(
    private readonly config: Config,
    private readonly store: EngineSyncStore,
    private readonly scheduler: EventBridgeScheduler,
    private readonly logger: Logger,
  ) {}

  get isOn(): boolean {
    return this.config.get('SCHEDULER_ENGINE') === 'eventbridge';
  }

  /**
   * Makes AWS's copy what the row says. What AWS refuses is noted in the row, which stays pending, and is no error of
   * the caller's.
   */
  async sync(tenantId: string, scheduleId: string): Promise<Failure | undefined> {
    if (!this.isOn) return undefined;
    for (let round = 0; round < MOST_ROUNDS; round++) {
      const row = await this.store.find(tenantId, scheduleId);
      if (row === undefined) return undefined;
      try {
        if (row.deletedAt === null) await this.scheduler.put(row, row.now);
        else await this.scheduler.remove(tenantId, scheduleId);
      } catch (error) {
        const failure = failureOf(error);
        const text = `${failure.code}: ${failure.message}`;
        await this.store.markFailed(row, text);
        this.logger.warn('EventBridge Scheduler did not take a schedule', {
          tenantId,
          scheduleId,
          error: text,
        });
        return failure;
      }
      // of two workers the one with the older row may have come to AWS last: it sees so here, and goes again
      if (await this.store.markSynced(row)) return undefined;
    }
    return undefined;
  }

  /** Tells AWS all that it does not know yet; each schedule is tried once. Ends early when AWS cannot be spoken to. */
  async syncPending(): Promise<void> {
    if (!this.isOn) return;
    let after = '';
    for (;;) {
      const pending = await this.store.pending(after, AT_ONCE);
      const failures = await Promise.all(pending.map(({ tenantId, id }) => this.sync(tenantId, id)));
      const last = pending.at(-1);
      if (last === undefined || failures.some((failure) => failure !== undefined && concernsAll(failure)))
        return;
      after = last.id;
    }
  }
}
