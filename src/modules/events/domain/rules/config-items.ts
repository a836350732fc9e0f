import { by, changed, choose, kind, type Rule, type Target } from '../rule.js';
import * as ec2 from './ec2-kinds.js';
import { clusterAt, clusterSnapshotAt, instanceAt, snapshotAt } from './rds-kinds.js';

/** A large item comes as a summary: the item itself is in S3. */
const ofItem = (...fields: readonly string[]): string =>
  fields
    .flatMap((field) => [`detail.configurationItem.${field}`, `detail.configurationItemSummary.${field}`])
    .join('|');

const status = ofItem('configurationItemStatus');
const item = (target: Target): Rule =>
  by(changed(target), status, {
    ResourceDiscovered: 'created',
    ResourceDeleted: 'deleted',
    ResourceDeletedNotRecorded: 'deleted',
  });

/** Items of types whose ARN is the inventory's, which AWS leaves out of some. */
const named = (type: string, arn: string): Rule => item(kind(type, arn)(ofItem('ARN', 'resourceName')));
const withId = (of: (path: string) => Target): Rule => item(of(ofItem('resourceId')));
const regional = (type: string, service: string, resource: string): Rule =>
  named(type, `arn:{partition}:${service}:{region}:{account}:${resource}{}`);
const iam = (type: string, resource: string): Rule =>
  named(type, `arn:{partition}:iam::{account}:${resource}/{}`);

const LOAD_BALANCER = 'AWS::ElasticLoadBalancingV2::LoadBalancer';

/**
 * A change that AWS Config recorded (config/latest/developerguide/monitor-config-with-cloudwatchevents.html), by
 * Config's name of the type. It tells of what no call did: what AWS itself changed, or a call that CloudTrail lost.
 */
export const configItem = choose(ofItem('resourceType'), {
  'AWS::EC2::Instance': withId(ec2.instance),
  'AWS::EC2::Volume': withId(ec2.volume),
  'AWS::EC2::EIP': withId(ec2.address),
  'AWS::EC2::FlowLog': withId(ec2.flowLog),
  'AWS::EC2::NetworkAcl': withId(ec2.networkAcl),
  'AWS::EC2::NetworkInterface': withId(ec2.networkInterface),
  'AWS::EC2::RouteTable': withId(ec2.routeTable),
  'AWS::EC2::SecurityGroup': withId(ec2.securityGroup),
  'AWS::EC2::Subnet': withId(ec2.subnet),
  'AWS::EC2::VPC': withId(ec2.vpc),
  'AWS::S3::Bucket': named('AWS::S3::Bucket', 'arn:{partition}:s3:::{}'),
  'AWS::S3::AccountPublicAccessBlock': item(
    kind(
      'AWS::S3::AccountPublicAccessBlock',
      'arn:{partition}:s3::{account}:s3-account-public-access-block',
    )(),
  ),
  'AWS::IAM::User': iam('AWS::IAM::User', 'user'),
  'AWS::IAM::Role': iam('AWS::IAM::Role', 'role'),
  'AWS::IAM::Group': iam('AWS::IAM::Group', 'group'),
  'AWS::IAM::Policy': iam('AWS::IAM::ManagedPolicy', 'policy'),
  'AWS::IAM::ServerCertificate': iam('AWS::IAM::ServerCertificate', 'server-certificate'),
  'AWS::RDS::DBInstance': item(instanceAt(ofItem('ARN', 'resourceName'))),
  'AWS::RDS::DBCluster': item(clusterAt(ofItem('ARN', 'resourceName'))),
  'AWS::RDS::DBSnapshot': item(snapshotAt(ofItem('ARN', 'resourceName'))),
  'AWS::RDS::DBClusterSnapshot': item(clusterSnapshotAt(ofItem('ARN', 'resourceName'))),
  'AWS::KMS::Key': item(
    kind('AWS::KMS::Key', 'arn:{partition}:kms:{region}:{account}:key/{}')(ofItem('ARN', 'resourceId')),
  ),
  'AWS::Lambda::Function': regional('AWS::Lambda::Function', 'lambda', 'function:'),
  'AWS::SNS::Topic': regional('AWS::SNS::Topic', 'sns', ''),
  'AWS::SQS::Queue': regional('AWS::SQS::Queue', 'sqs', ''),
  'AWS::SecretsManager::Secret': item(
    kind(
      'AWS::SecretsManager::Secret',
      'arn:{partition}:secretsmanager:{region}:{account}:secret:{}',
    )(ofItem('ARN', 'resourceId')),
  ),
  'AWS::DynamoDB::Table': regional('AWS::DynamoDB::Table', 'dynamodb', 'table/'),
  'AWS::CloudTrail::Trail': regional('AWS::CloudTrail::Trail', 'cloudtrail', 'trail/'),
  'AWS::CloudWatch::Alarm': regional('AWS::CloudWatch::Alarm', 'cloudwatch', 'alarm:'),
  'AWS::ECR::Repository': regional('AWS::ECR::Repository', 'ecr', 'repository/'),
  'AWS::EFS::FileSystem': item(
    kind(
      'AWS::EFS::FileSystem',
      'arn:{partition}:elasticfilesystem:{region}:{account}:file-system/{}',
    )(ofItem('resourceId')),
  ),
  [LOAD_BALANCER]: item(
    kind(
      LOAD_BALANCER,
      'arn:{partition}:elasticloadbalancing:{region}:{account}:loadbalancer/{}',
    )(ofItem('ARN', 'resourceId')),
  ),
  'AWS::ACM::Certificate': item(
    kind(
      'AWS::CertificateManager::Certificate',
      'arn:{partition}:acm:{region}:{account}:certificate/{}',
    )(ofItem('ARN', 'resourceId')),
  ),
  'AWS::GuardDuty::Detector': item(
    kind(
      'AWS::GuardDuty::Detector',
      'arn:{partition}:guardduty:{region}:{account}:detector/{}',
    )(ofItem('resourceId')),
  ),
  'AWS::AccessAnalyzer::Analyzer': regional('AWS::AccessAnalyzer::Analyzer', 'access-analyzer', 'analyzer/'),
  'AWS::Logs::LogGroup': regional('AWS::Logs::LogGroup', 'logs', 'log-group:'),
  // Config's ARN of it says managed-instance-inventory
  'AWS::SSM::ManagedInstanceInventory': item(
    kind(
      'AWS::SSM::ManagedInstance',
      'arn:{partition}:ssm:{region}:{account}:managed-instance/{}',
    )(ofItem('resourceId')),
  ),
});
