import {
  accessAlarms,
  administrators,
  alarmActions,
  deletionProtection,
  encryptedStores,
  encryptedTransport,
  networkChangeAlarms,
  objectEvents,
  openAdminPorts,
  openServicePorts,
  passwordCharacters,
  publicBuckets,
  publicPolicies,
  safeguardChangeAlarms,
  severalZones,
  wideRights,
} from './families.js';
import { byHand, decided, framework, type Framework, interpretive, section } from './framework.js';

const people = 'A matter of people and documents.';
const risk = 'An assessment is a document; the controls show only that its inputs exist.';
const privacy = 'What personal data is processed, and why, no configuration tells.';

const environment = section('CC1 Control environment', [
  byHand('CC1.1', 'Integrity and values', people),
  byHand('CC1.2', 'The board oversees', people),
  decided(
    'CC1.3',
    'Authority is assigned',
    'iam_policy_attached_only_to_group_or_roles',
    'iam_user_accesskey_unused',
    'iam_user_console_access_unused',
  ),
  byHand('CC1.4', 'Competent people', people),
  byHand('CC1.5', 'People are accountable', people),
]);

const information = section('CC2 Communication', [
  decided(
    'CC2.1',
    'Information for controls is there',
    'config_recorder_all_regions_enabled',
    ...objectEvents,
  ),
  byHand('CC2.2', 'It is shared inside', people),
  byHand('CC2.3', 'It is shared outside', people),
]);

const risks = section('CC3 Risk assessment', [
  byHand('CC3.1', 'Objectives are clear', people),
  byHand('CC3.2', 'Risks are identified', risk, 'guardduty_is_enabled'),
  byHand('CC3.3', 'Fraud is considered', risk, 'iam_policy_no_full_access_to_cloudtrail'),
  byHand('CC3.4', 'Changes are considered', risk),
]);

const activities = section('CC4, CC5 Monitoring and control activities', [
  byHand('CC4.1', 'Controls are evaluated', people),
  byHand('CC4.2', 'Deficiencies are communicated', people, ...alarmActions),
  byHand('CC5.1', 'Controls are chosen', people),
  decided('CC5.2', 'Technology has controls', ...networkChangeAlarms, ...safeguardChangeAlarms),
  byHand('CC5.3', 'Policies are put to work', people),
]);

const access = section('CC6 Access', [
  decided(
    'CC6.1',
    'Access to data and systems is protected',
    's3_bucket_public_access',
    's3_bucket_acl_prohibited',
    ...publicBuckets,
    ...publicPolicies,
    ...passwordCharacters,
    'iam_password_policy_expires_passwords_within_90_days_or_less',
    'iam_role_trust_public',
    'rds_instance_iam_authentication_enabled',
    'rds_cluster_iam_authentication_enabled',
  ),
  decided(
    'CC6.2',
    'Users are registered, and removed when they leave',
    'rds_instance_no_public_access',
    'iam_user_no_setup_initial_access_key',
    'iam_user_unused',
    'iam_access_key_unused',
  ),
  decided(
    'CC6.3',
    'Rights follow roles',
    'iam_customer_attached_policy_no_administrative_privileges',
    ...administrators,
    ...wideRights,
    'iam_policy_cloudshell_admin_not_attached',
    'iam_role_cross_service_confused_deputy_prevention',
    's3_bucket_cross_account_access',
  ),
  byHand('CC6.4', 'Facilities are protected', 'Yours by inspection, those of AWS by its reports.'),
  byHand('CC6.5', 'Data leaves with the media', 'Yours by inspection, those of AWS by its reports.'),
  decided(
    'CC6.6',
    'Threats from outside are kept out',
    ...openAdminPorts,
    ...openServicePorts,
    'ec2_securitygroup_allow_ingress_from_internet_to_any_port',
    'ec2_securitygroup_allow_wide_open_public_ipv4',
    'ec2_networkacl_allow_ingress_any_port',
    'ec2_networkacl_allow_ingress_tcp_port_22',
    'ec2_networkacl_allow_ingress_tcp_port_3389',
    'ec2_ebs_public_snapshot',
    'ec2_ebs_snapshot_account_block_public_access',
    'ec2_ami_public',
    'ec2_instance_public_ip',
    'vpc_subnet_no_public_ip_by_default',
    'vpc_peering_routing_tables_with_least_privilege',
  ),
  decided('CC6.7', 'Data on the way is protected', ...encryptedTransport),
  decided(
    'CC6.8',
    'Unwanted software is found',
    'guardduty_is_enabled',
    'guardduty_malware_protection_enabled',
    'ecr_repositories_scan_images_on_push_enabled',
    'awslambda_function_using_supported_runtimes',
  ),
]);

