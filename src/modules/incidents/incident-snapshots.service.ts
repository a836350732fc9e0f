import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { Database } from '../../platform/database/index.js';
import { VolumeSnapshots } from './aws/volume-snapshots.js';
import { containmentFor } from './domain/containment-for.js';
import { IncidentEvidence, type EvidenceRun } from './incident-evidence.service.js';
import { IncidentEvidenceStore } from './incident-evidence.store.js';
import { IncidentPermission } from './incident-permission.service.js';
import type { IncidentResource } from './incident-resources.service.js';

const INSTANCE = 'AWS::EC2::Instance';

/** What of an instance's configuration names its volumes. */
const kept = z.object({ configuration: z.object({ volumeIds: z.array(z.string()) }) });

/**
 * Snapshots of the volumes of instances that are about to be contained. They make something in the account, and so they
 * go by the same guardrails as the containment itself.
 */
@Injectable()
export class IncidentSnapshots {
  constructor(
    private readonly database: Database,
    private readonly evidence: IncidentEvidence,
    private readonly store: IncidentEvidenceStore,
    private readonly permission: IncidentPermission,
    private readonly snapshots: VolumeSnapshots,
  ) {}

  /** After the configurations were captured: they name the volumes. */
  async take(
    tenantId: string,
    incidentId: string,
    resources: readonly IncidentResource[],
    run: EvidenceRun,
  ): Promise<void> {
    for (const resource of resources) {
      if (resource.type === INSTANCE && resource.accountId !== null)
        await this.#ofInstance(tenantId, incidentId, { ...resource, accountId: resource.accountId }, run);
    }
  }

  async #ofInstance(
    tenantId: string,
    incidentId: string,
    { arn, accountId, region, tags }: IncidentResource & { accountId: string },
    run: EvidenceRun,
  ): Promise<void> {
    const fixId = containmentFor(INSTANCE) ?? '';
    const refused = await this.permission.refusal(tenantId, { accountId, region, fixId, tags });
    const aws =
      refused === undefined
        ? await this.snapshots.enter({ tenantId, accountId, region }, incidentId)
        : { missing: refused };
    for (const volumeId of await this.#volumesOf(tenantId, incidentId, arn)) {
      run.signal.throwIfAborted();
      await run.heartbeat();
      const piece = { resourceArn: arn, kind: 'volume_snapshot', part: volumeId } as const;
      await this.evidence.keep(tenantId, incidentId, piece, async (again) => {
        if ('missing' in aws) return aws;
        const made = await this.snapshots.take(aws, volumeId, incidentId, again);
        return 'missing' in made ? made : { content: made.content, snapshotId: made.id };
      });
    }
  }

  async #volumesOf(tenantId: string, incidentId: string, arn: string): Promise<string[]> {
    const content = await this.database.withTenant(tenantId, (tx) =>
      this.store.contentOf(tx, tenantId, incidentId, { resourceArn: arn, kind: 'configuration', part: '' }),
    );
    return kept.safeParse(content).data?.configuration.volumeIds ?? [];
  }
}
