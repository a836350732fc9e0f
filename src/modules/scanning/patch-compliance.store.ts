import { Injectable } from '@nestjs/common';
import type { Tx } from '../../platform/database/index.js';

/** What is known of the patches of a machine that Systems Manager manages. */
export interface InstancePatchCompliance {
  arn: string;
  accountId: string;
  region: string;
  instanceId: string;
  name: string;
  platform: string | null;
  pingStatus: string | null;
  /** As the inventory has it: null where Patch Manager has never looked, or with the reason why it is not known. */
  patchState: unknown;
  /** Missing patches that close open vulnerabilities, by severity. */
  missingBySeverity: Record<string, number>;
  lastSeenAt: Date;
}

export interface ComplianceFilter {
  accountId?: string | undefined;
  region?: string | undefined;
  instanceId?: string | undefined;
}

/** Reads of patches in the inventory. Every method runs in the transaction of its use case. */
@Injectable()
export class PatchComplianceStore {
  /** In the order of their ARNs. */
  async list(
    tx: Tx,
    tenantId: string,
    { accountId = null, region = null, instanceId = null }: Nullable<ComplianceFilter>,
    after: string,
    take: number,
  ): Promise<InstancePatchCompliance[]> {
    return tx.$queryRaw`
      SELECT r.arn, r.account_id AS "accountId", r.region, r.configuration ->> 'id' AS "instanceId", r.name,
             coalesce(r.configuration ->> 'platformName', r.configuration ->> 'platformType') AS platform,
             r.configuration ->> 'pingStatus' AS "pingStatus", r.configuration -> 'patchState' AS "patchState",
             r.last_seen_at AS "lastSeenAt",
             coalesce((SELECT jsonb_object_agg(m.severity, m.count) FROM (
               SELECT patch ->> 'severity' AS severity, count(DISTINCT patch ->> 'patchId')::int AS count
                 FROM vulnerabilities v, jsonb_array_elements(v.patches) AS patch
                WHERE v.tenant_id = ${tenantId} AND v.account_id = r.account_id AND v.region = r.region
                  AND v.instance_id = r.configuration ->> 'id' AND v.status = 'open'
                GROUP BY 1) m), '{}') AS "missingBySeverity"
        FROM resources r
       WHERE r.tenant_id = ${tenantId} AND r.type = 'AWS::SSM::ManagedInstance' AND r.deleted_at IS NULL
         AND (${accountId}::text IS NULL OR r.account_id = ${accountId})
         AND (${region}::text IS NULL OR r.region = ${region})
         AND (${instanceId}::text IS NULL OR r.configuration ->> 'id' = ${instanceId})
         AND r.arn > ${after}
       ORDER BY r.arn LIMIT ${take}`;
  }
}

type Nullable<T> = { [K in keyof T]?: T[K] | null };
