import { logAlarms } from '../../src/modules/scanning/domain/controls/cloudtrail/log-alarms.js';
import { recommendations } from '../../src/modules/scanning/domain/controls/cloudtrail/alarm-recommendations.js';
import { type Aws } from '../../src/platform/aws/index.js';
import { type Answers, sdkError, type ServiceProofs, type World } from './proof.js';

const LOG_GROUP = 'trail';
const NAMESPACE = 'CloudTrail';

/** A metric filter, its alarm, the alarms' topic and a subscription for each recommendation. */
async function watch(aws: Aws): Promise<void> {
  const [logs, cloudwatch, sns] = await Promise.all([aws.logs(), aws.cloudwatch(), aws.sns()]);
  const { TopicArn = '' } = await sns.createTopic({ Name: 'alarms' });
  await sns.subscribe({ TopicArn, Protocol: 'https', Endpoint: 'https://example.com/alarms' });
  for (const { cis, pattern } of recommendations) {
    await logs.putMetricFilter({
      ...{ logGroupName: LOG_GROUP, filterName: cis, filterPattern: pattern },
      metricTransformations: [{ metricName: cis, metricNamespace: NAMESPACE, metricValue: '1' }],
    });
    await cloudwatch.putMetricAlarm({
      ...{ AlarmName: cis, Namespace: NAMESPACE, MetricName: cis, AlarmActions: [TopicArn] },
      ...{ Statistic: 'Sum', Period: 300, EvaluationPeriods: 1, Threshold: 1 },
      ComparisonOperator: 'GreaterThanOrEqualToThreshold',
    });
  }
}

/** Names are the emulator's, whose accounts share one space of bucket names. */
const bucketsOf = (accountId: string) => ({ kept: `kept-${accountId}`, open: `open-${accountId}` });

async function makeBuckets(aws: Aws, accountId: string): Promise<void> {
  const s3 = await aws.s3();
  const { kept, open } = bucketsOf(accountId);
  for (const Bucket of [kept, open])
    await s3.createBucket({ Bucket, CreateBucketConfiguration: { LocationConstraint: 'eu-west-1' } });
  const allow = (Principal: unknown, Action: string) => ({
    ...{ Effect: 'Allow', Principal, Action },
    Resource: `arn:aws:s3:::${open}/*`,
  });
  const Statement = [
    allow({ Service: 'logging.s3.amazonaws.com' }, 's3:PutObject'),
    allow('*', 's3:GetObject'),
  ];
  await s3.putBucketPolicy({ Bucket: open, Policy: JSON.stringify({ Version: '2012-10-17', Statement }) });
  const BucketLoggingStatus = { LoggingEnabled: { TargetBucket: open, TargetPrefix: '' } };
  await s3.putBucketLogging({ Bucket: kept, BucketLoggingStatus });
}

async function build({ accountId, aws, other }: World): Promise<Record<string, string>> {
  await makeBuckets(aws(), accountId);
  const { kept, open } = bucketsOf(accountId);
  const logs = await aws().logs();
  await logs.createLogGroup({ logGroupName: LOG_GROUP });
  const cloudtrail = await aws().cloudtrail();
  await cloudtrail.createTrail({
    ...{ Name: 'all', S3BucketName: kept, IsMultiRegionTrail: true, EnableLogFileValidation: true },
    CloudWatchLogsLogGroupArn: `arn:aws:logs:eu-west-1:${accountId}:log-group:${LOG_GROUP}:*`,
    CloudWatchLogsRoleArn: `arn:aws:iam::${accountId}:role/trail`,
    KmsKeyId: `arn:aws:kms:eu-west-1:${accountId}:key/1234abcd-12ab-34cd-56ef-1234567890ab`,
    TagsList: [{ Key: 'team', Value: 'security' }],
  });
  await cloudtrail.startLogging({ Name: 'all' });
  const objects = [{ Type: 'AWS::S3::Object', Values: ['arn:aws:s3'] }];
  await cloudtrail.putEventSelectors({
    TrailName: 'all',
    EventSelectors: [{ ReadWriteType: 'All', IncludeManagementEvents: true, DataResources: objects }],
  });
  await cloudtrail.createTrail({ Name: 'one-region', S3BucketName: open });
  await watch(aws());
  await onlySingleRegions(other.aws(), other.accountId);
  const trail = (name: string) => `arn:aws:cloudtrail:eu-west-1:${accountId}:trail/${name}`;
  return {
    ...{ all: trail('all'), oneRegion: trail('one-region') },
    account: `arn:aws:cloudtrail::${accountId}:trails`,
    otherAccount: `arn:aws:cloudtrail::${other.accountId}:trails`,
  };
}

