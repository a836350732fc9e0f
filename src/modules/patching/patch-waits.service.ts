import { Injectable } from '@nestjs/common';
import type { Tx } from '../../platform/database/index.js';
import { Clock } from '../../shared/clock.js';
import { hoursRefusal } from '../remediation/index.js';
import { PatchingAws } from './aws/patching-aws.js';
import type { BatchRun } from './batch-runs.js';
import { opensAt } from './domain/window.js';
import { PatchBatchStore } from './patch-batches.store.js';

/** What a batch waits for before it begins. */
@Injectable()
export class PatchWaits {
  constructor(
    private readonly batches: PatchBatchStore,
    private readonly aws: PatchingAws,
    private readonly clock: Clock,
  ) {}

  /** When to ask again: its window is shut, or another installation is at the same instances; undefined: it may begin. */
  async for(tx: Tx, { batch, options }: BatchRun): Promise<Date | undefined> {
    const { maintenanceWindow: window } = options;
    const now = this.clock.now();
    const opens = window === undefined ? now : opensAt(window, now, hoursRefusal);
    if (opens > now) return opens;
    if (await this.batches.isBusy(tx, batch)) return new Date(now.getTime() + this.aws.pace.busyMs);
    return undefined;
  }
}