const operations = section('CC7 Operations', [
  decided(
    'CC7.1',
    'Vulnerabilities and changes are found',
    'securityhub_enabled',
    'guardduty_is_enabled',
    'ssm_managed_compliant_patching',
    'ssm_managed_instance_association_compliance',
    'ecr_repositories_scan_images_on_push_enabled',
  ),
  decided(
    'CC7.2',
    'Anomalies are watched for',
    'cloudtrail_multi_region_enabled',
    'cloudtrail_cloudwatch_logging_enabled',
    's3_bucket_server_access_logging_enabled',
    'vpc_flow_logs_enabled',
    'ec2_instance_imdsv2_enabled',
    'securityhub_enabled',
    'guardduty_is_enabled',
    'guardduty_s3_protection_enabled',
    'elbv2_logging_enabled',
    'rds_instance_integration_cloudwatch_logs',
    ...objectEvents,
    ...accessAlarms,
    ...networkChangeAlarms,
  ),
  decided(
    'CC7.3',
    'Events are evaluated',
    'cloudtrail_log_file_validation_enabled',
    'securityhub_enabled',
    'guardduty_is_enabled',
    'cloudwatch_log_group_kms_encryption_enabled',
    'cloudwatch_log_group_retention_policy_specific_days_enabled',
  ),
  decided(
    'CC7.4',
    'Incidents are answered',
    's3_bucket_object_versioning',
    'rds_instance_backup_enabled',
    'dynamodb_tables_pitr_enabled',
    'efs_have_backup_enabled',
    'securityhub_enabled',
    ...alarmActions,
  ),
  byHand(
    'CC7.5',
    'Systems are recovered',
    'That a recovery works is shown by doing it.',
    'dynamodb_tables_pitr_enabled',
    'efs_have_backup_enabled',
  ),
]);

const change = section('CC8, CC9 Change and risk mitigation', [
  decided(
    'CC8.1',
    'Changes are controlled',
    'config_recorder_all_regions_enabled',
    'config_recorder_using_aws_service_role',
    'ecr_repositories_tag_immutability',
  ),
  byHand('CC9.1', 'Disruptions are prepared for', people),
  byHand('CC9.2', 'Vendors are managed', people),
]);

const availability = section('A1 Availability', [
  decided(
    'A1.1',
    'Capacity and use are watched',
    's3_bucket_object_versioning',
    'cloudtrail_logs_s3_bucket_access_logging_enabled',
    'ec2_instance_detailed_monitoring_enabled',
    'rds_instance_enhanced_monitoring_enabled',
  ),
  decided(
    'A1.2',
    'Failures are survived',
    ...severalZones,
    ...deletionProtection,
    's3_bucket_cross_region_replication',
    'dynamodb_tables_pitr_enabled',
    'efs_have_backup_enabled',
  ),
  byHand('A1.3', 'Recovery is tested', 'That a recovery works is shown by doing it.'),
]);

const confidentiality = section('C1 Confidentiality', [
  decided('C1.1', 'Confidential data is kept apart', ...encryptedStores),
  byHand(
    'C1.2',
    'Confidential data is disposed of',
    'What is to go, and when, is a decision of the business.',
    's3_bucket_lifecycle_enabled',
    'cloudwatch_log_group_retention_policy_specific_days_enabled',
  ),
]);

const integrity = section('PI1 Processing integrity', [
  byHand('PI1.1', 'Processing is specified', people),
  byHand('PI1.2', 'Inputs are complete', 'A matter of the application.', 'elbv2_logging_enabled'),
  byHand('PI1.3', 'Processing is complete', 'A matter of the application.', ...objectEvents),
  decided(
    'PI1.4',
    'Outputs are protected',
    's3_bucket_default_encryption',
    's3_bucket_kms_encryption',
    'cloudwatch_log_group_kms_encryption_enabled',
    'sns_topics_kms_encryption_at_rest_enabled',
  ),
  decided(
    'PI1.5',
    'Stored data is protected from change',
    'ec2_ebs_volume_encryption',
    'rds_instance_storage_encrypted',
    'kms_cmk_rotation_enabled',
    's3_bucket_object_lock',
    'rds_cluster_storage_encrypted',
    'dynamodb_tables_kms_cmk_encryption_enabled',
  ),
]);

const personalData = section('P Privacy', [
  byHand('P1', 'Notice', privacy),
  byHand('P2', 'Choice and consent', privacy),
  byHand('P3', 'Collection', privacy),
  byHand('P4', 'Use, retention and disposal', privacy),
  byHand('P5', 'Access', privacy),
  byHand('P6', 'Disclosure', privacy),
  byHand('P7', 'Quality', privacy),
  byHand('P8', 'Monitoring', privacy),
]);

export const soc2: Framework = framework({
  id: 'soc2',
  aliases: ['SOC2', 'SOC_2', 'SOC 2'],
  name: 'SOC 2 Trust Services Criteria',
  version: '2017',
  description:
    'Criteria of the AICPA for security, availability, processing integrity, confidentiality, privacy.',
  note: `${interpretive} Only an auditor issues a SOC 2 report.`,
  requirements: [
    ...environment,
    ...information,
    ...risks,
    ...activities,
    ...access,
    ...operations,
    ...change,
    ...availability,
    ...confidentiality,
    ...integrity,
    ...personalData,
  ],
});
