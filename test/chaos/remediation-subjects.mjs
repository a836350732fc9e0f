import { EC2 } from '@aws-sdk/client-ec2';
import { STS } from '@aws-sdk/client-sts';

/** What is changed: fixes of several calls, on resources of an account of the emulator that nobody else has. */
export const REGION = 'us-east-1';

export async function emulatedAccount(endpoint) {
  const accountId = String(5e11 + Math.floor(Math.random() * 1e11));
  const roleArn = `arn:aws:iam::${accountId}:role/QrieInventoryRole`;
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  const sts = new STS({ endpoint, region: REGION, credentials });
  const { Credentials: given } = await sts.assumeRole({ RoleArn: roleArn, RoleSessionName: 'chaos' });
  const ec2 = new EC2({
    ...{ endpoint, region: REGION },
    credentials: {
      ...{ accessKeyId: given.AccessKeyId, secretAccessKey: given.SecretAccessKey },
      sessionToken: given.SessionToken,
    },
  });
  return { accountId, roleArn, ec2 };
}

const QUARANTINE = [{ Name: 'group-name', Values: ['shepherd-quarantine'] }];

/**
 * Each with how its resource is made, and what there must be one of where it was applied. `isLasting`: it cannot be
 * taken back, so that each case has a resource of its own.
 */
export const subjects = [
  {
    fixId: 'ec2_ebs_volume_unattached',
    type: 'AWS::EC2::Volume',
    kind: 'volume',
    isLasting: true,
    make: async (ec2) =>
      (await ec2.createVolume({ AvailabilityZone: `${REGION}a`, Size: 1, VolumeType: 'gp3' })).VolumeId,
    made: async (ec2, id) => {
      const { Snapshots } = await ec2.describeSnapshots({ Filters: [{ Name: 'volume-id', Values: [id] }] });
      return Snapshots.length;
    },
  },
  {
    fixId: 'contain-instance',
    type: 'AWS::EC2::Instance',
    kind: 'instance',
    make: async (ec2) => {
      const { Instances } = await ec2.runInstances({ ImageId: 'ami-12345678', MinCount: 1, MaxCount: 1 });
      return Instances[0].InstanceId;
    },
    made: async (ec2) => (await ec2.describeSecurityGroups({ Filters: QUARANTINE })).SecurityGroups.length,
    /** It stays for the next instance: here each case makes it anew. */
    clean: async (ec2) => {
      const { SecurityGroups } = await ec2.describeSecurityGroups({ Filters: QUARANTINE });
      for (const { GroupId } of SecurityGroups) await ec2.deleteSecurityGroup({ GroupId });
    },
  },
  {
    fixId: 'ec2_securitygroup_default_restrict_traffic',
    type: 'AWS::EC2::SecurityGroup',
    kind: 'security-group',
    make: async (ec2) => {
      const { Vpc } = await ec2.createVpc({ CidrBlock: '10.9.0.0/16' });
      const Filters = [{ Name: 'vpc-id', Values: [Vpc.VpcId] }];
      const { SecurityGroups } = await ec2.describeSecurityGroups({ Filters });
      const [{ GroupId }] = SecurityGroups;
      for (const [port, CidrIp] of [
        [22, '192.0.2.0/24'],
        [443, '0.0.0.0/0'],
      ]) {
        const IpPermissions = [
          {
            IpProtocol: 'tcp',
            FromPort: port,
            ToPort: port,
            IpRanges: [{ CidrIp, Description: 'of chaos' }],
          },
        ];
        await ec2.authorizeSecurityGroupIngress({ GroupId, IpPermissions });
      }
      return GroupId;
    },
  },
];
