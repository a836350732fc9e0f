import { CloudWatch } from '@aws-sdk/client-cloudwatch';
import { EC2 } from '@aws-sdk/client-ec2';
import { IAM } from '@aws-sdk/client-iam';
import { S3 } from '@aws-sdk/client-s3';
import { STS } from '@aws-sdk/client-sts';
import { estates, EXTERNAL_ID, HOME, ROLE_NAME } from './estate.mjs';

const DAY_MS = 86_400_000;
const DAYS_OF_METRICS = 15;
const IMAGE = 'ami-0c02fb55956c7d316';
const TEST_KEY = { accessKeyId: 'test', secretAccessKey: 'test' };

/** Makes what the estates hold, one call at a time: the seeded emulator then gives each the same id every time. */
export async function fill(endpoint) {
  for (const estate of estates) {
    const aws = clients(endpoint, await credentialsOf(endpoint, estate.account));
    for (const [region, place] of Object.entries(estate.regions)) await fillRegion(aws, region, place);
    for (const bucket of estate.buckets) await addBucket(aws, bucket);
    for (const user of estate.users) await addUser(aws, user, endpoint);
    if (estate.account !== HOME) await addReadRole(aws);
  }
}

function clients(endpoint, credentials) {
  const made = new Map();
  const client = (Kind) => (region) => {
    const key = `${Kind.name} ${region}`;
    if (!made.has(key)) made.set(key, new Kind({ endpoint, credentials, region, forcePathStyle: true }));
    return made.get(key);
  };
  return {
    ec2: client(EC2),
    s3: client(S3),
    cloudwatch: client(CloudWatch),
    iam: client(IAM),
    sts: client(STS),
  };
}

/** The emulator lets anyone take any role; the account in its ARN is the one that the credentials then speak for. */
async function credentialsOf(endpoint, account) {
  if (account === HOME) return TEST_KEY;
  const { Credentials: given } = await clients(endpoint, TEST_KEY)
    .sts('us-east-1')
    .assumeRole({ RoleArn: `arn:aws:iam::${account}:role/seed`, RoleSessionName: 'seed' });
  return {
    accessKeyId: given.AccessKeyId,
    secretAccessKey: given.SecretAccessKey,
    sessionToken: given.SessionToken,
  };
}

async function fillRegion(aws, region, { instances, volumes, addresses }) {
  const ec2 = aws.ec2(region);
  const metrics = [];
  const stopped = [];
  for (const wanted of instances) {
    const id = await addInstance(ec2, region, wanted);
    if (wanted.stopped) stopped.push(id);
    if (wanted.cpu !== undefined) metrics.push(...cpuOf(id, wanted.cpu));
  }
  if (stopped.length > 0) await ec2.stopInstances({ InstanceIds: stopped });
  if (metrics.length > 0) {
    await aws.cloudwatch(region).putMetricData({ Namespace: 'AWS/EC2', MetricData: metrics });
  }
  for (const volume of volumes) await addVolume(ec2, region, volume);
  for (const name of addresses) await addAddress(ec2, name);
}

async function addInstance(ec2, region, { name, type, tags, data, address }) {
  const named = tagsOf({ Name: name, ...tags });
  const { Instances } = await ec2.runInstances({
    ImageId: IMAGE,
    InstanceType: type,
    MinCount: 1,
    MaxCount: 1,
    Placement: { AvailabilityZone: `${region}a` },
    MetadataOptions: { HttpTokens: 'required' },
    BlockDeviceMappings: [{ DeviceName: '/dev/xvda', Ebs: { VolumeSize: 20, VolumeType: 'gp3' } }],
    TagSpecifications: [
      { ResourceType: 'instance', Tags: named },
      { ResourceType: 'volume', Tags: named },
    ],
  });
  const id = Instances[0].InstanceId;
  if (data) {
    const volume = await addVolume(ec2, region, { name: `${name}-data`, ...data, tags });
    await ec2.attachVolume({ VolumeId: volume, InstanceId: id, Device: '/dev/sdf' });
  }
  if (address) {
    await ec2.associateAddress({ AllocationId: await addAddress(ec2, name), InstanceId: id });
  }
  return id;
}

async function addVolume(ec2, region, { name, size, type, iops, tags }) {
  const { VolumeId } = await ec2.createVolume({
    AvailabilityZone: `${region}a`,
    Size: size,
    VolumeType: type,
    Iops: iops,
    Encrypted: true,
    TagSpecifications: tagging('volume', name ? { Name: name, ...tags } : tags),
  });
  return VolumeId;
}

async function addAddress(ec2, name) {
  const { AllocationId } = await ec2.allocateAddress({
    Domain: 'vpc',
    TagSpecifications: tagging('elastic-ip', { Name: name }),
  });
  return AllocationId;
}

/** A point every day at noon, a little up and down about the average. */
function cpuOf(instance, average) {
  const noon = Math.floor(Date.now() / DAY_MS) * DAY_MS - DAY_MS / 2;
  return Array.from({ length: DAYS_OF_METRICS }, (_, day) => ({
    MetricName: 'CPUUtilization',
    Dimensions: [{ Name: 'InstanceId', Value: instance }],
    Timestamp: new Date(noon - day * DAY_MS),
    Unit: 'Percent',
    Value: average * (1 + ((day % 5) - 2) / 20),
  }));
}

async function addBucket(aws, { name, region, objects, tags }) {
  const s3 = aws.s3(region);
  const place = region === 'us-east-1' ? {} : { CreateBucketConfiguration: { LocationConstraint: region } };
  await s3.createBucket({ Bucket: name, ...place });
  if (Object.keys(tags).length > 0)
    await s3.putBucketTagging({ Bucket: name, Tagging: { TagSet: tagsOf(tags) } });
  for (const key of objects) await s3.putObject({ Bucket: name, Key: key, Body: `demo: ${key}` });
}

async function addUser(aws, { name, console, keys, tags }, endpoint) {
  const iam = aws.iam('us-east-1');
  await iam.createUser({ UserName: name, Tags: tagsOf(tags) });
  if (console) await iam.createLoginProfile({ UserName: name, Password: 'Only-4-the-demo!' });
  for (const state of keys) {
    const { AccessKey: key } = await iam.createAccessKey({ UserName: name });
    if (state === 'Inactive') {
      await iam.updateAccessKey({ UserName: name, AccessKeyId: key.AccessKeyId, Status: state });
    }
    if (state === 'used') {
      const own = { accessKeyId: key.AccessKeyId, secretAccessKey: key.SecretAccessKey };
      await clients(endpoint, own).sts('us-east-1').getCallerIdentity({});
    }
  }
}

async function addReadRole(aws) {
  const trust = {
    Effect: 'Allow',
    Principal: { AWS: `arn:aws:iam::${HOME}:root` },
    Action: 'sts:AssumeRole',
    Condition: { StringEquals: { 'sts:ExternalId': EXTERNAL_ID } },
  };
  await aws.iam('us-east-1').createRole({
    RoleName: ROLE_NAME,
    AssumeRolePolicyDocument: JSON.stringify({ Version: '2012-10-17', Statement: [trust] }),
  });
}

const tagsOf = (tags) => Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));

const tagging = (ResourceType, tags) =>
  Object.keys(tags).length > 0 ? [{ ResourceType, Tags: tagsOf(tags) }] : undefined;
