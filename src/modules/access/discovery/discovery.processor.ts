import { Injectable } from '@nestjs/common';
import type { Tx } from '../../../platform/database/index.js';
import { Handles, OnExhausted, Repeats, type Attempt, type JobOf } from '../../../platform/queue/index.js';
import { DiscoveryRun } from './discovery-run.service.js';
import { DiscoveryState } from './discovery-state.service.js';
import { discoverAccounts } from './discovery.jobs.js';
import { DiscoveryService } from './discovery.service.js';

const HOUR_MS = 3_600_000;

@Injectable()
export class DiscoveryProcessor {
  constructor(
    private readonly service: DiscoveryService,
    private readonly discovery: DiscoveryRun,
    private readonly state: DiscoveryState,
  ) {}

  @Handles(discoverAccounts)
  async discover(
    { discoveryId }: JobOf<typeof discoverAccounts>,
    { tenantId, signal }: Attempt,
  ): Promise<void> {
    await this.discovery.run(tenantId, discoveryId, signal);
  }

  @OnExhausted(discoverAccounts)
  async giveUp({ discoveryId }: JobOf<typeof discoverAccounts>, error: string, tx: Tx, tenantId: string) {
    await this.state.giveUp(tx, tenantId, discoveryId, error);
  }

  /** Every hour, since a time that is missed is not made up for; the rows say whether a day has passed. */
  @Repeats({ name: 'access.discover', everyMs: HOUR_MS })
  async daily(): Promise<void> {
    await this.service.daily();
  }
}
