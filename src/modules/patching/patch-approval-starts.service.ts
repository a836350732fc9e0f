import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/index.js';
import type { Fact } from '../../platform/outbox/index.js';
import { correlation } from '../../platform/telemetry/index.js';
import type { Actor } from '../access/index.js';
import { ScanOrigins, type vulnerabilitiesDetected } from '../scanning/index.js';
import { ExecutionStarts } from '../workflows/index.js';
import { PATCH_APPROVAL, PatchApprovalScans } from './patch-approval-scans.service.js';
import { PatchPolicies } from './patch-approval-policy.service.js';

type Seen = (typeof vulnerabilitiesDetected)['schema']['_output'];

/** Nobody in person: a requester may not approve, and here it is nobody's request. */
const systemOf = (tenantId: string): Actor => ({ tenantId, owner: 'compliance-shepherd', keyId: 'system' });

/** Starts patch-approval when a scan has seen critical vulnerabilities, as the event of specs/3 does. */
@Injectable()
export class PatchApprovalStarts {
  constructor(
    private readonly database: Database,
    private readonly policies: PatchPolicies,
    private readonly scans: PatchApprovalScans,
    private readonly origins: ScanOrigins,
    private readonly starts: ExecutionStarts,
  ) {}

  /** One execution for each fact, however often it is told. */
  async onCritical({ id, tenantId, payload }: Fact<Seen>): Promise<void> {
    const { policy, origin } = await this.database.withTenant(tenantId, async (tx) => ({
      policy: await this.policies.of(tx, tenantId),
      origin: await this.origins.byId(tx, tenantId, payload.scanId),
    }));
    if (!policy.startOnCritical) return;
    if (origin !== undefined && (await this.scans.askerOf(tenantId, origin)) !== undefined) return;
    await this.starts.start(
      systemOf(tenantId),
      {
        workflowType: PATCH_APPROVAL,
        parameters: parametersOf(payload),
        executionName: id.replace('_', '-'),
        takesEnded: true,
        metadata: { source: 'event', priority: 'high', eventTriggered: true, factId: id },
      },
      correlation.id(),
    );
  }
}

/** The event as specs/3 prints it, and the scan. */
const parametersOf = (seen: Seen) => ({
  correlation_id: seen.correlationId,
  'detail-type': 'Critical Vulnerabilities Detected',
  detail: {
    ...{ vulnerability_count: seen.totalVulnerabilities, critical_count: seen.criticalCount },
    ...{ high_count: seen.highCount, timestamp: seen.timestamp },
  },
  scanId: seen.scanId,
});
