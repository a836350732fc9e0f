import { describe, expect, it } from '@jest/globals';
import { bucket, context, denied } from '../../../../../../test/support/scanning-examples.js';
import { type Control } from '../../control.js';
import { type S3Bucket } from '../../resources/s3/bucket.js';
import { bucketAclProhibited } from './acl-prohibited.js';
import { bucketDefaultEncryption, bucketKmsEncryption } from './encryption.js';
import { bucketCrossRegionReplication, bucketLifecycle, bucketObjectLockEnabled } from './keeping.js';
import { bucketEventNotifications, bucketServerAccessLogging } from './logging.js';
import { bucketNoMfaDelete, bucketObjectVersioning } from './versioning.js';

type Case = [what: string, changed: Partial<S3Bucket>, verdict: string];

const encryption = (algorithm: string) => ({ encryption: { algorithm, kmsKeyId: null, bucketKey: false } });
const versioning = (status: string | null, mfaDelete = false) => ({ versioning: { status, mfaDelete } });
const rule = (enabled: boolean) => ({ id: 'old', enabled, actions: ['expire' as const] });
const lock = (enabled: boolean) => ({ objectLock: { enabled, mode: null, days: null, years: null } });
const to = (destinationRegion: string | null, enabled = true) => ({
  id: `to ${destinationRegion}`,
  enabled,
  destinationArn: 'arn:aws:s3:::copy',
  destinationRegion,
});
const replicating = (...rules: ReturnType<typeof to>[]) => ({
  ...versioning('Enabled'),
  replication: { role: null, rules },
});

const cases: [Control, Case[]][] = [
  [
    bucketDefaultEncryption,
    [
      ['SSE-S3', encryption('AES256'), 'pass'],
      ['none', { encryption: null }, 'fail'],
      ['not to be read', { encryption: denied }, 'no_evidence'],
    ],
  ],
  [
    bucketKmsEncryption,
    [
      ['SSE-KMS', encryption('aws:kms'), 'pass'],
      ['two layers', encryption('aws:kms:dsse'), 'pass'],
      ['SSE-S3', encryption('AES256'), 'fail'],
      ['none', { encryption: null }, 'fail'],
    ],
  ],
  [
    bucketObjectVersioning,
    [
      ['enabled', versioning('Enabled'), 'pass'],
      ['suspended', versioning('Suspended'), 'fail'],
      ['never on', versioning(null), 'fail'],
    ],
  ],
  [
    bucketNoMfaDelete,
    [
      ['enabled', versioning('Enabled', true), 'pass'],
      ['off', versioning('Enabled'), 'fail'],
      ['on, where versioning is suspended', versioning('Suspended', true), 'fail'],
    ],
  ],
  [
    bucketServerAccessLogging,
    [
      ['to another bucket', { logging: { targetBucket: 'logs', targetPrefix: '' } }, 'pass'],
      ['none', { logging: null }, 'fail'],
      ['not to be read', { logging: denied }, 'no_evidence'],
    ],
  ],
  [
    bucketEventNotifications,
    [
      ['EventBridge', { notifications: { eventBridge: true, targets: [] } }, 'pass'],
      ['a queue', { notifications: { eventBridge: false, targets: [{ arn: 'arn:q', events: [] }] } }, 'pass'],
      ['none', {}, 'fail'],
    ],
  ],
  [
    bucketLifecycle,
    [
      ['a rule in force among others', { lifecycle: [rule(false), rule(true)] }, 'pass'],
      ['only a rule out of force', { lifecycle: [rule(false)] }, 'fail'],
      ['none', { lifecycle: [] }, 'fail'],
    ],
  ],
  [
    bucketAclProhibited,
    [
      ['disabled', { ownership: 'BucketOwnerEnforced' }, 'pass'],
      ['owner preferred', { ownership: 'BucketOwnerPreferred' }, 'fail'],
      ['never set', { ownership: null }, 'fail'],
    ],
  ],
  [
    bucketObjectLockEnabled,
    [
      ['enabled', lock(true), 'pass'],
      ['not enabled', lock(false), 'fail'],
      ['none', { objectLock: null }, 'fail'],
    ],
  ],
  [
    bucketCrossRegionReplication,
    [
      ['to another region, beside one near', replicating(to('eu-west-1'), to('us-east-1')), 'pass'],
      ['within the region', replicating(to('eu-west-1')), 'fail'],
      ['to another region, switched off', replicating(to('us-east-1', false)), 'fail'],
      ['nobody knows where', replicating(to(null), to('eu-west-1')), 'manual'],
      ['nobody knows where, beside another region', replicating(to(null), to('us-east-1')), 'pass'],
      ['without versions', { ...replicating(to('us-east-1')), ...versioning('Suspended') }, 'fail'],
      ['none', versioning('Enabled'), 'fail'],
      ['not to be read', { replication: denied }, 'no_evidence'],
    ],
  ],
];

describe.each(cases.map(([control, rows]) => [control.id, control, rows] as const))(
  '%s',
  (_id, control, rows) => {
    it.each(rows)('%s', (_what, changed, verdict) => {
      expect(control.evaluate(bucket(changed), context()).verdict).toBe(verdict);
    });
  },
);

describe('s3_bucket_server_access_logging_enabled', () => {
  it('notes a bucket that logs into itself', () => {
    const logging = { targetBucket: 'reports', targetPrefix: 'log/' };
    expect(bucketServerAccessLogging.evaluate(bucket({ logging }), context()).evidence).toHaveProperty(
      'note',
    );
  });
});
