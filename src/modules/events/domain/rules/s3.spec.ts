import { describe, expect, it } from '@jest/globals';
import { judgingBy } from '../../../../../test/events/judged.js';
import { s3Rules } from './s3.js';

const judged = judgingBy(s3Rules, 's3');
const BUCKET = 'arn:aws:s3:::data';
const resources = [
  { type: 'AWS::S3::Object', ARNPrefix: 'arn:aws:s3:::data/' },
  { type: 'AWS::S3::Bucket', accountId: '123456789012', ARN: BUCKET },
];

describe('a bucket', () => {
  it('is made and deleted', () => {
    expect(judged('CreateBucket', { bucketName: 'data' }, { resources: [] }).changes).toEqual([
      `created ${BUCKET}`,
    ]);
    expect(judged('DeleteBucket', { bucketName: 'data' }, { resources }).changes).toEqual([
      `deleted ${BUCKET}`,
    ]);
  });

  it.each([
    'PutBucketPolicy',
    'DeleteBucketPolicy',
    'PutBucketPublicAccessBlock',
    'DeleteBucketPublicAccessBlock',
    'PutBucketAcl',
    'PutBucketVersioning',
    'DeleteBucketEncryption',
    'PutBucketLogging',
    'PutBucketLifecycle',
    'DeleteBucketLifecycle',
    'DeleteBucketCors',
    'DeleteBucketTagging',
    'PutBucketNotification',
    'DeleteBucketReplication',
    'PutBucketObjectLockConfiguration',
    'DeleteBucketOwnershipControls',
    'CreateBucketMetadataTableConfiguration',
    'DeleteBucketInventoryConfiguration',
  ])('stays, and is changed by %s', (name) => {
    expect(judged(name, { bucketName: 'data' })).toEqual({
      what: 'processed',
      changes: [`changed ${BUCKET}`],
    });
  });

  it('is told by the record where no parameter names it', () => {
    expect(judged('PutBucketVersioning', null, { resources }).changes).toEqual([`changed ${BUCKET}`]);
  });

  it('has tags by its ARN, as other things have', () => {
    expect(judged('TagResource', { resourceArn: BUCKET }).changes).toEqual([`changed ${BUCKET}`]);
    const lens = 'arn:aws:s3:eu-west-1:123456789012:storage-lens/x';
    expect(judged('TagResource', { resourceArn: lens }).changes).toEqual([]);
  });

  it('is not changed by its objects, whatever an old record lacks', () => {
    const old = { resources, managementEvent: undefined, eventCategory: undefined };
    for (const name of ['PutObject', 'DeleteObjects', 'PutObjectAcl', 'CreateMultipartUpload'])
      expect(judged(name, { bucketName: 'data', key: 'k' }, old)).toEqual({
        what: 'not_tracked',
        changes: [],
      });
  });

  it('of another account is not ours', () => {
    const theirs = [{ type: 'AWS::S3::Bucket', accountId: '999999999999', ARN: BUCKET }];
    expect(judged('PutBucketAcl', { bucketName: 'data' }, { resources: theirs }).what).toBe('other_account');
  });

  it('of one zone is no such bucket', () => {
    const express = judgingBy(s3Rules, 's3express')('PutBucketPolicy', {
      bucketName: 'data--euw1-az1--x-s3',
    });
    expect(express).toEqual({
      what: 'not_tracked',
      changes: ['changed arn:aws:s3express:eu-west-1:123456789012:bucket/data--euw1-az1--x-s3'],
    });
  });
});

describe('the account’s public access block', () => {
  const SETTING = 'arn:aws:s3::123456789012:s3-account-public-access-block';

  it('decides for all buckets', () => {
    for (const name of ['PutAccountPublicAccessBlock', 'DeleteAccountPublicAccessBlock'])
      expect(judged(name, { accountId: '123456789012' })).toEqual({
        what: 'processed',
        changes: [`changed ${SETTING}`],
        all: ['AWS::S3::Bucket'],
      });
  });

  it('is told from a bucket’s where both go by one name', () => {
    expect(judged('PutPublicAccessBlock', { accountId: '123456789012' }).changes).toEqual([
      `changed ${SETTING}`,
    ]);
    expect(judged('PutPublicAccessBlock', { bucketName: 'data' }).changes).toEqual([`changed ${BUCKET}`]);
  });
});

it('shows access points, which the inventory does not hold', () => {
  expect(judged('CreateAccessPoint', { name: 'ap', accountId: '123456789012' })).toEqual({
    what: 'not_tracked',
    changes: ['created arn:aws:s3:eu-west-1:123456789012:accesspoint/ap'],
  });
});
