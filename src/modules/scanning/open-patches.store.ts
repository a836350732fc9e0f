import { Injectable } from '@nestjs/common';
import type { Tx } from '../../platform/database/index.js';
import type { Severity } from './domain/control.js';

/** A patch that an instance lacks, with the open vulnerabilities that it closes there. */
export interface OpenPatch {
  patchId: string;
  instanceId: string;
  resourceArn: string;
  accountId: string;
  region: string;
  /** Of the worst vulnerability that it closes. */
  severity: Severity;
  /** Vulnerabilities that have an id of their own; none where the patch names no CVE. */
  cveIds: string[];
}

/** What of the vulnerabilities a patch would close. Every method runs in the transaction of its use case. */
@Injectable()
export class OpenPatchesStore {
  /** The worst first, then by instance and patch; each patch once an instance. */
  async list(tx: Tx, tenantId: string, take: number): Promise<OpenPatch[]> {
    return tx.$queryRaw`
      SELECT patch ->> 'patchId' AS "patchId", v.instance_id AS "instanceId", v.resource_arn AS "resourceArn",
             v.account_id AS "accountId", v.region,
             (ARRAY['critical', 'high', 'medium', 'low', 'informational'])[min(rank)] AS severity,
             coalesce(array_agg(DISTINCT v.vulnerability_id)
               FILTER (WHERE v.vulnerability_id <> patch ->> 'patchId'), '{}') AS "cveIds"
        FROM vulnerabilities v
       CROSS JOIN LATERAL jsonb_array_elements(v.patches) AS patch
       CROSS JOIN LATERAL (SELECT coalesce(array_position(
               ARRAY['critical', 'high', 'medium', 'low', 'informational'], v.severity), 5) AS rank) AS r
       WHERE v.tenant_id = ${tenantId} AND v.status = 'open' AND v.instance_id IS NOT NULL
       GROUP BY 1, 2, 3, 4, 5
       ORDER BY min(rank), 4, 5, 2, 1
       LIMIT ${take}`;
  }
}
