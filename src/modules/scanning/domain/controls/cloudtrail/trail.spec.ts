import { describe, expect, it } from '@jest/globals';
import {
  logBucketExample,
  trailExample,
  trailStatus,
} from '../../../../../../test/support/examples/cloudtrail.js';
import { context, daysAgo, denied } from '../../../../../../test/support/scanning-examples.js';
import { type Control } from '../../control.js';
import { parsePolicy } from '../../policy/index.js';
import { type LogBucket, type Trail } from '../../resources/cloudtrail/trail.js';
import { trailBucketAccessLogging, trailBucketNotPublic } from './trail-bucket.js';
import { logFileValidationEnabled, trailCloudWatchLogging, trailKmsEncryption } from './trail-log-files.js';

const decide = (control: Control, changed: Partial<Trail> = {}) =>
  control.evaluate(trailExample(changed), context()).verdict;

describe('cloudtrail_log_file_validation_enabled', () => {
  it('passes a trail with digests, and fails one without', () => {
    expect(decide(logFileValidationEnabled)).toBe('pass');
    expect(decide(logFileValidationEnabled, { logFileValidation: false })).toBe('fail');
  });
});

describe('cloudtrail_kms_encryption_enabled', () => {
  it('passes a trail with a key, and fails one without', () => {
    expect(decide(trailKmsEncryption, { kmsKeyId: 'arn:aws:kms:eu-west-1:123456789012:key/1' })).toBe('pass');
    expect(decide(trailKmsEncryption)).toBe('fail');
  });
});

describe('cloudtrail_cloudwatch_logging_enabled', () => {
  const delivered = (latestLogGroupDeliveryAt: string | null) =>
    decide(trailCloudWatchLogging, { status: trailStatus({ latestLogGroupDeliveryAt }) });

  it('passes what was delivered within a day', () => {
    expect(delivered(daysAgo(0.9))).toBe('pass');
  });

  it('fails without a log group, without a delivery, and after an old one', () => {
    expect(decide(trailCloudWatchLogging, { logGroupArn: null })).toBe('fail');
    expect(delivered(null)).toBe('fail');
    expect(delivered(daysAgo(1.1))).toBe('fail');
  });

  it('has no evidence where the status is denied', () => {
    expect(decide(trailCloudWatchLogging, { status: denied })).toBe('no_evidence');
  });
});

describe('cloudtrail_logs_s3_bucket_access_logging_enabled', () => {
  const logged = (logBucket: Trail['logBucket']) => decide(trailBucketAccessLogging, { logBucket });

  it('passes a bucket that logs its accesses, and fails one that does not or is gone', () => {
    expect(logged(logBucketExample())).toBe('pass');
    expect(logged(logBucketExample({ accessLogsTo: null }))).toBe('fail');
    expect(logged(null)).toBe('fail');
  });

  it('has no evidence of a bucket of another account that keeps us out', () => {
    expect(logged(denied)).toBe('no_evidence');
    expect(logged(logBucketExample({ accessLogsTo: denied }))).toBe('no_evidence');
  });
});

describe('cloudtrail_logs_s3_bucket_is_not_publicly_accessible', () => {
  const policy = (Principal: unknown) =>
    parsePolicy(
      JSON.stringify({
        Statement: [
          { Effect: 'Allow', Principal, Action: 's3:GetObject', Resource: 'arn:aws:s3:::trail-logs/*' },
        ],
      }),
    );
  const everybody = policy('*');
  const everybodysAcl = {
    ownerId: 'owner',
    grants: [
      {
        grantee: { type: 'Group', id: 'http://acs.amazonaws.com/groups/global/AllUsers' },
        permission: 'READ',
      },
    ],
  };
  const none = {
    ...{ blockPublicAcls: false, blockPublicPolicy: false },
    ...{ ignorePublicAcls: false, restrictPublicBuckets: false },
  };
  const block = (on: boolean) => ({ ...none, ignorePublicAcls: on, restrictPublicBuckets: on });
  const open = (changed: Partial<LogBucket>) =>
    decide(trailBucketNotPublic, { logBucket: logBucketExample(changed) });

  it("passes a private bucket with CloudTrail's own statement", () => {
    expect(open({ policy: policy({ Service: 'cloudtrail.amazonaws.com' }) })).toBe('pass');
  });

  it('fails by the policy, and by the ACL', () => {
    expect(open({ policy: everybody })).toBe('fail');
    expect(open({ acl: everybodysAcl })).toBe('fail');
    expect(open({ policy: everybody, publicAccessBlock: block(false) })).toBe('fail');
  });

  it('passes where a block takes it back, the bucket or the account being blocked', () => {
    expect(open({ policy: everybody, publicAccessBlock: block(true) })).toBe('pass');
    expect(open({ acl: everybodysAcl, accountPublicAccessBlock: block(true) })).toBe('pass');
  });

  it('fails where the block is of the other kind', () => {
    const aclsOnly = { ...none, ignorePublicAcls: true };
    expect(open({ policy: everybody, publicAccessBlock: aclsOnly })).toBe('fail');
  });

  it('has no evidence where a part is missing that could decide', () => {
    expect(open({ policy: denied })).toBe('no_evidence');
    expect(open({ policy: everybody, publicAccessBlock: denied })).toBe('no_evidence');
    expect(open({ accountPublicAccessBlock: denied })).toBe('pass');
    expect(open({ policy: denied, publicAccessBlock: block(true) })).toBe('pass');
  });
});