/** A trail that logs all management events, and is no trail of all regions. */
async function onlySingleRegions(aws: Aws, accountId: string): Promise<void> {
  await makeBuckets(aws, accountId);
  const cloudtrail = await aws.cloudtrail();
  await cloudtrail.createTrail({ Name: 'one-region', S3BucketName: bucketsOf(accountId).kept });
  await cloudtrail.startLogging({ Name: 'one-region' });
}

const TRAIL = 'arn:aws:cloudtrail:eu-west-1:123456789012:trail/all';

/** One trail, whose latest delivery to CloudWatch Logs was then; its bucket is another account's, and denies. */
const delivered = (LatestCloudWatchLogsDeliveryTime: Date | undefined): Answers => ({
  cloudtrail: {
    describeTrails: {
      trailList: [
        {
          ...{ Name: 'all', TrailARN: TRAIL, HomeRegion: 'eu-west-1', S3BucketName: 'trail-logs' },
          ...{ IsMultiRegionTrail: true, IncludeGlobalServiceEvents: true, IsOrganizationTrail: false },
          ...{ LogFileValidationEnabled: true, HasCustomEventSelectors: false, HasInsightSelectors: false },
          CloudWatchLogsLogGroupArn: 'arn:aws:logs:eu-west-1:123456789012:log-group:trail:*',
          CloudWatchLogsRoleArn: 'arn:aws:iam::123456789012:role/trail',
        },
      ],
    },
    getTrailStatus: {
      ...{ IsLogging: true, LatestDeliveryTime: new Date(), StartLoggingTime: new Date(0) },
      LatestCloudWatchLogsDeliveryTime,
    },
    getEventSelectors: {
      TrailARN: TRAIL,
      EventSelectors: [
        {
          ReadWriteType: 'All',
          IncludeManagementEvents: true,
          DataResources: [],
          ExcludeManagementEventSources: [],
        },
      ],
    },
    listTags: { ResourceTagList: [{ ResourceId: TRAIL, TagsList: [] }] },
  },
  s3: { getBucketLocation: sdkError('AccessDenied', 403) },
});

export const cloudtrailProofs: ServiceProofs = {
  service: 'cloudtrail',
  build,
  emulated: {
    cloudtrail_multi_region_enabled: { pass: 'account', fail: 'otherAccount' },
    cloudtrail_log_file_validation_enabled: { pass: 'all', fail: 'oneRegion' },
    cloudtrail_kms_encryption_enabled: { pass: 'all', fail: 'oneRegion' },
    cloudtrail_logs_s3_bucket_access_logging_enabled: { pass: 'all', fail: 'oneRegion' },
    cloudtrail_logs_s3_bucket_is_not_publicly_accessible: { pass: 'all', fail: 'oneRegion' },
    cloudtrail_s3_dataevents_write_enabled: { pass: 'account', fail: 'otherAccount' },
    cloudtrail_s3_dataevents_read_enabled: { pass: 'account', fail: 'otherAccount' },
    ...Object.fromEntries(logAlarms.map(({ id }) => [id, { pass: 'account', fail: 'otherAccount' }])),
  },
  documented: {
    cloudtrail_cloudwatch_logging_enabled: {
      source: 'https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_GetTrailStatus.html',
      because:
        'the emulator delivers nothing to CloudWatch Logs, and its status has no LatestCloudWatchLogsDeliveryTime',
      pass: delivered(new Date()),
      fail: delivered(new Date(Date.now() - 3 * 86_400_000)),
    },
  },
};
