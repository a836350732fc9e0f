import { z } from 'zod';
import { call } from '../../call.js';
import { change, fix, nothing, read, refuse } from '../../fix.js';
import { BUCKET } from './shared.js';

/**
 * docs.aws.amazon.com/AmazonS3/latest/userguide/Versioning.html: "Once you version-enable a bucket, it can never
 * return to an unversioned state." A bucket that was suspended could, but one fix says one thing of what is lost.
 */
export const keepVersions = fix({
  controls: ['s3_bucket_object_versioning'],
  type: BUCKET,
  title: 'Keep versions of the objects in the bucket',
  loses:
    'A bucket that never kept versions can afterwards only be suspended, and versions made meanwhile stay',
  reads: {
    versioning: read(
      's3',
      'GetBucketVersioning',
      z.object({ Status: z.string().optional(), MFADelete: z.string().optional() }),
      ({ name }) => ({ Bucket: name }),
    ),
  },
  actions: ['s3:PutBucketVersioning'],
  plan: ({ target: { name }, state: { versioning } }) => {
    if (versioning.Status === 'Enabled') return nothing('It keeps versions');
    if (versioning.MFADelete === 'Enabled')
      return refuse('MFA delete is on: only the root user can change its versioning, with the device');
    return change(
      [
        `Versioning will be on (now: ${versioning.Status ?? 'never on'})`,
        'Old versions are kept, and paid for, until a lifecycle rule lets them expire',
      ],
      [call('s3', 'PutBucketVersioning', { Bucket: name, VersioningConfiguration: { Status: 'Enabled' } })],
    );
  },
});
