import { EC2 } from '@aws-sdk/client-ec2';
import { emulator } from './emulator.js';
import { type FixProof, type FixWorld } from './proof.js';

const REGION = 'eu-west-1';
const IMAGE = 'ami-12c6146b';

const at = (world: FixWorld, kind: string, id: string) => ({
  ...{ arn: `arn:aws:ec2:${REGION}:${world.accountId}:${kind}/${id}`, region: REGION },
});
const setting = (name: string) => async (world: FixWorld) => ({
  ...{ arn: `arn:aws:ec2:${REGION}:${world.accountId}:${name}`, region: REGION },
});

const client = async (world: FixWorld): Promise<EC2> => await world.aws(REGION).ec2();

const instance =
  (more: Partial<Parameters<EC2['runInstances']>[0]> = {}) =>
  async (world: FixWorld) => {
    const { Instances } = await (
      await client(world)
    ).runInstances({
      ...{ ImageId: IMAGE, MinCount: 1, MaxCount: 1, InstanceType: 't3.micro' },
      ...more,
    });
    return at(world, 'instance', Instances?.[0]?.InstanceId ?? '');
  };

const idle = async (world: FixWorld) => {
  const made = await instance()(world);
  const Value = made.arn.slice(made.arn.lastIndexOf('/') + 1);
  await (
    await world.aws(REGION).cloudwatch()
  ).putMetricData({
    Namespace: 'AWS/EC2',
    MetricData: [
      {
        ...{ MetricName: 'CPUUtilization', Timestamp: new Date(), Value: 1, Unit: 'Percent' },
        Dimensions: [{ Name: 'InstanceId', Value }],
      },
    ],
  });
  return made;
};

/** What a start gives anew. */
const STARTED = ['launchTime', 'stateTransitionReason', 'publicIp', 'publicDns', 'networkInterfaces'];
const withoutStart = (state: unknown): unknown =>
  Object.fromEntries(Object.entries(state as object).filter(([key]) => !STARTED.includes(key)));

const volume = async (world: FixWorld) => {
  const { VolumeId = '' } = await (
    await client(world)
  ).createVolume({
    ...{ AvailabilityZone: `${REGION}a`, Size: 10, VolumeType: 'gp3' },
    TagSpecifications: [{ ResourceType: 'volume', Tags: [{ Key: 'team', Value: 'data' }] }],
  });
  return { ...at(world, 'volume', VolumeId), id: VolumeId };
};

/** AWSEC2/latest/APIReference/API_MonitorInstances.html */
function monitoring({ accountId }: { accountId: string }) {
  let state = 'disabled';
  return {
    ec2: {
      monitorInstances: () => {
        state = 'pending';
        return {};
      },
      unmonitorInstances: () => {
        state = 'disabling';
        return {};
      },
      describeInstances: async (input: object) => {
        const answer = await new EC2(await emulator(accountId)).describeInstances(input);
        const all = (answer.Reservations ?? []).flatMap(({ Instances = [] }) => Instances);
        for (const one of all) one.Monitoring = { State: state as 'disabled' };
        // what is under way comes to its end behind the first answer
        state = { pending: 'enabled', disabling: 'disabled' }[state] ?? state;
        return answer;
      },
    },
  };
}

/** AWSEC2/latest/APIReference/API_GetSnapshotBlockPublicAccessState.html */
const snapshotSharing = (first: string) => () => {
  let State = first;
  return {
    ec2: {
      getSnapshotBlockPublicAccessState: () => ({ State, ManagedBy: 'account' }),
      enableSnapshotBlockPublicAccess: (input: { State: string }) => ({ State: (State = input.State) }),
      disableSnapshotBlockPublicAccess: () => ({ State: (State = 'unblocked') }),
    },
  };
};

/** AWSEC2/latest/APIReference/API_ModifyInstanceMetadataDefaults.html: what nobody chose is left out of the answer. */
const metadataDefaults = (first: string | undefined) => () => {
  let HttpTokens = first;
  return {
    ec2: {
      getInstanceMetadataDefaults: () => ({
        AccountLevel: { ...(HttpTokens === undefined ? {} : { HttpTokens }), ManagedBy: 'account' },
      }),
      modifyInstanceMetadataDefaults: (input: { HttpTokens: string }) => {
        HttpTokens = input.HttpTokens === 'no-preference' ? undefined : input.HttpTokens;
        return { Return: true };
      },
    },
  };
};

