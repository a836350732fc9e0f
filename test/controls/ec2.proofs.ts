import { type EC2 } from '@aws-sdk/client-ec2';
import { type Aws } from '../../src/platform/aws/index.js';
import { ec2Arn, settingArn } from '../../src/modules/scanning/domain/resources/shared.js';
import { type Answers, type ServiceProofs, type World } from './proof.js';

const REGION = 'eu-west-1';
const OTHER_REGION = 'us-east-1';
const IMAGE = 'ami-12c6146b';
const PROFILE = 'proofs-of-ec2';

/** Waste of 0 days: everything in the emulator is of today. */
const thresholds = { stoppedInstanceDays: 0, idleInstanceDays: 0, unattachedVolumeDays: 0 };

async function build({ accountId, aws }: World): Promise<Record<string, string>> {
  const here = aws(REGION);
  const ec2 = await here.ec2();
  const at = (region: string) => ({ partition: 'aws', accountId, region });
  const arn = (kind: string, id: string) => ec2Arn(kind, id, at(REGION));
  const [instances, volumes, addresses] = [
    await instancesOf(here, ec2),
    await volumesOf(ec2),
    await addressesOf(ec2),
  ];
  const snapshots = await snapshotsOf(ec2, volumes);
  const images = await imagesOf(ec2, instances.guarded);
  await (await aws(OTHER_REGION).ec2()).enableEbsEncryptionByDefault({});
  const named = (kind: string, ids: Record<string, string>, toArn = (id: string) => arn(kind, id)) =>
    Object.fromEntries(Object.entries(ids).map(([name, id]) => [`${kind} ${name}`, toArn(id)]));
  return {
    ...named('instance', instances),
    ...named('volume', volumes),
    ...named('snapshot', snapshots, (id) => `arn:aws:ec2:${REGION}::snapshot/${id}`),
    ...named('image', images, (id) => `arn:aws:ec2:${REGION}::image/${id}`),
    ...named('elastic-ip', addresses),
    'region encrypting': settingArn('ec2', 'ebs-encryption-by-default', at(OTHER_REGION)),
    'region not encrypting': settingArn('ec2', 'ebs-encryption-by-default', at(REGION)),
  };
}

/** `guarded` has all that the controls ask for, `open` nothing of it. */
async function instancesOf(aws: Aws, ec2: EC2) {
  const iam = await aws.iam();
  await iam.createInstanceProfile({ InstanceProfileName: PROFILE });
  const { Vpc } = await ec2.createVpc({ CidrBlock: '10.9.0.0/16' });
  const { Subnet } = await ec2.createSubnet({ VpcId: Vpc?.VpcId, CidrBlock: '10.9.1.0/24' });
  const SubnetId = Subnet?.SubnetId;
  const run = async (more: Partial<Parameters<EC2['runInstances']>[0]> = {}): Promise<string> => {
    const { Instances } = await ec2.runInstances({
      ...{ ImageId: IMAGE, MinCount: 1, MaxCount: 1, InstanceType: 't3.micro' },
      ...more,
    });
    return Instances?.[0]?.InstanceId ?? '';
  };
  const guarded = await run({
    ...{ SubnetId, IamInstanceProfile: { Name: PROFILE }, Monitoring: { Enabled: true } },
    MetadataOptions: { HttpTokens: 'required' },
  });
  const open = await run({ MetadataOptions: { HttpTokens: 'optional' } });
  const { NetworkInterface: second } = await ec2.createNetworkInterface({ SubnetId });
  await ec2.attachNetworkInterface({
    ...{ InstanceId: open, NetworkInterfaceId: second?.NetworkInterfaceId, DeviceIndex: 1 },
  });
  const stopped = await run();
  await ec2.stopInstances({ InstanceIds: [stopped] });
  await cpu(aws, guarded, 60);
  await cpu(aws, open, 1);
  return { guarded, open, stopped };
}

async function cpu(aws: Aws, instanceId: string, percent: number): Promise<void> {
  const cloudwatch = await aws.cloudwatch();
  await cloudwatch.putMetricData({
    Namespace: 'AWS/EC2',
    MetricData: [
      {
        ...{ MetricName: 'CPUUtilization', Timestamp: new Date(), Value: percent, Unit: 'Percent' },
        Dimensions: [{ Name: 'InstanceId', Value: instanceId }],
      },
    ],
  });
}

async function volumesOf(ec2: EC2) {
  const create = async (Encrypted: boolean): Promise<string> => {
    const { VolumeId = '' } = await ec2.createVolume({ AvailabilityZone: `${REGION}a`, Size: 10, Encrypted });
    return VolumeId;
  };
  const { Volumes = [] } = await ec2.describeVolumes({ Filters: [{ Name: 'status', Values: ['in-use'] }] });
  return { encrypted: await create(true), plain: await create(false), attached: Volumes[0]?.VolumeId ?? '' };
}

/** Of both volumes that no instance has; the plain one's is public. */
async function snapshotsOf(ec2: EC2, volumes: { encrypted: string; plain: string }) {
  const { SnapshotId: encrypted = '' } = await ec2.createSnapshot({ VolumeId: volumes.encrypted });
  const { SnapshotId: shared = '' } = await ec2.createSnapshot({ VolumeId: volumes.plain });
  await ec2.modifySnapshotAttribute({
    ...{ SnapshotId: shared, Attribute: 'createVolumePermission', OperationType: 'add', GroupNames: ['all'] },
  });
  return { encrypted, shared };
}

async function imagesOf(ec2: EC2, InstanceId: string) {
  const { ImageId: own = '' } = await ec2.createImage({ InstanceId, Name: 'own' });
  const { ImageId: shared = '' } = await ec2.createImage({ InstanceId, Name: 'shared' });
  await ec2.modifyImageAttribute({ ImageId: shared, LaunchPermission: { Add: [{ Group: 'all' }] } });
  return { own, shared };
}

