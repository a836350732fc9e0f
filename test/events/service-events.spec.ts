import { describe, expect, it } from '@jest/globals';
import { here, judgedService } from '../support/judged-events.js';

const instance = `${here('ec2')}:instance/i-0123456789abcdef0`;
const volume = `${here('ec2')}:volume/vol-0123456789abcdef0`;
const snapshot = 'arn:aws:ec2:eu-west-1::snapshot/snap-0123456789abcdef0';

describe('events of EC2 and EBS', () => {
  it.each([
    ['running', 'changed'],
    ['pending', 'changed'],
    ['terminated', 'deleted'],
  ])('an instance that is %s is %s', (state, change) => {
    const detail = { 'instance-id': 'i-0123456789abcdef0', state };
    expect(
      judgedService('aws.ec2', 'EC2 Instance State-change Notification', detail, [instance]).resources,
    ).toEqual([`${change} ${instance}`]);
  });

  it('tells what became of a volume, and looks at the instance it was to be attached to', () => {
    const told = (event: string, resources: string[]) =>
      judgedService('aws.ec2', 'EBS Volume Notification', { event, result: 'available' }, resources);
    expect(told('createVolume', [volume]).resources).toEqual([`created ${volume}`]);
    expect(told('deleteVolume', [volume]).resources).toEqual([`deleted ${volume}`]);
    expect(told('attachVolume', [volume, instance])).toMatchObject({
      resources: [`changed ${volume}`],
      related: [instance],
    });
  });

  it.each([
    ['createSnapshot', 'arn:aws:ec2::eu-west-1:snapshot/snap-0123456789abcdef0', [`created ${snapshot}`]],
    ['copySnapshot', snapshot, [`created ${snapshot}`]],
    ['archiveSnapshot', snapshot, [`changed ${snapshot}`]],
    ['shareSnapshot', snapshot, []],
  ])('%s of a snapshot, whatever its ARN looks like', (event, snapshot_id, resources) => {
    const detail = { event, snapshot_id, source: volume, result: 'succeeded' };
    expect(judgedService('aws.ec2', 'EBS Snapshot Notification', detail).resources).toEqual(resources);
  });

  it('tells of a deregistered image and of the region’s block', () => {
    const detail = { ImageId: 'ami-0123456789abcdef0', State: 'deregistered', ErrorMessage: '' };
    expect(judgedService('aws.ec2', 'EC2 AMI State Change', detail).resources).toEqual([
      'deleted arn:aws:ec2:eu-west-1::image/ami-0123456789abcdef0',
    ]);
    expect(judgedService('aws.ec2', 'EBS Snapshot Block Public Access Disabled', {}).resources).toEqual([
      `changed ${here('ec2')}:snapshot-block-public-access`,
    ]);
  });

  it('knows the instances of Auto Scaling', () => {
    const detail = { EC2InstanceId: 'i-0123456789abcdef0' };
    expect(judgedService('aws.autoscaling', 'EC2 Instance Terminate Successful', detail).resources).toEqual([
      `deleted ${instance}`,
    ]);
  });
});

describe('items of AWS Config', () => {
  const told = (item: Record<string, unknown>, as = 'configurationItem') =>
    judgedService('aws.config', 'Config Configuration Item Change', { [as]: item });

  it.each([
    ['OK', 'changed'],
    ['ResourceDiscovered', 'created'],
    ['ResourceDeleted', 'deleted'],
    ['ResourceDeletedNotRecorded', 'deleted'],
  ])('%s: %s', (configurationItemStatus, change) => {
    const item = {
      resourceType: 'AWS::EC2::Instance',
      resourceId: 'i-0123456789abcdef0',
      configurationItemStatus,
    };
    expect(told(item).resources).toEqual([`${change} ${instance}`]);
  });

  it.each([
    ['AWS::S3::Bucket', { ARN: 'arn:aws:s3:::logs', resourceId: 'logs' }, 'arn:aws:s3:::logs'],
    ['AWS::S3::Bucket', { resourceName: 'logs', resourceId: 'logs' }, 'arn:aws:s3:::logs'],
    [
      'AWS::IAM::User',
      { ARN: 'arn:aws:iam::123456789012:user/eng/alice', resourceId: 'AIDA1', resourceName: 'alice' },
      'arn:aws:iam::123456789012:user/eng/alice',
    ],
    [
      'AWS::EC2::EIP',
      { ARN: `${here('ec2')}:eip-allocation/eipalloc-01`, resourceId: 'eipalloc-01' },
      `${here('ec2')}:elastic-ip/eipalloc-01`,
    ],
    ['AWS::RDS::DBInstance', { resourceId: 'db-ABC', resourceName: 'orders' }, `${here('rds')}:db:orders`],
    ['AWS::KMS::Key', { resourceId: '12ab' }, `${here('kms')}:key/12ab`],
    [
      'AWS::SSM::ManagedInstanceInventory',
      { ARN: `${here('ssm')}:managed-instance-inventory/mi-01`, resourceId: 'mi-01' },
      `${here('ssm')}:managed-instance/mi-01`,
    ],
  ])('%s by the ARN that the inventory has for it', (resourceType, item, arn) => {
    expect(told({ resourceType, configurationItemStatus: 'OK', ...item }).resources).toEqual([
      `changed ${arn}`,
    ]);
  });

  it('reads the summary of an item that is too large', () => {
    const item = { resourceType: 'AWS::EC2::Volume', resourceId: 'vol-0123456789abcdef0' };
    expect(told(item, 'configurationItemSummary').resources).toEqual([`changed ${volume}`]);
  });

  it('leaves types alone that the inventory does not hold', () => {
    const item = { resourceType: 'AWS::Redshift::Cluster', resourceId: 'c', configurationItemStatus: 'OK' };
    expect(told(item)).toMatchObject({ disposition: 'ignored', reason: 'not_tracked', resources: [] });
  });
});

describe('events of other services', () => {
  const key = `${here('kms')}:key/12ab`;
  const certificate = `${here('acm')}:certificate/34cd`;
  const alarm = `${here('cloudwatch')}:alarm:a`;

  it.each([
    ['aws.kms', 'KMS CMK Deletion', { 'key-id': '12ab' }, key, `deleted ${key}`],
    ['aws.kms', 'KMS CMK Rotation', { 'key-id': '12ab' }, key, `changed ${key}`],
    ['aws.acm', 'ACM Certificate Expired', { CommonName: 'c' }, certificate, `changed ${certificate}`],
    [
      'aws.cloudwatch',
      'CloudWatch Alarm Configuration Change',
      { operation: 'delete' },
      alarm,
      `deleted ${alarm}`,
    ],
  ])('%s: %s', (source, type, detail, arn, expected) => {
    expect(judgedService(source, type, detail, [arn]).resources).toEqual([expected]);
  });

  it.each([
    ['aws.guardduty', 'GuardDuty Finding'],
    ['aws.health', 'AWS Health Event'],
    ['aws.s3', 'Object Created'],
    ['aws.ecr', 'ECR Image Action'],
    ['aws.nobody', 'Something'],
  ])('%s: %s changes nothing', (source, type) => {
    expect(judgedService(source, type, { 'repository-name': 'r' }, [instance])).toMatchObject({
      disposition: 'ignored',
      reason: 'not_tracked',
      resources: [],
    });
  });
});
