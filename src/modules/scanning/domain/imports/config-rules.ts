import { controlById } from '../controls/index.js';
import { frameworksOf, type ImportedFinding } from './imported-finding.js';
import { controlsOfHub } from './security-hub-controls.js';

/**
 * Managed rules under the names that the console gives them, by the control of Security Hub that is checked by them.
 * docs.aws.amazon.com/config/latest/developerguide/managed-rules-by-aws-config.html
 */
const hubControls: Readonly<Record<string, string>> = {
  'access-keys-rotated': 'IAM.3',
  'acm-certificate-expiration-check': 'ACM.1',
  'alb-http-drop-invalid-header-enabled': 'ELB.4',
  'cloud-trail-cloud-watch-logs-enabled': 'CloudTrail.5',
  'cloud-trail-encryption-enabled': 'CloudTrail.2',
  'cloud-trail-log-file-validation-enabled': 'CloudTrail.4',
  'cmk-backing-key-rotation-enabled': 'KMS.4',
  'dynamodb-pitr-enabled': 'DynamoDB.2',
  'ebs-snapshot-public-restorable-check': 'EC2.1',
  'ec2-ebs-encryption-by-default': 'EC2.7',
  'ec2-imdsv2-check': 'EC2.8',
  'ec2-instance-no-public-ip': 'EC2.9',
  'ec2-stopped-instance': 'EC2.4',
  'efs-encrypted-check': 'EFS.1',
  'elb-deletion-protection-enabled': 'ELB.6',
  'encrypted-volumes': 'EC2.3',
  'guardduty-enabled-centralized': 'GuardDuty.1',
  'iam-policy-no-statements-with-admin-access': 'IAM.1',
  'iam-root-access-key-check': 'IAM.4',
  'iam-user-no-policies-check': 'IAM.2',
  'incoming-ssh-disabled': 'EC2.13',
  'kms-cmk-not-scheduled-for-deletion': 'KMS.3',
  'lambda-function-public-access-prohibited': 'Lambda.1',
  'mfa-enabled-for-iam-console-access': 'IAM.5',
  'multi-region-cloudtrail-enabled': 'CloudTrail.1',
  'rds-instance-deletion-protection-enabled': 'RDS.8',
  'rds-instance-public-access-check': 'RDS.2',
  'rds-multi-az-support': 'RDS.5',
  'rds-snapshots-public-prohibited': 'RDS.1',
  'rds-storage-encrypted': 'RDS.3',
  'restricted-ssh': 'EC2.13',
  'root-account-hardware-mfa-enabled': 'IAM.6',
  'root-account-mfa-enabled': 'IAM.9',
  's3-account-level-public-access-blocks': 'S3.1',
  's3-bucket-level-public-access-prohibited': 'S3.8',
  's3-bucket-logging-enabled': 'S3.9',
  's3-bucket-public-read-prohibited': 'S3.2',
  's3-bucket-ssl-requests-only': 'S3.5',
  's3-bucket-versioning-enabled': 'S3.14',
  's3-default-encryption-kms': 'S3.17',
  'secretsmanager-rotation-enabled-check': 'SecretsManager.1',
  'subnet-auto-assign-public-ip-disabled': 'EC2.15',
  'vpc-default-security-group-closed': 'EC2.2',
  'vpc-flow-logs-enabled': 'EC2.6',
};

/** Those that Security Hub makes for its own checks: it reports them itself. */
export const isOfSecurityHub = (ruleName: string): boolean => ruleName.startsWith('securityhub-');

/** Without what Security Hub (a hash) and conformance packs add to a rule's name. */
const bareName = (ruleName: string): string =>
  ruleName
    .toLowerCase()
    .replace(/^securityhub-(.+)-[0-9a-f]{6,8}$/, '$1')
    .replace(/-conformance-pack-[a-z0-9]+$/, '');

/** Our controls that decide what a managed rule decides; none for a rule of another name. */
export function controlsOfRule(ruleName: string): readonly string[] {
  const hubControl = hubControls[bareName(ruleName)];
  return hubControl === undefined ? [] : controlsOfHub(hubControl);
}

/** A resource that does not comply with a rule, as GetComplianceDetailsByConfigRule tells. */
export interface NonCompliance {
  ruleName: string;
  resourceType: string;
  resourceId: string;
  at: Date;
  annotation: string | null;
}

export function fromConfig(
  { ruleName, resourceType, resourceId, at, annotation }: NonCompliance,
  place: { partition: string; accountId: string; region: string },
): ImportedFinding {
  const controlIds = controlsOfRule(ruleName);
  const [controlId] = controlIds;
  const control = controlId === undefined ? undefined : controlById(controlId);
  return {
    provider: 'config',
    externalId: [place.accountId, place.region, ruleName, resourceType, resourceId].join('/'),
    ...{ accountId: place.accountId, region: place.region, resourceType },
    resourceArn: arnOf(resourceType, resourceId, place),
    title: control?.title ?? `Does not comply with the rule ${ruleName}`,
    severity: control?.severity ?? 'medium', // Config itself weighs nothing
    ...{ says: 'fail', violates: true, externalControl: ruleName, controlIds, updatedAt: at },
    frameworks: frameworksOf(controlIds),
    details: { compliance: 'NON_COMPLIANT', resourceId, annotation },
  };
}

/** By type: what stands behind the account in the ARN. Config names other types by ids that are in no ARN. */
const PATHS: Readonly<Record<string, readonly [service: string, prefix: string]>> = {
  'AWS::EC2::Instance': ['ec2', 'instance/'],
  'AWS::EC2::Volume': ['ec2', 'volume/'],
  'AWS::EC2::SecurityGroup': ['ec2', 'security-group/'],
  'AWS::EC2::VPC': ['ec2', 'vpc/'],
  'AWS::EC2::Subnet': ['ec2', 'subnet/'],
  'AWS::EC2::NetworkAcl': ['ec2', 'network-acl/'],
  'AWS::KMS::Key': ['kms', 'key/'],
  'AWS::Lambda::Function': ['lambda', 'function:'],
  'AWS::DynamoDB::Table': ['dynamodb', 'table/'],
  'AWS::EFS::FileSystem': ['elasticfilesystem', 'file-system/'],
};

function arnOf(
  type: string,
  id: string,
  { partition, accountId, region }: { partition: string; accountId: string; region: string },
): string | null {
  if (id.startsWith('arn:')) return id;
  if (type === 'AWS::::Account') return `AWS::::Account:${accountId}`;
  if (type === 'AWS::S3::Bucket') return `arn:${partition}:s3:::${id}`;
  const path = PATHS[type];
  return path === undefined ? null : `arn:${partition}:${path[0]}:${region}:${accountId}:${path[1]}${id}`;
}