async function addressesOf(ec2: EC2) {
  const { AllocationId: free = '' } = await ec2.allocateAddress({ Domain: 'vpc' });
  const { AllocationId: used = '' } = await ec2.allocateAddress({ Domain: 'vpc' });
  const { Instances } = await ec2.runInstances({ ImageId: IMAGE, MinCount: 1, MaxCount: 1 });
  await ec2.associateAddress({ AllocationId: used, InstanceId: Instances?.[0]?.InstanceId });
  return { free, used };
}

/** One instance, and nothing beside it. */
const instanceAnswers = (changed: object): Answers => ({
  ec2: {
    describeInstances: {
      Reservations: [
        {
          Instances: [
            {
              InstanceId: 'i-1',
              State: { Code: 16, Name: 'running' },
              VirtualizationType: 'hvm',
              ...changed,
            },
          ],
        },
      ],
    },
    describeVolumes: { Volumes: [] },
  },
  cloudwatch: { getMetricData: { MetricDataResults: [] } },
});

const imageAnswers = (Encrypted: boolean): Answers => ({
  ec2: {
    describeImages: {
      Images: [
        {
          ...{ ImageId: 'ami-1', Name: 'web', State: 'available', Public: false, RootDeviceType: 'ebs' },
          ...{ OwnerId: '123456789012', CreationDate: '2026-01-15T10:30:00.000Z', VirtualizationType: 'hvm' },
          BlockDeviceMappings: [
            {
              DeviceName: '/dev/xvda',
              Ebs: {
                SnapshotId: 'snap-1',
                VolumeSize: 8,
                VolumeType: 'gp3',
                Encrypted,
                DeleteOnTermination: true,
              },
            },
            { DeviceName: '/dev/xvdb', VirtualName: 'ephemeral0' },
          ],
        },
      ],
    },
  },
});

const sharingAnswers = (State: string): Answers => ({
  ec2: { getSnapshotBlockPublicAccessState: { State, ManagedBy: 'account' } },
});

const API = 'https://docs.aws.amazon.com/AWSEC2/latest/APIReference';

export const ec2Proofs: ServiceProofs = {
  service: 'ec2',
  build,
  thresholds,
  emulated: {
    ec2_instance_stopped: { pass: 'instance guarded', fail: 'instance stopped' },
    ec2_instance_idle: { pass: 'instance guarded', fail: 'instance open' },
    ec2_ebs_volume_unattached: { pass: 'volume attached', fail: 'volume plain' },
    ec2_address_unattached: { pass: 'elastic-ip used', fail: 'elastic-ip free' },
    ec2_instance_imdsv2_enabled: { pass: 'instance guarded', fail: 'instance open' },
    ec2_instance_profile_attached: { pass: 'instance guarded', fail: 'instance open' },
    ec2_instance_public_ip: { pass: 'instance guarded', fail: 'instance open' },
    ec2_instance_older_than_specific_days: { pass: 'instance guarded' },
    ec2_instance_detailed_monitoring_enabled: { pass: 'instance guarded', fail: 'instance open' },
    ec2_instance_uses_single_eni: { pass: 'instance guarded', fail: 'instance open' },
    ec2_ebs_volume_encryption: { pass: 'volume encrypted', fail: 'volume plain' },
    ec2_ebs_volume_snapshots_exists: { pass: 'volume plain', fail: 'volume attached' },
    ec2_ebs_default_encryption: { pass: 'region encrypting', fail: 'region not encrypting' },
    ec2_ebs_public_snapshot: { pass: 'snapshot encrypted', fail: 'snapshot shared' },
    ec2_ebs_snapshots_encrypted: { pass: 'snapshot encrypted', fail: 'snapshot shared' },
    ec2_ami_public: { pass: 'image own', fail: 'image shared' },
  },
  documented: {
    ec2_instance_older_than_specific_days: {
      source: `${API}/API_DescribeInstances.html`,
      because: 'in the emulator every instance starts today',
      fail: instanceAnswers({ LaunchTime: new Date('2020-01-15T10:30:00Z') }),
    },
    ec2_instance_paravirtual_type: {
      source: `${API}/API_DescribeInstances.html`,
      because: 'what the emulator says depends on the images that it was started with',
      pass: instanceAnswers({ VirtualizationType: 'hvm' }),
      fail: instanceAnswers({ InstanceType: 'm1.small', VirtualizationType: 'paravirtual' }),
    },
    ec2_instance_account_imdsv2_enabled: {
      source: `${API}/API_GetInstanceMetadataDefaults.html`,
      because: 'the emulator lacks GetInstanceMetadataDefaults',
      pass: {
        ec2: {
          getInstanceMetadataDefaults: {
            AccountLevel: { HttpTokens: 'required', HttpPutResponseHopLimit: 2, ManagedBy: 'account' },
          },
        },
      },
      // where nobody chose anything AWS leaves the fields out
      fail: { ec2: { getInstanceMetadataDefaults: { AccountLevel: { ManagedBy: 'account' } } } },
    },
    ec2_ebs_snapshot_account_block_public_access: {
      source: `${API}/API_GetSnapshotBlockPublicAccessState.html`,
      because: 'the emulator lacks GetSnapshotBlockPublicAccessState',
      pass: sharingAnswers('block-all-sharing'),
      fail: sharingAnswers('block-new-sharing'),
    },
    ec2_ami_encrypted: {
      source: `${API}/API_DescribeImages.html`,
      because: 'the emulator does not tell whether the devices of an image are encrypted',
      pass: imageAnswers(true),
      fail: imageAnswers(false),
    },
  },
};
