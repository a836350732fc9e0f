import { Injectable } from '@nestjs/common';
import type { Tx } from '../../platform/database/index.js';
import { Outbox } from '../../platform/outbox/index.js';
import { scanCompleted } from './facts.js';
import { ScanEnds } from './scan-ends.service.js';
import { ScanSummaries } from './scan-summaries.service.js';
import { ScanStore } from './scan.store.js';

/** Tells of the end of a scan, in the transaction that ends it. */
@Injectable()
export class ScanTold {
  constructor(
    private readonly scans: ScanStore,
    private readonly outbox: Outbox,
    private readonly ends: ScanEnds,
    private readonly summaries: ScanSummaries,
  ) {}

  async ended(tx: Tx, tenantId: string, scanId: string): Promise<void> {
    const scan = await this.scans.find(tx, tenantId, scanId);
    const progress = (await this.scans.progressOf(tx, tenantId, [scanId])).get(scanId);
    if (scan === undefined || progress === undefined) return;
    const { status, scanType, source, correlationId, notifyChannels } = scan;
    const result = await this.ends.tell(tx, scan);
    if (result !== null) await this.scans.setResult(tx, tenantId, scanId, result);
    const { resources, findings, apiCalls } = progress;
    const payload = {
      ...{ scanId, status, scanType, source, resources, findings, apiCalls, correlationId, notifyChannels },
      ...this.ends.seen(scan, result),
      summary: await this.summaries.of(tx, scan, resources),
    };
    await this.outbox.write(tx, tenantId, scanCompleted, [{ key: scanId, payload }]);
  }
}
