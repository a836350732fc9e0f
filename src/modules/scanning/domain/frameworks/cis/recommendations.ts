import { type Requirement } from '../framework.js';

type Recommendation = Omit<Requirement, 'id' | 'section'>;

const by = (title: string, ...controls: string[]): Recommendation => ({ title, controls });
const person = (title: string, manual: string, ...controls: string[]): Recommendation => ({
  title,
  controls,
  manual,
});

const adminIngress = [
  'ec2_securitygroup_allow_ingress_from_internet_to_tcp_port_22',
  'ec2_securitygroup_allow_ingress_from_internet_to_tcp_port_3389',
  'ec2_securitygroup_allow_ingress_from_internet_to_all_ports',
];

/** Identity and access, in the order of 1.1 to 1.22; 1.5 ends before the last. */
export const identity = {
  contactDetails: person('Contact details are current', 'Only the owner knows whether they are.'),
  securityContact: person(
    'A security contact is registered',
    'Whether the contact is the right one is for the owner to say.',
  ),
  securityQuestions: person('Security questions are set', 'AWS has no API that tells.'),
  noRootKey: by('Root has no access key', 'iam_no_root_access_key'),
  rootMfa: by('Root signs in with MFA', 'iam_root_mfa_enabled'),
  rootHardwareMfa: by('Root has a hardware MFA device', 'iam_root_hardware_mfa_enabled'),
  rootUnused: by('Root is not used for daily work', 'iam_avoid_root_usage'),
  passwordLength: by('Passwords have 14 characters or more', 'iam_password_policy_minimum_length_14'),
  passwordReuse: by('The last 24 passwords cannot be used again', 'iam_password_policy_reuse_24'),
  userMfa: by('Users with a password have MFA', 'iam_user_mfa_enabled_console_access'),
  noInitialKey: by('Console users get no key when they are created', 'iam_user_no_setup_initial_access_key'),
  unusedCredentials: by(
    'Credentials unused for 45 days are disabled',
    'iam_user_accesskey_unused',
    'iam_user_console_access_unused',
  ),
  oneActiveKey: by('A user has one active key at most', 'iam_user_two_active_access_key'),
  keyRotation: by('Keys are rotated within 90 days', 'iam_rotate_access_key_90_days'),
  rightsThroughGroups: by(
    'Users get rights through groups only',
    'iam_policy_attached_only_to_group_or_roles',
  ),
  noFullAdmin: by(
    'No attached policy allows everything',
    'iam_customer_attached_policy_no_administrative_privileges',
    'iam_aws_attached_policy_no_administrative_privileges',
  ),
  supportRole: by('A role exists for AWS Support', 'iam_support_role_created'),
  instanceRoles: person(
    'Instances reach AWS through roles',
    'A profile shows that a role is there, not that no keys lie on the instance.',
    'ec2_instance_profile_attached',
  ),
  expiredCertificates: by(
    'No expired certificate is stored in IAM',
    'iam_no_expired_server_certificates_stored',
  ),
  accessAnalyzer: by('Access Analyzer is on in each region', 'accessanalyzer_enabled'),
  federation: person(
    'Users are managed in one place',
    'Which directory is the one place is a decision of the organisation.',
  ),
  cloudShell: person(
    'Full access to CloudShell is limited',
    'Who may have it is for the organisation to say.',
    'iam_policy_cloudshell_admin_not_attached',
  ),
} satisfies Record<string, Recommendation>;

export const storage = {
  bucketEncryption: by('Buckets encrypt by default', 's3_bucket_default_encryption'),
  bucketTransport: by('Buckets deny plain HTTP', 's3_bucket_secure_transport_policy'),
  bucketMfaDelete: by('Buckets ask for MFA to delete', 's3_bucket_no_mfa_delete'),
  bucketClassified: person(
    'Data in buckets is found and classified',
    'What data is sensitive, and where it may be, is for its owner to say.',
  ),
  bucketPublicAccess: by(
    'Buckets block public access',
    's3_bucket_level_public_access_block',
    's3_account_level_public_access_blocks',
  ),
  volumeEncryption: by('EBS volumes are encrypted', 'ec2_ebs_volume_encryption'),
  databaseEncryption: by('RDS instances are encrypted', 'rds_instance_storage_encrypted'),
  databaseUpgrades: by(
    'RDS instances take minor upgrades themselves',
    'rds_instance_minor_version_upgrade_enabled',
  ),
  databasePublic: by('RDS instances are not public', 'rds_instance_no_public_access'),
  databaseZones: by('RDS spans several zones', 'rds_instance_multi_az', 'rds_cluster_multi_az'),
  fileEncryption: by('EFS file systems are encrypted', 'efs_encryption_at_rest_enabled'),
} satisfies Record<string, Recommendation>;

