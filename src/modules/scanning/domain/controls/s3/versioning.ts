import { control, fail, pass } from '../../control.js';
import { s3Bucket } from '../../resources/s3/bucket.js';
import { USER_GUIDE } from './shared.js';

export const bucketObjectVersioning = control({
  id: 's3_bucket_object_versioning',
  on: s3Bucket,
  severity: 'medium',
  class: 'security',
  title: 'S3 bucket keeps no versions of its objects',
  risk: 'What is overwritten or deleted, by mistake or on purpose, cannot be had back.',
  remediation: {
    text: 'Enable versioning, with a lifecycle rule that expires old versions after a while.',
    steps: ['aws s3api put-bucket-versioning --bucket NAME --versioning-configuration Status=Enabled'],
    url: `${USER_GUIDE}/Versioning.html`,
  },
  needs: ['versioning'],
  decide: ({ versioning }) => (versioning.status === 'Enabled' ? pass({ versioning }) : fail({ versioning })),
});

export const bucketNoMfaDelete = control({
  id: 's3_bucket_no_mfa_delete',
  on: s3Bucket,
  severity: 'medium',
  class: 'security',
  title: 'S3 bucket deletes versions without a second factor',
  risk: 'Stolen credentials are enough to delete versions for good, or to switch versioning off.',
  remediation: {
    text: 'Enable MFA Delete, which takes the credentials of the root user and his MFA device.',
    steps: [
      'A bucket with a lifecycle configuration cannot have MFA Delete: remove that first.',
      'As root: aws s3api put-bucket-versioning --bucket NAME --versioning-configuration Status=Enabled,MFADelete=Enabled --mfa "SERIAL CODE"',
    ],
    url: `${USER_GUIDE}/MultiFactorAuthenticationDelete.html`,
  },
  needs: ['versioning'],
  // a suspended versioning still keeps the older versions under MFA Delete, but makes no new ones
  decide: ({ versioning }) =>
    versioning.mfaDelete && versioning.status === 'Enabled' ? pass({ versioning }) : fail({ versioning }),
});
