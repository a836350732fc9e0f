import { Injectable } from '@nestjs/common';
import type { Tx } from '../../platform/database/index.js';
import type { Teller } from './domain/timeline.js';
import { FindingsWriter } from './findings-writer.js';
import { InventoryStore } from './inventory.store.js';
import { Timeline } from './timeline.service.js';

/** A resource that a reading did not find. */
export interface GoneResource {
  arn: string;
  /** When that reading began: what was read later is there. */
  readAt: Date;
  teller: Teller;
}

/** The one way by which single resources leave the inventory: with their findings, and with a line in their timeline. */
@Injectable()
export class Gone {
  constructor(
    private readonly inventory: InventoryStore,
    private readonly findings: FindingsWriter,
    private readonly timeline: Timeline,
  ) {}

  /** @returns the ARNs of those that were there until now */
  async write(tx: Tx, tenantId: string, resources: readonly GoneResource[]): Promise<Set<string>> {
    const gone = await this.inventory.markGone(tx, tenantId, resources);
    await this.tell(tx, tenantId, gone, tellersOf(resources));
    return new Set(gone);
  }

  /** What has been marked as deleted already. */
  async tell(
    tx: Tx,
    tenantId: string,
    arns: readonly string[],
    tellerOf: (arn: string) => Teller,
  ): Promise<void> {
    if (arns.length === 0) return;
    await this.timeline.append(
      tx,
      tenantId,
      arns.map((arn) => ({ ...tellerOf(arn), arn, kind: 'drift', what: 'deleted' })),
    );
    await this.findings.resolveDeleted(tx, tenantId, tellerOf, arns);
  }
}

function tellersOf(resources: readonly GoneResource[]): (arn: string) => Teller {
  const tellers = new Map(resources.map(({ arn, teller }) => [arn, teller]));
  return (arn) => tellers.get(arn) ?? { source: 'api' };
}
