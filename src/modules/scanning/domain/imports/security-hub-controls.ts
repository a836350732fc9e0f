import { frameworkOf } from '../frameworks/index.js';

const alarm = (name: string): string[] => [`cloudwatch_log_metric_filter_${name}`];
const change = (name: string): string[] => [`cloudwatch_changes_to_${name}_alarm_configured`];
const ingress = (port: string) => `ec2_securitygroup_allow_ingress_from_internet_to_tcp_port_${port}`;

/**
 * Controls of Security Hub beyond its own standard (those of CIS alone) that a control here decides.
 * docs.aws.amazon.com/securityhub/latest/userguide/securityhub-controls-reference.html
 */
const beyondFsbp: Readonly<Record<string, readonly string[]>> = {
  'CloudTrail.6': ['cloudtrail_logs_s3_bucket_is_not_publicly_accessible'],
  'CloudTrail.7': ['cloudtrail_logs_s3_bucket_access_logging_enabled'],
  'CloudWatch.1': alarm('root_usage'),
  'CloudWatch.2': alarm('unauthorized_api_calls'),
  'CloudWatch.3': alarm('sign_in_without_mfa'),
  'CloudWatch.4': alarm('policy_changes'),
  'CloudWatch.5': alarm('and_alarm_for_cloudtrail_configuration_changes_enabled'),
  'CloudWatch.6': alarm('authentication_failures'),
  'CloudWatch.7': alarm('disable_or_scheduled_deletion_of_kms_cmk'),
  'CloudWatch.8': alarm('for_s3_bucket_policy_changes'),
  'CloudWatch.9': alarm('and_alarm_for_aws_config_configuration_changes_enabled'),
  'CloudWatch.10': alarm('security_group_changes'),
  'CloudWatch.11': change('network_acls'),
  'CloudWatch.12': change('network_gateways'),
  'CloudWatch.13': change('network_route_tables'),
  'CloudWatch.14': change('vpcs'),
  'EC2.13': [ingress('22')],
  'EC2.14': [ingress('3389')],
  'IAM.9': ['iam_root_mfa_enabled'],
  'IAM.11': ['iam_password_policy_uppercase'],
  'IAM.12': ['iam_password_policy_lowercase'],
  'IAM.13': ['iam_password_policy_symbol'],
  'IAM.14': ['iam_password_policy_number'],
  'IAM.15': ['iam_password_policy_minimum_length_14'],
  'IAM.16': ['iam_password_policy_reuse_24'],
  'IAM.17': ['iam_password_policy_expires_passwords_within_90_days_or_less'],
  'IAM.18': ['iam_support_role_created'],
  'IAM.19': ['iam_user_mfa_enabled_console_access'],
  'IAM.20': ['iam_avoid_root_usage'],
  'IAM.22': ['iam_user_accesskey_unused', 'iam_user_console_access_unused'],
  'IAM.26': ['iam_no_expired_server_certificates_stored'],
  'IAM.27': ['iam_policy_cloudshell_admin_not_attached'],
  'IAM.28': ['accessanalyzer_enabled'],
  'KMS.4': ['kms_cmk_rotation_enabled'],
  'S3.14': ['s3_bucket_object_versioning'],
  'S3.17': ['s3_bucket_kms_encryption'],
  'S3.20': ['s3_bucket_no_mfa_delete'],
  'S3.22': ['cloudtrail_s3_dataevents_write_enabled'],
  'S3.23': ['cloudtrail_s3_dataevents_read_enabled'],
};

const byFsbp = new Map(
  (frameworkOf('fsbp')?.requirements ?? []).map(({ id, controls }) => [id, controls] as const),
);

/** Our controls that decide what a control of Security Hub (`S3.8`) decides; none for what nobody here decides. */
export const controlsOfHub = (securityControlId: string): readonly string[] =>
  byFsbp.get(securityControlId) ?? beyondFsbp[securityControlId] ?? [];

/** `CIS AWS Foundations Benchmark v3.0.0/2.1.4`, as RelatedRequirements has it -> our controls, for versions known. */
export function controlsOfRequirement(related: string): readonly string[] {
  const [, version, id] = /^CIS AWS Foundations Benchmark v(\d+\.\d+)\.\d+\/(\S+)$/.exec(related) ?? [];
  if (version === undefined) return [];
  return frameworkOf(`cis-${version}`)?.requirements.find((one) => one.id === id)?.controls ?? [];
}

/** `standards/pci-dss/v/4.0.1` -> the slug of the framework; undefined for what is none here. */
export function frameworkOfStandard(standardsId: string): string | undefined {
  const [, name, version = ''] = /(?:standards|ruleset)\/([a-z0-9-]+)\/v\/(\d+\.\d+)/.exec(standardsId) ?? [];
  switch (name) {
    case 'aws-foundational-security-best-practices':
      return 'fsbp';
    case 'cis-aws-foundations-benchmark':
      return frameworkOf(`cis-${version}`)?.id;
    case 'pci-dss':
      return frameworkOf(`pci-dss-${version}`)?.id;
    default:
      return undefined;
  }
}
