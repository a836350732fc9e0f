import { EC2 } from '@aws-sdk/client-ec2';
import { IAM } from '@aws-sdk/client-iam';
import { KMS } from '@aws-sdk/client-kms';
import { RDS } from '@aws-sdk/client-rds';
import { S3 } from '@aws-sdk/client-s3';

/** The benchmark's account. Its parts follow from their numbers alone, so that two runs scan the same. */

const REGIONS = ['us-east-1', 'eu-west-1', 'ap-south-1', 'us-west-2'];
const PER_REGION = 10;
const BUCKETS = 40;
const USERS = 30;
const ROLES = 10;
const ANYWHERE = [{ CidrIp: '0.0.0.0/0' }];

/**
 * Fills a fresh emulator.
 * @param {string} endpoint
 * @param {number} size 1: 40 instances (a third of them stopped), 80 volumes, 40 security groups, 20 snapshots (some
 *   of them public), 8 addresses, 8 databases and 8 keys in 4 regions, 40 buckets, 30 users with keys, 10 roles
 */
export async function fill(endpoint, size) {
  const options = {
    endpoint,
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    forcePathStyle: true,
  };
  await fetch(`${endpoint}/moto-api/seed?a=7`, { method: 'POST' });
  for (const region of REGIONS) {
    await fillRegion(new EC2({ ...options, region }), region, PER_REGION * size);
    await fillDatabases(new RDS({ ...options, region }), fifth(size));
    await fillKeys(new KMS({ ...options, region }), fifth(size));
  }
  await fillBuckets(new S3({ ...options, region: REGIONS[0] }), size);
  await fillPeople(new IAM({ ...options, region: REGIONS[0] }), size);
}

/** What each fifth security group lets in: SSH from anywhere, ports over IPv6, everything, SSH from inside, nothing. */
const INGRESS = [
  { IpProtocol: 'tcp', FromPort: 22, ToPort: 22, IpRanges: ANYWHERE },
  { IpProtocol: 'tcp', FromPort: 3000, ToPort: 4000, Ipv6Ranges: [{ CidrIpv6: '::/0' }] },
  { IpProtocol: '-1', IpRanges: ANYWHERE },
  { IpProtocol: 'tcp', FromPort: 22, ToPort: 22, IpRanges: [{ CidrIp: '10.0.0.0/8' }] },
];

async function fillRegion(ec2, region, count) {
  const groups = [];
  for (const i of upTo(count)) {
    const { GroupId } = await ec2.createSecurityGroup({ GroupName: `sg-${region}-${i}`, Description: 'x' });
    const rule = INGRESS[i % 5];
    if (rule) await ec2.authorizeSecurityGroupIngress({ GroupId, IpPermissions: [rule] });
    groups.push(GroupId);
  }
  const instances = [];
  for (const i of upTo(count)) {
    const { Instances } = await ec2.runInstances({
      ...{ ImageId: 'ami-12c6146b', InstanceType: 't3.micro', MinCount: 1, MaxCount: 1 },
      SecurityGroupIds: [groups[i]],
      MetadataOptions: { HttpTokens: i % 2 ? 'required' : 'optional' },
      TagSpecifications: [{ ResourceType: 'instance', Tags: [{ Key: 'Name', Value: `i${i}` }] }],
    });
    instances.push(Instances[0].InstanceId);
  }
  await ec2.stopInstances({ InstanceIds: instances.filter((_, i) => i % 3 === 0) });
  for (const i of upTo(2 * count)) {
    const { VolumeId } = await ec2.createVolume({
      ...{ AvailabilityZone: `${region}a`, Size: 10 + (i % 1000), Encrypted: i % 2 === 1 },
      VolumeType: i % 3 ? 'gp3' : 'gp2',
    });
    if (i >= count / 2) continue;
    await ec2.attachVolume({ VolumeId, InstanceId: instances[i], Device: '/dev/sdf' });
    const { SnapshotId } = await ec2.createSnapshot({ VolumeId });
    if (i % 3 === 0) {
      const shared = { Attribute: 'createVolumePermission', OperationType: 'add', GroupNames: ['all'] };
      await ec2.modifySnapshotAttribute({ SnapshotId, ...shared });
    }
  }
  for (let i = 0; i < Math.max(1, Math.floor(count / 5)); i += 1)
    await ec2.allocateAddress({ Domain: 'vpc' });
}

