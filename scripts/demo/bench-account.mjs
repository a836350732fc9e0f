import { EC2 } from '@aws-sdk/client-ec2';
import { IAM } from '@aws-sdk/client-iam';
import { S3 } from '@aws-sdk/client-s3';

/** The benchmark's account. Its parts follow from their numbers alone, so that two runs scan the same. */

const REGIONS = ['us-east-1', 'us-west-2', 'eu-west-1', 'ap-south-1'];
const INSTANCE_TYPES = ['t3.micro', 't3.large', 'm5.large', 'c5.large', 'r5.large'];
const VOLUME_TYPES = ['gp2', 'gp3', 'st1', 'sc1', 'standard'];
const PER_REGION = { instances: 10, volumes: 20, addresses: 2 };
const BUCKETS = 40;
const USERS = 30;

/**
 * Fills a fresh emulator.
 * @param {string} endpoint
 * @param {number} size 1: 40 instances (a third of them stopped), 80 volumes (a quarter attached), 8 addresses
 *   (half in use) in 4 regions, 40 buckets (half empty), 30 users with 40 keys
 */
export async function fill(endpoint, size) {
  const options = {
    endpoint,
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    forcePathStyle: true,
  };
  await fetch(`${endpoint}/moto-api/seed?a=7`, { method: 'POST' });
  for (const region of REGIONS) await fillRegion(new EC2({ ...options, region }), region, size);
  await fillBuckets(new S3({ ...options, region: REGIONS[0] }), size);
  await fillUsers(new IAM({ ...options, region: REGIONS[0] }), size);
}

async function fillRegion(ec2, region, size) {
  const zone = `${region}a`;
  const instances = [];
  for (const i of upTo(PER_REGION.instances * size)) {
    const { Instances } = await ec2.runInstances({
      ImageId: 'ami-0c02fb55956c7d316',
      InstanceType: pick(INSTANCE_TYPES, i),
      MinCount: 1,
      MaxCount: 1,
      Placement: { AvailabilityZone: zone },
      TagSpecifications: named('instance', `server-${i}`),
    });
    instances.push(Instances[0].InstanceId);
  }
  for (const i of upTo(PER_REGION.volumes * size)) {
    const { VolumeId } = await ec2.createVolume({
      AvailabilityZone: zone,
      Size: 500 + (i % 50), // as much as the types st1 and sc1 ask for
      VolumeType: pick(VOLUME_TYPES, i),
      TagSpecifications: named('volume', `disk-${i}`),
    });
    if (i % 4 === 0)
      await ec2.attachVolume({ VolumeId, InstanceId: pick(instances, i / 4), Device: '/dev/sdg' });
  }
  for (const i of upTo(PER_REGION.addresses * size)) {
    const { AllocationId } = await ec2.allocateAddress({ Domain: 'vpc' });
    if (i % 2 === 0) await ec2.associateAddress({ AllocationId, InstanceId: instances[i] });
  }
  await ec2.stopInstances({ InstanceIds: instances.filter((_, i) => i % 3 === 1) });
}

async function fillBuckets(s3, size) {
  for (const i of upTo(BUCKETS * size)) {
    const Bucket = `shepherd-bench-${String(i).padStart(6, '0')}`;
    await s3.createBucket({ Bucket });
    if (i % 2 === 0) await s3.putObject({ Bucket, Key: 'data', Body: 'x'.repeat(100) });
    if (i % 3 === 0)
      await s3.putBucketTagging({ Bucket, Tagging: { TagSet: [{ Key: 'Team', Value: `team-${i % 7}` }] } });
  }
}

async function fillUsers(iam, size) {
  for (const i of upTo(USERS * size)) {
    const UserName = `person-${String(i).padStart(5, '0')}`;
    await iam.createUser({ UserName });
    if (i % 3 === 0) await iam.createLoginProfile({ UserName, Password: 'Only-4-the-bench!' });
    const keys = i % 3 === 1 ? 2 : 1;
    for (const k of upTo(keys)) {
      const { AccessKey } = await iam.createAccessKey({ UserName });
      if (k === 1)
        await iam.updateAccessKey({ UserName, AccessKeyId: AccessKey.AccessKeyId, Status: 'Inactive' });
    }
  }
}

const upTo = (count) => Array.from({ length: count }, (_, i) => i);
const pick = (list, i) => list[i % list.length];
const named = (ResourceType, Value) => [{ ResourceType, Tags: [{ Key: 'Name', Value }] }];
