import { describe, expect, it } from '@jest/globals';
import { controlsOfRule, fromConfig, isOfSecurityHub } from './config-rules.js';

const place = { partition: 'aws', accountId: '123456789012', region: 'eu-west-1' };
const at = new Date('2026-01-01');
const of = (ruleName: string, resourceType: string, resourceId: string) =>
  fromConfig({ ruleName, resourceType, resourceId, at, annotation: null }, place);

describe('rules of AWS Config', () => {
  it.each([
    ['s3-bucket-level-public-access-prohibited', ['s3_bucket_level_public_access_block']],
    ['S3-Bucket-Level-Public-Access-Prohibited', ['s3_bucket_level_public_access_block']],
    ['encrypted-volumes-conformance-pack-a1b2c3d4e', ['ec2_ebs_volume_encryption']],
    ['securityhub-iam-root-access-key-check-0f1e2d3c', ['iam_no_root_access_key']],
    ['team-names-its-buckets', []],
  ])('%s decides what %j decide', (name, controlIds) => {
    expect(controlsOfRule(name)).toEqual(controlIds);
  });

  it('are told from those that Security Hub makes for itself', () => {
    expect([
      isOfSecurityHub('securityhub-restricted-ssh-0f1e2d3c'),
      isOfSecurityHub('restricted-ssh'),
    ]).toEqual([true, false]);
  });

  it.each([
    ['AWS::S3::Bucket', 'data', 'arn:aws:s3:::data'],
    ['AWS::EC2::Volume', 'vol-1', 'arn:aws:ec2:eu-west-1:123456789012:volume/vol-1'],
    ['AWS::SNS::Topic', 'arn:aws:sns:eu-west-1:123456789012:t', 'arn:aws:sns:eu-west-1:123456789012:t'],
    ['AWS::::Account', '123456789012', 'AWS::::Account:123456789012'],
    ['AWS::IAM::User', 'AIDAEXAMPLE', null],
  ])('name a %s %s by %s', (type, id, arn) => {
    expect(of('x', type, id).resourceArn).toBe(arn);
  });

  it('weigh as much as our control does, and medium where there is none', () => {
    expect(of('iam-root-access-key-check', 'AWS::::Account', place.accountId).severity).toBe('critical');
    expect(of('x', 'AWS::S3::Bucket', 'a').severity).toBe('medium');
  });
});
