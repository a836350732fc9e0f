import { describe, expect, it } from '@jest/globals';
import { recordOf } from '../../../../test/events/judged.js';
import { partitionOfRegion } from '../../../shared/partition.js';
import { accountOf, cloudTrailRecord, partitionOf, plainName } from './record.js';

const record = (fields: Record<string, unknown>) =>
  cloudTrailRecord.parse(recordOf('s3', 'CreateBucket', fields));

describe('cloudTrailRecord', () => {
  it('keeps fields that nobody here asks for, and takes absent ones as null or not at all', () => {
    expect(record({ tlsDetails: { tlsVersion: 'TLSv1.3' }, resources: null })).toMatchObject({
      tlsDetails: { tlsVersion: 'TLSv1.3' },
      resources: null,
    });
    expect(cloudTrailRecord.safeParse({ eventSource: 's3.amazonaws.com', eventName: 'x' }).success).toBe(
      true,
    );
  });

  it('reads readOnly as a text, as older records have it', () => {
    expect(record({ readOnly: 'true' }).readOnly).toBe(true);
    expect(record({ readOnly: 'false' }).readOnly).toBe(false);
  });

  it.each([
    ['no name', { eventName: '' }],
    ['a list for parameters', { requestParameters: [] }],
    ['a time that is none', { eventTime: 'yesterday' }],
    ['resources that are none', { resources: 'arn:aws:s3:::b' }],
  ])('refuses %s', (_, fields) => {
    expect(cloudTrailRecord.safeParse(recordOf('s3', 'CreateBucket', fields)).success).toBe(false);
  });
});

it.each([
  ['CreateFunction20150331', 'CreateFunction'],
  ['UpdateFunctionCode20150331v2', 'UpdateFunctionCode'],
  ['CreateDistribution2020_05_31', 'CreateDistribution'],
  ['PutBucketPolicy', 'PutBucketPolicy'],
  ['AssociateVPCWithHostedZone', 'AssociateVPCWithHostedZone'],
])('takes the version from %s', (name, plain) => {
  expect(plainName(name)).toBe(plain);
});

it('takes the account that CloudTrail gave the event to, else the caller’s', () => {
  expect(accountOf(record({ recipientAccountId: '999999999999' }))).toBe('999999999999');
  expect(accountOf(record({ recipientAccountId: undefined }))).toBe('123456789012');
  expect(accountOf(record({ recipientAccountId: undefined, userIdentity: null }))).toBeUndefined();
});

describe('the partition', () => {
  it('is that of the caller, its role or the resources before that of the region', () => {
    const arn = 'arn:aws-us-gov:iam::123456789012:user/x';
    expect(partitionOf(record({ awsRegion: 'cn-north-1', userIdentity: { arn } }))).toBe('aws-us-gov');
    const sessionContext = { sessionIssuer: { arn: 'arn:aws-cn:iam::123456789012:role/x' } };
    expect(partitionOf(record({ userIdentity: { sessionContext } }))).toBe('aws-cn');
    const resources = [{ accountId: '1' }, { ARN: 'arn:aws-iso-b:s3:::b' }];
    expect(partitionOf(record({ userIdentity: { type: 'AWSService' }, resources }))).toBe('aws-iso-b');
    expect(partitionOf(record({ awsRegion: 'cn-north-1', userIdentity: null }))).toBe('aws-cn');
  });

  it.each([
    ['eu-west-1', 'aws'],
    ['cn-northwest-1', 'aws-cn'],
    ['us-gov-east-1', 'aws-us-gov'],
    ['us-iso-east-1', 'aws-iso'],
    ['us-isob-east-1', 'aws-iso-b'],
    ['us-isof-south-1', 'aws-iso-f'],
    ['eu-isoe-west-1', 'aws-iso-e'],
    ['eusc-de-east-1', 'aws-eusc'],
    ['cn-southeast-2x', 'aws'],
    ['', 'aws'],
  ])('of %s is %s', (region, partition) => {
    expect(partitionOfRegion(region)).toBe(partition);
  });
});
