import { type FixProof, type FixWorld } from './proof.js';
import { bucket } from './s3.proofs.js';

const REGION = 'eu-west-1';

/** An instance with two interfaces; the first is in two groups. */
async function instance({ aws, accountId }: FixWorld) {
  const ec2 = await aws(REGION).ec2();
  const { Vpc } = await ec2.createVpc({ CidrBlock: '10.0.0.0/16' });
  const VpcId = Vpc?.VpcId;
  const { Subnet } = await ec2.createSubnet({ VpcId, CidrBlock: '10.0.0.0/24' });
  const SubnetId = Subnet?.SubnetId;
  const group = async (GroupName: string) =>
    (await ec2.createSecurityGroup({ GroupName, Description: GroupName, VpcId })).GroupId ?? '';
  const [web, ops] = [await group('web'), await group('ops')];
  const { Instances } = await ec2.runInstances({
    ...{ ImageId: 'ami-12c6146b', InstanceType: 't2.micro', MinCount: 1, MaxCount: 1 },
    NetworkInterfaces: [{ DeviceIndex: 0, SubnetId, Groups: [web, ops] }],
  });
  const InstanceId = Instances?.[0]?.InstanceId ?? '';
  const { NetworkInterface } = await ec2.createNetworkInterface({ SubnetId, Groups: [ops] });
  const NetworkInterfaceId = NetworkInterface?.NetworkInterfaceId;
  await ec2.attachNetworkInterface({ NetworkInterfaceId, InstanceId, DeviceIndex: 1 });
  return { arn: `arn:aws:ec2:${REGION}:${accountId}:instance/${InstanceId}`, region: REGION };
}

const user = async ({ aws, accountId }: FixWorld) => {
  const iam = await aws().iam();
  await iam.createUser({ UserName: 'mallory' });
  const { AccessKey } = await iam.createAccessKey({ UserName: 'mallory' });
  await iam.createAccessKey({ UserName: 'mallory' });
  const arn = `arn:aws:iam::${accountId}:user/mallory`;
  return { iam, arn, keyArn: `${arn}/access-key/${AccessKey?.AccessKeyId ?? ''}`, region: 'global' };
};

const QUARANTINE = { UserName: 'mallory', PolicyName: 'ShepherdQuarantine' };

/** That IAM and security groups cut anybody off cannot be proven here: the emulator denies nothing. */
export const containmentProofs: readonly FixProof[] = [
  { fix: 'contain-instance', control: null, make: instance },
  {
    ...{ fix: 'contain-access-key', control: null },
    make: async (world) => {
      const { keyArn: arn, region } = await user(world);
      return { arn, region };
    },
  },
  {
    ...{ fix: 'contain-user', control: null },
    make: async (world) => {
      const { arn, region } = await user(world);
      return { arn, region };
    },
  },
  {
    ...{ fix: 'contain-user', control: null, name: 'who has another policy of that name' },
    make: async (world) => {
      const { iam, arn, region } = await user(world);
      const PolicyDocument = JSON.stringify({
        Version: '2012-10-17',
        Statement: [{ Effect: 'Deny', Action: 's3:*', Resource: '*' }],
      });
      await iam.putUserPolicy({ ...QUARANTINE, PolicyDocument });
      const extraState = async () => (await iam.getUserPolicy(QUARANTINE)).PolicyDocument;
      return { arn, region, extraState };
    },
  },
  {
    ...{ fix: 'contain-bucket', control: null, name: 'that serves a website' },
    make: bucket('contained', (s3, Bucket) =>
      s3.putBucketWebsite({ Bucket, WebsiteConfiguration: { IndexDocument: { Suffix: 'index.html' } } }),
    ),
  },
];
