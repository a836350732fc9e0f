import { Injectable } from '@nestjs/common';
import type { Tx } from '../../platform/database/index.js';
import { Handles, OnExhausted, type Attempt, type JobOf } from '../../platform/queue/index.js';
import { AccountUnitService } from './account-unit.service.js';
import { scanAccount, scanUnit } from './scan.jobs.js';
import { ServiceUnitService } from './service-unit.service.js';
import { Units } from './units.js';

@Injectable()
export class ScanProcessor {
  constructor(
    private readonly accounts: AccountUnitService,
    private readonly services: ServiceUnitService,
    private readonly units: Units,
  ) {}

  @Handles(scanAccount)
  async account(ids: JobOf<typeof scanAccount>, attempt: Attempt): Promise<void> {
    await this.accounts.run(ids, attempt);
  }

  @Handles(scanUnit)
  async unit(ids: JobOf<typeof scanUnit>, attempt: Attempt): Promise<void> {
    await this.services.run(ids, attempt);
  }

  @OnExhausted(scanAccount)
  async accountExhausted(
    ids: JobOf<typeof scanAccount>,
    _error: string,
    tx: Tx,
    tenantId: string,
  ): Promise<void> {
    await this.units.giveUp(tx, tenantId, ids);
  }

  @OnExhausted(scanUnit)
  async unitExhausted(ids: JobOf<typeof scanUnit>, _error: string, tx: Tx, tenantId: string): Promise<void> {
    await this.units.giveUp(tx, tenantId, ids);
  }
}