async function fillDatabases(rds, count) {
  for (const i of upTo(count)) {
    await rds.createDBInstance({
      ...{ DBInstanceIdentifier: `db-${i}`, DBInstanceClass: 'db.t3.micro', Engine: 'postgres' },
      ...{ AllocatedStorage: 20, MasterUsername: 'u', MasterUserPassword: 'Only-4-the-bench' },
      ...{ StorageEncrypted: i % 2 === 1, PubliclyAccessible: i % 2 === 0, BackupRetentionPeriod: i % 3 },
      AutoMinorVersionUpgrade: i % 2 === 1,
    });
  }
}

async function fillKeys(kms, count) {
  for (const i of upTo(count)) {
    const { KeyMetadata } = await kms.createKey({});
    if (i % 2) await kms.enableKeyRotation({ KeyId: KeyMetadata.KeyId });
  }
}

async function fillBuckets(s3, size) {
  for (const i of upTo(BUCKETS * size)) {
    const Bucket = `bucket-${size}-${String(i).padStart(5, '0')}`;
    await s3.createBucket({ Bucket });
    if (i % 7 === 0) await s3.putObject({ Bucket, Key: 'k', Body: 'x' });
    if (i % 2) {
      const flags = { BlockPublicAcls: true, IgnorePublicAcls: true, BlockPublicPolicy: true };
      const PublicAccessBlockConfiguration = { ...flags, RestrictPublicBuckets: i % 4 === 1 };
      await s3.putPublicAccessBlock({ Bucket, PublicAccessBlockConfiguration });
    }
    if (i % 3 === 0) await s3.putBucketVersioning({ Bucket, VersioningConfiguration: { Status: 'Enabled' } });
    if (i % 4 === 0) {
      const Rules = [{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } }];
      await s3.putBucketEncryption({ Bucket, ServerSideEncryptionConfiguration: { Rules } });
    }
    if (i % 5 === 0) await s3.putBucketPolicy({ Bucket, Policy: JSON.stringify(tlsOnly(Bucket)) });
  }
}

const tlsOnly = (bucket) => ({
  Version: '2012-10-17',
  Statement: [
    {
      ...{ Effect: 'Deny', Principal: '*', Action: 's3:*' },
      Resource: [`arn:aws:s3:::${bucket}`, `arn:aws:s3:::${bucket}/*`],
      Condition: { Bool: { 'aws:SecureTransport': 'false' } },
    },
  ],
});

async function fillPeople(iam, size) {
  const everything = { Effect: 'Allow', Action: '*', Resource: '*' };
  const PolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement: [everything] });
  const { Policy } = await iam.createPolicy({ PolicyName: 'admin-star', PolicyDocument });
  await iam.createGroup({ GroupName: 'g' });
  for (const i of upTo(USERS * size)) {
    const UserName = `user-${String(i).padStart(5, '0')}`;
    await iam.createUser({ UserName });
    if (i % 2 === 0) await iam.createLoginProfile({ UserName, Password: 'Only-4-the-bench!' });
    for (let key = 0; key < i % 3; key += 1) {
      const { AccessKey } = await iam.createAccessKey({ UserName });
      const { AccessKeyId } = AccessKey;
      if (i % 5 === 0) await iam.updateAccessKey({ UserName, AccessKeyId, Status: 'Inactive' });
    }
    if (i % 4 === 0) await iam.attachUserPolicy({ UserName, PolicyArn: Policy.Arn });
    else if (i % 4 === 1) await iam.addUserToGroup({ GroupName: 'g', UserName });
  }
  const trust = { Effect: 'Allow', Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole' };
  const AssumeRolePolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement: [trust] });
  for (const i of upTo(ROLES * size))
    await iam.createRole({ RoleName: `role-${i}`, AssumeRolePolicyDocument });
}

const fifth = (size) => Math.max(1, Math.floor((PER_REGION * size) / 5));
const upTo = (count) => Array.from({ length: count }, (_, i) => i);
