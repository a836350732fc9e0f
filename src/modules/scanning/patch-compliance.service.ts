import { Injectable } from '@nestjs/common';
import type { Tx } from '../../platform/database/index.js';
import {
  PatchComplianceStore,
  type ComplianceFilter,
  type InstancePatchCompliance,
} from './patch-compliance.store.js';

export type { ComplianceFilter, InstancePatchCompliance } from './patch-compliance.store.js';

/** What other modules ask about the patches of instances. */
@Injectable()
export class PatchCompliance {
  constructor(private readonly store: PatchComplianceStore) {}

  /** Machines that Systems Manager manages, in the order of their ARNs. */
  list(
    tx: Tx,
    tenantId: string,
    filter: ComplianceFilter,
    after: string | undefined,
    take: number,
  ): Promise<InstancePatchCompliance[]> {
    return this.store.list(tx, tenantId, filter, after ?? '', take);
  }
}
