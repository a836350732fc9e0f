import type { Aws } from '../../../platform/aws/index.js';
import type { Instance, Kept, Readiness, RootReplacement, Tags } from './patching-aws.js';

/** By which what a step has made is found after a crash. */
export const STEP_TAG = 'shepherd:patch-step';

const tagList = ({ step, installationId, expiresAt }: Tags) => [
  { Key: STEP_TAG, Value: step },
  { Key: 'shepherd:patch-installation', Value: installationId },
  { Key: 'shepherd:expires-at', Value: expiresAt.toISOString() },
];

/** Of all its volumes at one moment (AWSEC2/latest/APIReference/API_CreateSnapshots.html). */
export async function createSnapshots(aws: Aws, instance: Instance, tags: Tags): Promise<Kept> {
  const ec2 = await aws.ec2();
  const { Snapshots = [] } = await ec2.createSnapshots({
    InstanceSpecification: { InstanceId: instance.instanceId },
    Description: `Before patches are installed on ${instance.instanceId}`,
    TagSpecifications: [{ ResourceType: 'snapshot', Tags: tagList(tags) }],
  });
  return keptOf(instance, Snapshots);
}

function keptOf(
  { rootVolumeId }: Instance,
  snapshots: readonly { SnapshotId?: string | undefined; VolumeId?: string | undefined }[],
): Kept {
  const root = snapshots.find(({ VolumeId }) => VolumeId !== undefined && VolumeId === rootVolumeId);
  return {
    snapshotIds: snapshots.flatMap(({ SnapshotId }) => SnapshotId ?? []),
    rootSnapshotId: root?.SnapshotId ?? null,
    imageId: null,
  };
}

export async function createImage(aws: Aws, { instanceId }: Instance, tags: Tags): Promise<Kept> {
  const ec2 = await aws.ec2();
  const { ImageId } = await ec2.createImage({
    InstanceId: instanceId,
    // unique within the account, 128 characters at most
    Name: `shepherd-${instanceId}-${tags.step}`,
    NoReboot: true,
    TagSpecifications: (['image', 'snapshot'] as const).map((ResourceType) => ({
      ResourceType,
      Tags: tagList(tags),
    })),
  });
  if (ImageId === undefined) throw new Error('CreateImage gave no image');
  return { snapshotIds: [], rootSnapshotId: null, imageId: ImageId };
}

export async function keptBy(
  aws: Aws,
  instance: Instance,
  step: string,
  kind: 'ebs' | 'ami',
): Promise<Kept | undefined> {
  const ec2 = await aws.ec2();
  const Filters = [{ Name: `tag:${STEP_TAG}`, Values: [step] }];
  if (kind === 'ami') {
    const { Images: [image] = [] } = await ec2.describeImages({ Owners: ['self'], Filters });
    return image?.ImageId === undefined
      ? undefined
      : { snapshotIds: [], rootSnapshotId: null, imageId: image.ImageId };
  }
  const { Snapshots = [] } = await ec2.describeSnapshots({ OwnerIds: ['self'], Filters });
  return Snapshots.length === 0 ? undefined : keptOf(instance, Snapshots);
}

/** A filter, and not the ids themselves, which AWS refuses as soon as one is gone. */
export async function readinessOf(aws: Aws, { snapshotIds, imageId }: Kept): Promise<Readiness> {
  const ec2 = await aws.ec2();
  if (imageId !== null) {
    const Filters = [{ Name: 'image-id', Values: [imageId] }];
    const { Images: [image] = [] } = await ec2.describeImages({ Owners: ['self'], Filters });
    if (image === undefined) return 'gone';
    if (image.State === 'available') return 'ready';
    return image.State === 'pending' ? 'pending' : 'failed';
  }
  const Filters = [{ Name: 'snapshot-id', Values: [...snapshotIds] }];
  const { Snapshots = [] } = await ec2.describeSnapshots({ OwnerIds: ['self'], Filters });
  if (Snapshots.length < snapshotIds.length) return 'gone';
  if (Snapshots.some(({ State }) => State === 'error')) return 'failed';
  return Snapshots.every(({ State }) => State === 'completed') ? 'ready' : 'pending';
}

/**
 * The instance must run; it restarts. The volume that is replaced is kept: a rollback too may have been a mistake.
 * AWSEC2/latest/UserGuide/replace-root.html
 */
export async function replaceRoot(aws: Aws, { instanceId, from, token }: RootReplacement): Promise<string> {
  const ec2 = await aws.ec2();
  const { ReplaceRootVolumeTask: task } = await ec2.createReplaceRootVolumeTask({
    InstanceId: instanceId,
    ...(from.imageId === null ? { SnapshotId: from.rootSnapshotId ?? undefined } : { ImageId: from.imageId }),
    ClientToken: token,
    DeleteReplacedRootVolume: false,
  });
  if (task?.ReplaceRootVolumeTaskId === undefined) throw new Error('No task to replace the root volume');
  return task.ReplaceRootVolumeTaskId;
}

export async function replacementOf(aws: Aws, taskId: string): Promise<Readiness> {
  const ec2 = await aws.ec2();
  const { ReplaceRootVolumeTasks: [task] = [] } = await ec2
    .describeReplaceRootVolumeTasks({ ReplaceRootVolumeTaskIds: [taskId] })
    .catch((error: unknown) => {
      // one of a moment ago is not known everywhere yet
      if (error instanceof Error && error.name.endsWith('.NotFound')) return { ReplaceRootVolumeTasks: [] };
      throw error;
    });
  switch (task?.TaskState) {
    case undefined:
      return 'gone';
    case 'succeeded':
      return 'ready';
    case 'failed':
    case 'failed-detached':
      return 'failed';
    default:
      return 'pending';
  }
}
