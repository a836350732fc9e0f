import { Injectable } from '@nestjs/common';
import { failureOf } from '../../platform/aws/index.js';
import { counter, Logger } from '../../platform/telemetry/index.js';
import { EventBridgeScheduler } from './aws/eventbridge-scheduler.js';
import { concernsAll, EngineSyncService } from './engine-sync.service.js';
import { EngineSyncStore, type EngineRow } from './engine-sync.store.js';

const AT_ONCE = 10;

type Drift = 'missing' | 'changed' | 'unknown';
const drifts = counter<'kind'>(
  'shepherd_schedule_drift_total',
  'Schedules that EventBridge Scheduler had otherwise than PostgreSQL, by what was wrong',
  ['kind'],
);

/** Compares EventBridge Scheduler with Postgres, which is right. Safe to run twice, also at once. */
@Injectable()
export class EngineReconcileService {
  constructor(
    private readonly store: EngineSyncStore,
    private readonly scheduler: EventBridgeScheduler,
    private readonly engine: EngineSyncService,
    private readonly logger: Logger,
  ) {}

  /** @throws the SDK's error when AWS cannot be spoken to; what fails for one tenant is logged */
  async reconcile(): Promise<void> {
    if (!this.engine.isOn) return;
    for (const tenantId of await this.store.tenants()) {
      try {
        await this.#reconcile(tenantId);
      } catch (error) {
        if (concernsAll(failureOf(error))) throw error;
        this.logger.error('Schedules could not be compared with EventBridge Scheduler', { tenantId, error });
      }
    }
  }

  async #reconcile(tenantId: string): Promise<void> {
    // AWS first: what it has by now, Postgres had before
    const names = await this.scheduler.list(tenantId);
    const rows = await this.store.ofTenant(tenantId);
    const known = new Set(rows.map(({ id }) => id));
    for (const scheduleId of names.filter((name) => !known.has(name))) {
      this.#report('unknown', { tenantId, scheduleId });
      await this.scheduler.remove(tenantId, scheduleId);
    }
    const synced = rows.filter((row) => row.deletedAt === null && row.engineVersion === row.version);
    for (let from = 0; from < synced.length; from += AT_ONCE) {
      await Promise.all(synced.slice(from, from + AT_ONCE).map((row) => this.#repair(row)));
    }
  }

  async #repair(row: EngineRow): Promise<void> {
    const fields = await this.scheduler.compare(row, row.now);
    if (fields?.length === 0) return;
    const error =
      fields === undefined ? 'it was deleted in AWS' : `it was changed in AWS: ${fields.join(', ')}`;
    if (!(await this.store.markDrifted(row, error))) return;
    this.#report(fields === undefined ? 'missing' : 'changed', {
      tenantId: row.tenantId,
      scheduleId: row.id,
      fields,
    });
    await this.engine.sync(row.tenantId, row.id);
  }

  #report(
    kind: Drift,
    context: { tenantId: string; scheduleId: string; fields?: string[] | undefined },
  ): void {
    drifts.add({ kind });
    this.logger.warn('EventBridge Scheduler differed from PostgreSQL and is put right', { kind, ...context });
  }
}
