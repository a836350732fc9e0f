import {
  all,
  alongWith,
  changed,
  created,
  deleted,
  each,
  firstOf,
  kind,
  nothing,
  recorded,
  rules,
  type RuleTable,
} from '../rule.js';
import { bucketPartEvents, objectEvents, otherEvents } from './s3-names.js';

const bucketNamed = kind('AWS::S3::Bucket', 'arn:{partition}:s3:::{}');
const bucket = firstOf(bucketNamed('request.bucketName'), recorded('AWS::S3::Bucket'));

const BUCKET = /^arn:[^:]+:s3:::[^/]+$/;

/** What has tags by its ARN: buckets, and what the inventory does not hold. */
const taggedBucket = kind('AWS::S3::Bucket', 'arn:{partition}:s3:::{}', {
  id: (value) => (BUCKET.test(value) ? value : undefined),
})('request.resourceArn');

/** Holds for each bucket of the account, present and future. */
const accountBlock = kind(
  'AWS::S3::AccountPublicAccessBlock',
  'arn:{partition}:s3::{account}:s3-account-public-access-block',
)();
const accountBlockChanged = alongWith(changed(accountBlock), all('AWS::S3::Bucket'));
/** The API calls both alike: of a bucket where it names one, else of the account that it names. */
const eitherBlock = firstOf(
  bucketNamed('request.bucketName'),
  recorded('AWS::S3::Bucket'),
  kind(
    'AWS::S3::AccountPublicAccessBlock',
    'arn:{partition}:s3::{}:s3-account-public-access-block',
  )('request.accountId'),
);

const accessPoint = kind(
  null,
  'arn:{partition}:s3:{region}:{account}:accesspoint/{}',
)('response.accessPointArn|request.name');
const lambdaAccessPoint = kind(
  null,
  'arn:{partition}:s3-object-lambda:{region}:{account}:accesspoint/{}',
)('response.objectLambdaAccessPointArn|request.name');
const directoryBucket = kind(
  null,
  'arn:{partition}:s3express:{region}:{account}:bucket/{}',
)('request.bucketName');

/**
 * Buckets with all that is set on them, whose parent they are. CloudTrail names events otherwise than the API its calls
 * (AmazonS3/latest/userguide/cloudtrail-logging-s3-info.html): both are here.
 */
export const s3Rules: RuleTable[] = [
  rules('s3.amazonaws.com', {
    CreateBucket: created(bucket),
    DeleteBucket: deleted(bucket),
    ...each(bucketPartEvents, changed(bucket)),
    ...each(['TagResource', 'UntagResource'], changed(taggedBucket)),

    ...each(['PutPublicAccessBlock', 'DeletePublicAccessBlock'], changed(eitherBlock)),
    ...each(['PutAccountPublicAccessBlock', 'DeleteAccountPublicAccessBlock'], accountBlockChanged),

    ...each(['CreateAccessPoint'], created(accessPoint)),
    ...each(['DeleteAccessPoint'], deleted(accessPoint)),
    ...each(
      [
        'PutAccessPointPolicy',
        'DeleteAccessPointPolicy',
        'PutAccessPointPublicAccessBlock',
        'PutAccessPointScope',
        'DeleteAccessPointScope',
      ],
      changed(accessPoint),
    ),
    CreateAccessPointForObjectLambda: created(lambdaAccessPoint),
    DeleteAccessPointForObjectLambda: deleted(lambdaAccessPoint),
    ...each(
      [
        'PutAccessPointPolicyForObjectLambda',
        'DeleteAccessPointPolicyForObjectLambda',
        'PutAccessPointConfigurationForObjectLambda',
      ],
      changed(lambdaAccessPoint),
    ),

    ...each(otherEvents, nothing('the inventory holds nothing of it')),
    ...each(objectEvents, nothing('objects, not the bucket')),
  }),
  rules('s3express.amazonaws.com', {
    CreateBucket: created(directoryBucket),
    DeleteBucket: deleted(directoryBucket),
    ...each(
      [
        'PutBucketPolicy',
        'DeleteBucketPolicy',
        'PutBucketEncryption',
        'DeleteBucketEncryption',
        'PutBucketLifecycle',
        'PutBucketLifecycleConfiguration',
        'DeleteBucketLifecycle',
      ],
      changed(directoryBucket),
    ),
  }),
];
