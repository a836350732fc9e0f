import { control, fail, pass, withoutPart } from '../../control.js';
import { isNoEvidence } from '../../part.js';
import { trail } from '../../resources/cloudtrail/trail.js';
import { decideDoors, publicGrants, publicPolicy } from '../s3/shared.js';

export const trailBucketAccessLogging = control({
  id: 'cloudtrail_logs_s3_bucket_access_logging_enabled',
  on: trail,
  severity: 'medium',
  class: 'security',
  title: 'Accesses to the bucket of a CloudTrail trail are not logged',
  risk: 'Nobody can tell who read, changed or deleted the log files.',
  remediation: {
    text: 'Turn server access logging on for the bucket, into another bucket.',
    steps: ['aws s3api put-bucket-logging --bucket BUCKET --bucket-logging-status file://logging.json'],
    url: 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/enable-server-access-logging.html',
  },
  needs: ['logBucket'],
  decide: ({ bucketName, logBucket }) => {
    if (logBucket === null) return fail({ bucketName, reason: 'there is no such bucket' });
    const { accessLogsTo } = logBucket;
    if (isNoEvidence(accessLogsTo))
      return withoutPart('logBucket.accessLogsTo', accessLogsTo, { bucketName });
    return (accessLogsTo === null ? fail : pass)({ bucketName, accessLogsTo });
  },
});

export const trailBucketNotPublic = control({
  id: 'cloudtrail_logs_s3_bucket_is_not_publicly_accessible',
  on: trail,
  severity: 'critical',
  class: 'security',
  title: 'The bucket of a CloudTrail trail is public',
  risk: 'Anybody can read what happens in the account and where it is weak, or tamper with the record of it.',
  remediation: {
    text: 'Block public access to the bucket. CloudTrail writes to it by a statement for its service, which is not public.',
    steps: [
      'aws s3api put-public-access-block --bucket BUCKET --public-access-block-configuration BlockPublicAcls=true,IgnorePublicAcls=true,BlockPublicPolicy=true,RestrictPublicBuckets=true',
    ],
    url: 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html',
  },
  needs: ['logBucket'],
  decide: ({ bucketName, logBucket }) => {
    // a name that is free is anybody's to take, and the log files with it
    if (logBucket === null) return fail({ bucketName, reason: 'there is no such bucket' });
    return decideDoors([publicGrants(logBucket.acl), publicPolicy(logBucket.policy)], logBucket);
  },
});
