import { Injectable } from '@nestjs/common';
import type { Aws } from '../../../platform/aws/index.js';
import { AwsCalls, call, CallFailed, MARK, resolved } from '../../remediation/index.js';

/** The tag by which a snapshot tells for which incident it was made. */
export const INCIDENT_TAG = 'shepherd:incident';

export interface Place {
  tenantId: string;
  accountId: string;
  region: string;
}

export type Snapshot = { id: string; content: unknown } | { missing: string };

/**
 * Snapshots of volumes, by the role that may change things. CreateSnapshot takes no token
 * (docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateSnapshot.html): one that an earlier attempt has made is
 * found by its tag, as soon as AWS shows it. Nobody waits for it to be complete: its data is of the moment it began.
 */
@Injectable()
export class VolumeSnapshots {
  constructor(private readonly calls: AwsCalls) {}

  /** @returns the account; `missing`: why it cannot be entered */
  async enter(
    { tenantId, accountId, region }: Place,
    incidentId: string,
  ): Promise<Aws | { missing: string }> {
    try {
      return await this.calls.enter(tenantId, accountId, region, incidentId);
    } catch (error) {
      return { missing: wordsOf(error) };
    }
  }

  /** @param again whether an earlier attempt may have made it. Never throws for what AWS answers */
  async take(aws: Aws, volumeId: string, incidentId: string, again: boolean): Promise<Snapshot> {
    const create = call(
      'ec2',
      'CreateSnapshot',
      {
        VolumeId: volumeId,
        Description: 'Evidence, taken before the instance was contained',
        TagSpecifications: [{ ResourceType: 'snapshot', Tags: [{ Key: INCIDENT_TAG, Value: MARK }] }],
      },
      {
        made: {
          operation: 'DescribeSnapshots',
          input: {
            Filters: [
              { Name: `tag:${INCIDENT_TAG}`, Values: [MARK] },
              { Name: 'volume-id', Values: [volumeId] },
            ],
          },
          items: 'Snapshots',
        },
      },
    );
    try {
      const earlier = again ? await this.calls.made(aws, create, {}, incidentId) : undefined;
      const made = earlier ?? (await this.calls.make(aws, create, resolved(create.input, {}, incidentId)));
      const { SnapshotId } = made as { SnapshotId?: string };
      return SnapshotId === undefined
        ? { missing: 'AWS has named no snapshot' }
        : { id: SnapshotId, content: made };
    } catch (error) {
      return { missing: wordsOf(error) };
    }
  }
}

function wordsOf(error: unknown): string {
  if (error instanceof CallFailed) return error.message;
  throw error;
}
