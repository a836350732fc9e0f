import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { Config } from '../../platform/config/index.js';
import { Database, type Tx } from '../../platform/database/index.js';
import { newId } from '../../shared/ids.js';
import { DefaultScheduleStore } from './default-schedules.store.js';
import { defaultSchedules } from './domain/default-schedules.js';
import { createSchedule } from './schedules.schemas.js';
import { firstValues } from './schedule-change.js';
import { ScheduleSaving } from './schedule-saving.js';
import type { ScheduleRow } from './schedules.store.js';

/** Gives each tenant the schedules that every tenant has. One that was deleted does not come back. */
@Injectable()
export class DefaultSchedulesService implements OnApplicationBootstrap {
  constructor(
    private readonly config: Config,
    private readonly database: Database,
    private readonly store: DefaultScheduleStore,
    private readonly saving: ScheduleSaving,
  ) {}

  /** For tenants that are older than this, and the first one of all. */
  async onApplicationBootstrap(): Promise<void> {
    if (!this.config.runsWorker) return;
    for (const tenantId of await this.store.tenantsWithout()) await this.make(tenantId);
  }

  /** Safe to repeat. */
  async make(tenantId: string): Promise<void> {
    await this.database.withTenant(tenantId, (tx) => this.#makeIn(tx, tenantId));
  }

  /** The tenant's scan schedule, locked, also when it was deleted. Made here where the tenant is so new that it has none. */
  async scanSchedule(tx: Tx, tenantId: string): Promise<ScheduleRow> {
    const known = await this.store.scanSchedule(tx, tenantId);
    if (known !== undefined) return known;
    await this.#makeIn(tx, tenantId);
    const made = await this.store.scanSchedule(tx, tenantId);
    if (made === undefined) throw new Error('the default schedules were not made');
    return made;
  }

  /** The same, brought back when it was deleted. */
  async restored(tx: Tx, tenantId: string): Promise<ScheduleRow> {
    const known = await this.scanSchedule(tx, tenantId);
    return known.deletedAt === null ? known : this.store.restore(tx, known);
  }

  async #makeIn(tx: Tx, tenantId: string): Promise<void> {
    const actor = { tenantId, owner: 'compliance-shepherd', keyId: 'system' };
    const now = await this.database.now(tx);
    for (const { key, expression, ...rest } of defaultSchedules) {
      const given = createSchedule.parse({ ...rest, scheduleExpression: expression });
      const at = { now, disabledReason: null, requestHash: null };
      const values = firstValues(newId('sch'), actor, given, expression, at);
      await this.saving.insert(tx, actor, { ...values, defaultKey: key });
    }
  }
}
