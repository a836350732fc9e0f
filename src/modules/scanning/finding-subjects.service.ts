import { Injectable } from '@nestjs/common';
import type { Tx } from '../../platform/database/index.js';
import type { Severity } from './domain/control.js';
import { FindingSubjectsStore, type FindingSubject } from './finding-subjects.store.js';

export type { FindingSubject } from './finding-subjects.store.js';

/** A resource of the inventory that is still there. */
export interface InventoryResource {
  arn: string;
  type: string;
  accountId: string;
  region: string;
  tags: Record<string, string>;
}

/** What other modules ask about findings that they want to do something about. */
@Injectable()
export class FindingSubjects {
  constructor(private readonly store: FindingSubjectsStore) {}

  /** What there is of those named, in the order of their ids. */
  byIds(tx: Tx, tenantId: string, ids: readonly string[]): Promise<FindingSubject[]> {
    return this.store.byIds(tx, tenantId, ids);
  }

  /** Ids of open findings, named by what they are about. */
  idsOf(
    tx: Tx,
    tenantId: string,
    named: readonly { controlId: string; resourceArn: string }[],
  ): Promise<string[]> {
    return this.store.idsOf(tx, tenantId, named);
  }

  /** Ids of open findings of these severities that nobody has silenced, the worst and oldest first. */
  worstOf(tx: Tx, tenantId: string, severities: readonly Severity[], most: number): Promise<string[]> {
    return this.store.worstOf(tx, tenantId, severities, most);
  }

  /** Open findings of resources, silenced ones too, the worst first; so many of them at most. */
  openOf(tx: Tx, tenantId: string, arns: readonly string[], most: number): Promise<FindingSubject[]> {
    return this.store.openOf(tx, tenantId, arns, most);
  }

  /** ARNs of what belongs to resources: an instance's security groups and volumes, for example. */
  relatedTo(tx: Tx, tenantId: string, arns: readonly string[]): Promise<string[]> {
    return this.store.relatedTo(tx, tenantId, arns);
  }

  /** undefined: the inventory does not know it, or knows that it is gone. */
  resource(tx: Tx, tenantId: string, arn: string): Promise<InventoryResource | undefined> {
    return this.store.resource(tx, tenantId, arn);
  }
}
