import { Injectable } from '@nestjs/common';
import type { Tx } from '../../platform/database/index.js';

export interface KnownResource {
  arn: string;
  accountId: string;
  /** The finding that led to it; null: its ARN did. */
  findingId: string | null;
}

/** Which of what somebody names there is. */
@Injectable()
export class KnownResourcesStore {
  async find(
    tx: Tx,
    tenantId: string,
    { findingIds, resourceArns }: { findingIds: readonly string[]; resourceArns: readonly string[] },
  ): Promise<KnownResource[]> {
    return tx.$queryRaw`
      SELECT resource_arn AS arn, account_id AS "accountId", id AS "findingId" FROM findings
       WHERE tenant_id = ${tenantId} AND id = ANY(${[...findingIds]})
      UNION ALL
      SELECT arn, account_id, NULL FROM resources
       WHERE tenant_id = ${tenantId} AND arn = ANY(${[...resourceArns]}) AND deleted_at IS NULL`;
  }
}