const sharing = 'ec2_ebs_snapshot_account_block_public_access';
const defaults = 'ec2_instance_account_imdsv2_enabled';
const NO_SHARING = 'the emulator lacks GetSnapshotBlockPublicAccessState';
const NO_DEFAULTS = 'the emulator lacks GetInstanceMetadataDefaults';

/** Here every change is so at once: that AWS takes its time for them is what the waiting calls are for. */
export const ec2ComputeFixProofs: readonly FixProof[] = [
  {
    ...{ fix: 'ec2_instance_imdsv2_enabled', control: 'ec2_instance_imdsv2_enabled' },
    make: instance({ MetadataOptions: { HttpTokens: 'optional', HttpPutResponseHopLimit: 1 } }),
  },
  {
    ...{ fix: 'ec2_instance_idle', control: 'ec2_instance_idle', make: idle },
    ...{ thresholds: { idleInstanceDays: 0 }, takesBack: true, compared: withoutStart },
  },
  {
    fix: 'ec2_instance_detailed_monitoring_enabled',
    control: 'ec2_instance_detailed_monitoring_enabled',
    make: instance(),
    ...{ behind: monitoring, lacks: 'the emulator lacks MonitorInstances' },
  },
  {
    ...{ fix: 'ec2_ebs_default_encryption', control: 'ec2_ebs_default_encryption' },
    make: setting('ebs-encryption-by-default'),
  },
  ...['unblocked', 'block-new-sharing'].map((state): FixProof => ({
    ...{ fix: sharing, control: sharing, name: `where it is ${state}`, lacks: NO_SHARING },
    ...{ make: setting('snapshot-block-public-access'), behind: snapshotSharing(state) },
  })),
  ...['optional', undefined].map((tokens): FixProof => ({
    ...{
      fix: defaults,
      control: defaults,
      name: `where it is ${tokens ?? 'not chosen'}`,
      lacks: NO_DEFAULTS,
    },
    ...{ make: setting('instance-metadata-defaults'), behind: metadataDefaults(tokens) },
  })),
  {
    ...{ fix: 'ec2_ebs_public_snapshot', control: 'ec2_ebs_public_snapshot' },
    make: async (world) => {
      const ec2 = await client(world);
      const { id: VolumeId } = await volume(world);
      const { SnapshotId = '' } = await ec2.createSnapshot({ VolumeId });
      await ec2.modifySnapshotAttribute({
        ...{ SnapshotId, Attribute: 'createVolumePermission', OperationType: 'add' },
        ...{ GroupNames: ['all'], UserIds: ['123456789012'] },
      });
      return { arn: `arn:aws:ec2:${REGION}::snapshot/${SnapshotId}`, region: REGION };
    },
  },
  {
    ...{ fix: 'ec2_ami_public', control: 'ec2_ami_public' },
    make: async (world) => {
      const ec2 = await client(world);
      const { arn } = await instance()(world);
      const { ImageId = '' } = await ec2.createImage({
        ...{ InstanceId: arn.slice(arn.lastIndexOf('/') + 1), Name: 'shared' },
      });
      await ec2.modifyImageAttribute({
        ...{ ImageId, LaunchPermission: { Add: [{ Group: 'all' }, { UserId: '123456789012' }] } },
      });
      return { arn: `arn:aws:ec2:${REGION}::image/${ImageId}`, region: REGION };
    },
  },
  {
    ...{ fix: 'ec2_ebs_volume_unattached', control: 'ec2_ebs_volume_unattached', make: volume },
    thresholds: { unattachedVolumeDays: 0 },
  },
  {
    ...{ fix: 'ec2_address_unattached', control: 'ec2_address_unattached' },
    make: async (world) => {
      const { AllocationId = '' } = await (await client(world)).allocateAddress({ Domain: 'vpc' });
      return at(world, 'elastic-ip', AllocationId);
    },
  },
];
