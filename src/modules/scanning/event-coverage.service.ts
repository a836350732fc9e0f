import { Injectable } from '@nestjs/common';
import type { Tx } from '../../platform/database/index.js';
import { EventCoverageStore } from './event-coverage.store.js';

/** How much of what changed in a service of an account was told by events. */
export interface ServiceCoverage {
  accountId: string;
  service: string;
  /** Changes that an event told of. */
  announced: number;
  /** Changes that only a scan found. */
  unannounced: number;
  /** Percent, with one decimal; null: nothing has changed. */
  coverage: number | null;
}

/** Compares what events told with what scans found: the net below the events. */
@Injectable()
export class EventCoverage {
  constructor(private readonly store: EventCoverageStore) {}

  /** Since a time, by account and service; those in which nothing has changed are left out. */
  async of(tx: Tx, tenantId: string, where: { accountId?: string; since: Date }): Promise<ServiceCoverage[]> {
    const rows = await this.store.counts(tx, tenantId, where);
    return rows.map((row) => ({ ...row, coverage: percentOf(row.announced, row.unannounced) }));
  }
}

export function percentOf(announced: number, unannounced: number): number | null {
  const all = announced + unannounced;
  return all === 0 ? null : Math.round((1000 * announced) / all) / 10;
}
