import { control, fail, pass } from '../../control.js';
import { s3Bucket } from '../../resources/s3/bucket.js';
import { USER_GUIDE } from './shared.js';

/**
 * S3 encrypts all new objects since January 2023, and says so of each bucket; a bucket without a default is one that
 * S3's own answer does not cover.
 */
export const bucketDefaultEncryption = control({
  id: 's3_bucket_default_encryption',
  on: s3Bucket,
  severity: 'medium',
  class: 'security',
  title: 'S3 bucket has no default encryption',
  risk: 'Objects that are written without a choice of their own lie unencrypted on disk.',
  remediation: {
    text: 'Set a default encryption: SSE-S3, or SSE-KMS with a key of your own.',
    url: `${USER_GUIDE}/default-bucket-encryption.html`,
  },
  needs: ['encryption'],
  decide: ({ encryption }) => (encryption === null ? fail({ encryption }) : pass({ encryption })),
});

export const bucketKmsEncryption = control({
  id: 's3_bucket_kms_encryption',
  on: s3Bucket,
  severity: 'low',
  class: 'security',
  title: 'S3 bucket is not encrypted with a KMS key by default',
  risk: 'With a key that S3 keeps, whoever may read an object may decrypt it: no key policy stands between, and no use of the key is recorded.',
  remediation: {
    text: 'Set SSE-KMS as the default encryption, with a bucket key to save calls of KMS.',
    url: `${USER_GUIDE}/UsingKMSEncryption.html`,
  },
  needs: ['encryption'],
  // aws:kms and aws:kms:dsse, the dual layer
  decide: ({ encryption }) =>
    encryption?.algorithm.startsWith('aws:kms') === true ? pass({ encryption }) : fail({ encryption }),
});
