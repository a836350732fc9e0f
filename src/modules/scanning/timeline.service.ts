import { Injectable } from '@nestjs/common';
import type { Tx } from '../../platform/database/index.js';
import { correlation } from '../../platform/telemetry/index.js';
import { newId } from '../../shared/ids.js';
import type { TimelineNote } from './domain/timeline.js';
import { TimelineStore, type TimelineRow } from './timeline.store.js';

/** The one way by which something gets into the timeline of a resource; every module's. */
@Injectable()
export class Timeline {
  constructor(private readonly store: TimelineStore) {}

  /** What happened to a resource last, the newest first. */
  last(tx: Tx, tenantId: string, arn: string, take: number): Promise<TimelineRow[]> {
    return this.store.of(tx, tenantId, arn, { take });
  }

  /** Writes notes in the caller's transaction, by one statement, and in this order. */
  async append(tx: Tx, tenantId: string, notes: readonly TimelineNote[]): Promise<void> {
    if (notes.length === 0) return;
    const correlationId = correlation.id();
    await this.store.insert(
      tx,
      tenantId,
      notes.map((note) => ({ correlationId, ...note, id: newId('chg') })),
    );
  }
}
