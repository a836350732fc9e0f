import { Injectable } from '@nestjs/common';
import type { Tx } from '../../platform/database/index.js';
import type { Place, ResourceType } from './domain/resource-type.js';
import type { Drift } from './domain/seen-resource.js';
import type { Teller } from './domain/timeline.js';
import { Timeline } from './timeline.service.js';
import { TypeReadingStore } from './type-reading.store.js';

/** What a page changed in one resource. */
export interface PageDrift extends Drift {
  arn: string;
  page: { type: ResourceType; place: Place; teller: Teller };
}

/** Tells the timeline what pages have changed. */
@Injectable()
export class PageDrifts {
  constructor(
    private readonly timeline: Timeline,
    private readonly types: TypeReadingStore,
  ) {}

  /**
   * Appends the drifts of some pages. What is seen first before its type was ever listed to the end in that place is
   * marked as `baseline`: nobody has just made it.
   */
  async append(tx: Tx, tenantId: string, drifts: readonly PageDrift[]): Promise<void> {
    if (drifts.length === 0) return;
    const isBaseline = await this.#baseline(tx, tenantId, drifts);
    await this.timeline.append(
      tx,
      tenantId,
      drifts.map((drift) => ({
        ...drift.page.teller,
        ...{ arn: drift.arn, kind: 'drift', what: drift.what, patch: drift.patch },
        details: { ...drift.page.teller.details, ...(isBaseline(drift) ? { baseline: true } : {}) },
      })),
    );
  }

  async #baseline(
    tx: Tx,
    tenantId: string,
    drifts: readonly PageDrift[],
  ): Promise<(drift: PageDrift) => boolean> {
    const created = drifts.filter(({ what }) => what === 'created');
    if (created.length === 0) return () => false;
    const keyOf = ({ page: { type, place } }: PageDrift) =>
      JSON.stringify([place.accountId, place.region, type.type]);
    const places = [...new Map(created.map((drift) => [keyOf(drift), drift])).values()];
    const listed = await this.types.everComplete(
      tx,
      tenantId,
      places.map(({ page: { type, place } }) => ({
        ...{ accountId: place.accountId, region: place.region, type: type.type },
      })),
    );
    const before = new Set(
      listed.map(({ accountId, region, type }) => JSON.stringify([accountId, region, type])),
    );
    return (drift) => drift.what === 'created' && !before.has(keyOf(drift));
  }
}