export const logging = {
  trail: by('A trail records each region', 'cloudtrail_multi_region_enabled'),
  trailValidation: by('Trails sign their files', 'cloudtrail_log_file_validation_enabled'),
  trailBucketPublic: by(
    "A trail's bucket is not public",
    'cloudtrail_logs_s3_bucket_is_not_publicly_accessible',
  ),
  trailToLogs: by('Trails write to CloudWatch Logs', 'cloudtrail_cloudwatch_logging_enabled'),
  config: by('Config records in each region', 'config_recorder_all_regions_enabled'),
  trailBucketLogging: by("A trail's bucket logs access", 'cloudtrail_logs_s3_bucket_access_logging_enabled'),
  trailEncryption: by('Trails are encrypted with a KMS key', 'cloudtrail_kms_encryption_enabled'),
  keyRotation: by('Own symmetric KMS keys are rotated', 'kms_cmk_rotation_enabled'),
  flowLogs: by('VPCs have flow logs', 'vpc_flow_logs_enabled'),
  objectWrites: by('Writes of S3 objects are recorded', 'cloudtrail_s3_dataevents_write_enabled'),
  objectReads: by('Reads of S3 objects are recorded', 'cloudtrail_s3_dataevents_read_enabled'),
} satisfies Record<string, Recommendation>;

/** 4.1 to 4.16 in this order, in each version. */
export const monitoring: readonly Recommendation[] = [
  by('Denied API calls raise an alarm', 'cloudwatch_log_metric_filter_unauthorized_api_calls'),
  by('Sign-in without MFA raises an alarm', 'cloudwatch_log_metric_filter_sign_in_without_mfa'),
  by('Use of root raises an alarm', 'cloudwatch_log_metric_filter_root_usage'),
  by('Changes of IAM policies raise an alarm', 'cloudwatch_log_metric_filter_policy_changes'),
  by(
    'Changes of trails raise an alarm',
    'cloudwatch_log_metric_filter_and_alarm_for_cloudtrail_configuration_changes_enabled',
  ),
  by('Failed sign-ins raise an alarm', 'cloudwatch_log_metric_filter_authentication_failures'),
  by(
    'Disabling or deleting own KMS keys raises an alarm',
    'cloudwatch_log_metric_filter_disable_or_scheduled_deletion_of_kms_cmk',
  ),
  by(
    'Changes of bucket policies raise an alarm',
    'cloudwatch_log_metric_filter_for_s3_bucket_policy_changes',
  ),
  by(
    'Changes of Config raise an alarm',
    'cloudwatch_log_metric_filter_and_alarm_for_aws_config_configuration_changes_enabled',
  ),
  by('Changes of security groups raise an alarm', 'cloudwatch_log_metric_filter_security_group_changes'),
  by('Changes of network ACLs raise an alarm', 'cloudwatch_changes_to_network_acls_alarm_configured'),
  by('Changes of gateways raise an alarm', 'cloudwatch_changes_to_network_gateways_alarm_configured'),
  by('Changes of routes raise an alarm', 'cloudwatch_changes_to_network_route_tables_alarm_configured'),
  by('Changes of VPCs raise an alarm', 'cloudwatch_changes_to_vpcs_alarm_configured'),
  by('Changes of the organization raise an alarm', 'cloudwatch_log_metric_filter_aws_organizations_changes'),
  by('Security Hub is on', 'securityhub_enabled'),
];

export const network = {
  aclAdmin: by(
    'Network ACLs let no administration in from anywhere',
    'ec2_networkacl_allow_ingress_any_port',
    'ec2_networkacl_allow_ingress_tcp_port_22',
    'ec2_networkacl_allow_ingress_tcp_port_3389',
  ),
  groupAdminV4: by('Security groups let no administration in from 0.0.0.0/0', ...adminIngress),
  groupAdminV6: by('Security groups let no administration in from ::/0', ...adminIngress),
  defaultGroup: by(
    "A VPC's default group lets nothing through",
    'ec2_securitygroup_default_restrict_traffic',
  ),
  peeringRoutes: person(
    'Routes to peered VPCs are as narrow as possible',
    'How narrow is possible depends on what has to talk to what.',
    'vpc_peering_routing_tables_with_least_privilege',
  ),
  imdsV2: by('Instances answer IMDSv2 only', 'ec2_instance_imdsv2_enabled'),
  cifs: {
    title: 'File sharing (CIFS) is reached from trusted networks only',
    controls: ['ec2_securitygroup_allow_ingress_from_internet_to_all_ports'],
    unsupported: 'Port 445 has no control of its own; a group that opens every port is found.',
  },
} satisfies Record<string, Recommendation>;

/** A chapter: its recommendations in the order, and so under the numbers, that a version gives them. */
export const numbered = (
  section: string,
  prefix: string,
  recommendations: readonly Recommendation[],
  first = 1,
): Requirement[] =>
  recommendations.map((recommendation, index) => ({
    id: `${prefix}.${String(first + index)}`,
    section,
    ...recommendation,
  }));
