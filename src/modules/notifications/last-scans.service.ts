import { Injectable } from '@nestjs/common';
import { Subscribes, fact, type Fact } from '../../platform/outbox/index.js';
import { readings, type ReadingOf } from './domain/readings.js';
import { messageOf } from './domain/words/index.js';
import { LastScanStore } from './last-scans.store.js';

const scanCompleted = fact('scan.completed', readings['scan.completed']);

/** Keeps what the last scan has found, for who asks to be told of it. */
@Injectable()
export class LastScansService {
  constructor(private readonly store: LastScanStore) {}

  @Subscribes(scanCompleted, 'notification-last-scans')
  async completed({ tenantId, payload, createdAt }: Fact<ReadingOf<'scan.completed'>>): Promise<void> {
    const scan = readings['scan.completed'].parse(payload);
    // one that was called off has found nothing worth telling
    if (scan.status === 'cancelled') return;
    const ended = new Date(scan.timestamp);
    await this.store.keep(
      tenantId,
      scan.scanId,
      messageOf('scan.completed', scan, Number.isNaN(ended.getTime()) ? createdAt : ended),
    );
  }
}
