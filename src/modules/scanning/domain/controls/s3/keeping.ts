import { control, fail, manual, pass } from '../../control.js';
import { s3Bucket } from '../../resources/s3/bucket.js';
import { USER_GUIDE } from './shared.js';

export const bucketLifecycle = control({
  id: 's3_bucket_lifecycle_enabled',
  on: s3Bucket,
  severity: 'low',
  class: 'security',
  title: 'S3 bucket has no lifecycle rule in force',
  risk: 'Data are kept longer than they are needed or allowed, and paid for.',
  remediation: {
    text: 'Add lifecycle rules that move objects to cheaper storage and let them expire in time.',
    url: `${USER_GUIDE}/how-to-set-lifecycle-configuration-intro.html`,
  },
  needs: ['lifecycle'],
  decide: ({ lifecycle }) =>
    lifecycle.some(({ enabled }) => enabled) ? pass({ lifecycle }) : fail({ lifecycle }),
});

export const bucketObjectLockEnabled = control({
  id: 's3_bucket_object_lock',
  on: s3Bucket,
  severity: 'medium',
  class: 'security',
  title: 'S3 bucket cannot keep objects from being deleted',
  risk: 'Records that have to be kept unchanged can be deleted or encrypted by an attacker.',
  remediation: {
    text: 'Enable Object Lock (it needs versioning) and set a default retention.',
    url: `${USER_GUIDE}/object-lock.html`,
  },
  needs: ['objectLock'],
  decide: ({ objectLock }) => (objectLock?.enabled === true ? pass({ objectLock }) : fail({ objectLock })),
});

export const bucketCrossRegionReplication = control({
  id: 's3_bucket_cross_region_replication',
  on: s3Bucket,
  severity: 'low',
  class: 'security',
  title: 'S3 bucket is not replicated to another region',
  risk: 'When a region fails or is lost, so is the only copy.',
  remediation: {
    text: 'Enable versioning and replicate the bucket to one in another region.',
    url: `${USER_GUIDE}/replication.html`,
  },
  needs: ['replication', 'versioning'],
  decide: ({ region, replication, versioning }) => {
    const rules = (replication?.rules ?? []).filter(({ enabled }) => enabled);
    const evidence = { region, versioning: versioning.status, rules };
    // S3 replicates only what has versions
    if (versioning.status !== 'Enabled') return fail(evidence);
    if (rules.some((to) => to.destinationRegion !== null && to.destinationRegion !== region))
      return pass(evidence);
    return rules.some((to) => to.destinationRegion === null)
      ? manual('S3 does not tell in which region the destination is', evidence)
      : fail(evidence);
  },
});
