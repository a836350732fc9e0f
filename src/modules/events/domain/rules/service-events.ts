import { alongWith, by, changed, deleted, each, kind, nothing, rules, type RuleTable } from '../rule.js';
import { accountTrails } from './cloudtrail.js';
import { configItem } from './config-items.js';
import { clusterAt, clusterSnapshotAt, instanceAt, snapshotAt } from './rds-kinds.js';
import { ec2ServiceRules } from './service-events-ec2.js';

/** What a service tells EventBridge by itself (eventbridge/latest/ref/events.html), by the event's `source`. */

/** The ids' meanings: AmazonRDS/latest/UserGuide/USER_Events.Messages.html. */
const rdsEvent = (of: typeof instanceAt, made: readonly string[], gone: readonly string[]) =>
  by(changed(of('detail.SourceArn|event.resources[]')), 'detail.EventID', {
    ...Object.fromEntries(made.map((id) => [`RDS-EVENT-${id}`, 'created'] as const)),
    ...Object.fromEntries(gone.map((id) => [`RDS-EVENT-${id}`, 'deleted'] as const)),
  });

const key = kind('AWS::KMS::Key', 'arn:{partition}:kms:{region}:{account}:key/{}')('event.resources[]');
const certificate = changed(
  kind(
    'AWS::CertificateManager::Certificate',
    'arn:{partition}:acm:{region}:{account}:certificate/{}',
  )('event.resources[]'),
);
const repository = kind('AWS::ECR::Repository', 'arn:{partition}:ecr:{region}:{account}:repository/{}');
/** A repository may be made for what is copied or pulled into it. */
const mayBeNew = alongWith(changed(), repository('event.resources[]|detail.repository-name'));
const alarmConfiguration = alongWith(
  by(
    changed(
      kind(
        'AWS::CloudWatch::Alarm',
        'arn:{partition}:cloudwatch:{region}:{account}:alarm:{}',
      )('event.resources[]|detail.alarmName'),
    ),
    'detail.operation',
    { create: 'created', delete: 'deleted' },
  ),
  accountTrails,
);
const alarms = {
  'CloudWatch Alarm Configuration Change': alarmConfiguration,
  'CloudWatch Alarm State Change': nothing('the state, no configuration'),
  'CloudWatch Alarm Contributor State Change': nothing('the state, no configuration'),
};
const parameter = kind(null, 'arn:{partition}:ssm:{region}:{account}:parameter/{}')('event.resources[]');

export const serviceEventRules: readonly RuleTable[] = [
  ...ec2ServiceRules,
  rules('aws.config', {
    'Config Configuration Item Change': configItem,
    'Config Rules Compliance Change': nothing('a verdict'),
    'Config Rules Re-evaluation Status': nothing('a job'),
    'Config Configuration Snapshot Delivery Status': nothing('a job'),
    'Config Configuration History Delivery Status': nothing('a job'),
  }),
  rules('aws.rds', {
    'RDS DB Instance Event': rdsEvent(instanceAt, ['0005', '0019', '0043'], ['0003']),
    'RDS DB Cluster Event': rdsEvent(clusterAt, ['0170'], ['0171']),
    'RDS DB Snapshot Event': rdsEvent(snapshotAt, ['0042', '0091'], ['0041']),
    'RDS DB Cluster Snapshot Event': rdsEvent(clusterSnapshotAt, ['0075', '0169'], []),
    'RDS DB Parameter Group Event': nothing('a parameter group'),
    'RDS DB Security Group Event': nothing('a security group of EC2-Classic'),
  }),
  // acm/latest/userguide/supported-events.html
  rules('aws.acm', {
    'ACM Certificate Available': certificate,
    'ACM Certificate Rotated': certificate,
    'ACM Certificate Expired': certificate,
    'ACM Certificate Revoked': certificate,
    'ACM Certificate Renewal Action Required': certificate,
    // a day nearer: what is asked of it may be answered otherwise now
    'ACM Certificate Approaching Expiration': certificate,
  }),
  // kms/latest/developerguide/kms-events.html
  rules('aws.kms', {
    'KMS CMK Deletion': deleted(key),
    'KMS CMK Rotation': changed(key),
    'KMS Imported Key Material Expiration': changed(key),
  }),
  // AmazonECR/latest/userguide/ecr-eventbridge.html
  rules('aws.ecr', {
    'ECR Pull Through Cache Action': mayBeNew,
    'ECR Replication Action': mayBeNew,
    'ECR Image Action': nothing('an image'),
    'ECR Image Scan': nothing('findings'),
    'ECR Referrer Action': nothing('an image'),
  }),
  rules('aws.cloudwatch', alarms),
  rules('aws.monitoring', alarms),
  rules('aws.ssm', {
    'Parameter Store Change': by(changed(parameter), 'detail.operation', {
      Create: 'created',
      Delete: 'deleted',
    }),
    'EC2 Command Status-change Notification': nothing('a job'),
    'EC2 Command Invocation Status-change Notification': nothing('a job'),
    'EC2 Automation Execution Status-change Notification': nothing('a job'),
    'EC2 Automation Step Status-change Notification': nothing('a job'),
    'Configuration Compliance State Change': nothing('a verdict'),
    'EC2 State Manager Association State Change': nothing('a job'),
    'EC2 State Manager Instance Association State Change': nothing('a job'),
  }),
  rules('aws.guardduty', { 'GuardDuty Finding': nothing('findings') }),
  rules('aws.securityhub', {
    'Security Hub Findings - Imported': nothing('findings'),
    'Security Hub Findings - Custom Action': nothing('findings'),
    'Security Hub Insight Results': nothing('findings'),
  }),
  rules('aws.access-analyzer', { 'Access Analyzer Finding': nothing('findings') }),
  rules('aws.inspector2', {
    'Inspector2 Finding': nothing('findings'),
    'Inspector2 Scan': nothing('a job'),
    'Inspector2 Coverage': nothing('a job'),
  }),
  rules('aws.health', {
    'AWS Health Event': nothing('news of AWS'),
    'AWS Health Abuse Event': nothing('news of AWS'),
  }),
  rules('aws.s3', {
    ...each(
      [
        ...['Object Created', 'Object Deleted', 'Object Restore Initiated', 'Object Restore Completed'],
        ...['Object Restore Expired', 'Object Tags Added', 'Object Tags Deleted', 'Object ACL Updated'],
        ...['Object Storage Class Changed', 'Object Access Tier Changed'],
      ],
      nothing('data'),
    ),
  }),
];
