import {
  accessAlarms,
  encryptedStores,
  encryptedTransport,
  objectEvents,
  passwordCharacters,
  publicBuckets,
  publicPolicies,
  safeguardChangeAlarms,
} from './families.js';
import { byHand, decided, framework, type Framework, interpretive, section } from './framework.js';

const purpose = 'What personal data is processed, for what and on what ground, no configuration tells.';
const rights = 'How requests of people are answered is a procedure and its records.';
const people = 'A matter of people and documents.';

const principles = section('Principles', [
  byHand('Article 5', 'Principles of processing', purpose, 's3_bucket_lifecycle_enabled'),
  byHand('Article 6', 'Processing is lawful', purpose),
  byHand('Article 7', 'Consent can be shown', purpose),
  byHand('Article 9', 'Special categories of data', purpose),
]);

const rightsOfPeople = section('Rights of people', [
  byHand('Article 12', 'People are informed clearly', rights),
  byHand('Article 15', 'Access', rights),
  byHand('Article 16', 'Rectification', rights),
  byHand('Article 17', 'Erasure', rights),
  byHand('Article 18', 'Restriction', rights),
  byHand('Article 20', 'Portability', rights),
  byHand('Article 21', 'Objection', rights),
  byHand('Article 22', 'Automated decisions', rights),
]);

const duties = section('Controller and processor', [
  byHand('Article 24', 'The controller is responsible', people),
  decided(
    'Article 25',
    'Protection by design and by default',
    'iam_no_root_access_key',
    'iam_root_mfa_enabled',
    'iam_root_hardware_mfa_enabled',
    'iam_password_policy_minimum_length_14',
    'iam_password_policy_reuse_24',
    ...passwordCharacters,
    'iam_user_mfa_enabled_console_access',
    'iam_user_accesskey_unused',
    'iam_user_console_access_unused',
    'iam_rotate_access_key_90_days',
    'iam_customer_attached_policy_no_administrative_privileges',
    'iam_aws_attached_policy_no_administrative_privileges',
    'iam_inline_policy_no_administrative_privileges',
    'iam_support_role_created',
    'vpc_flow_logs_enabled',
    'cloudtrail_multi_region_enabled',
    'cloudtrail_log_file_validation_enabled',
    'cloudtrail_kms_encryption_enabled',
    'cloudtrail_cloudwatch_logging_enabled',
    'cloudtrail_logs_s3_bucket_access_logging_enabled',
    'cloudtrail_logs_s3_bucket_is_not_publicly_accessible',
    'kms_cmk_rotation_enabled',
    'config_recorder_all_regions_enabled',
    'cloudwatch_log_metric_filter_security_group_changes',
    ...accessAlarms,
    ...safeguardChangeAlarms,
  ),
  byHand('Article 28', 'Processors are bound by contract', people),
  byHand(
    'Article 30',
    'Records of processing',
    'The record is a document; the controls show that processing in AWS leaves traces.',
    'vpc_flow_logs_enabled',
    'cloudtrail_multi_region_enabled',
    'cloudtrail_kms_encryption_enabled',
    'cloudtrail_cloudwatch_logging_enabled',
    'kms_cmk_rotation_enabled',
    'config_recorder_all_regions_enabled',
    'elbv2_logging_enabled',
    ...objectEvents,
  ),
  decided(
    'Article 32',
    'Security of processing',
    's3_bucket_secure_transport_policy',
    's3_bucket_default_encryption',
    'ec2_ebs_volume_encryption',
    'rds_instance_storage_encrypted',
    'rds_instance_backup_enabled',
    'rds_instance_integration_cloudwatch_logs',
    'dynamodb_tables_pitr_enabled',
    'efs_have_backup_enabled',
    'cloudtrail_log_file_validation_enabled',
    'cloudtrail_kms_encryption_enabled',
    ...encryptedStores,
    ...encryptedTransport,
    ...publicBuckets,
    ...publicPolicies,
  ),
  byHand(
    'Article 33',
    'Breaches are notified within 72 hours',
    'Notifying is a procedure; the controls show that a breach would be noticed.',
    'guardduty_is_enabled',
    'guardduty_s3_protection_enabled',
  ),
  byHand('Article 34', 'People are told of breaches', rights),
  byHand('Article 35', 'Impact is assessed', people),
  byHand('Article 37', 'A data protection officer', people),
]);

const transfers = section('Transfers', [
  byHand('Article 44', 'Transfers to third countries', purpose, 's3_bucket_cross_region_replication'),
]);

export const gdpr: Framework = framework({
  id: 'gdpr',
  aliases: ['GDPR'],
  name: 'General Data Protection Regulation',
  version: '2016/679',
  description:
    'Regulation (EU) 2016/679: the articles that concern processing, with technical evidence for three.',
  note: `${interpretive} Which resources hold personal data, only you know.`,
  requirements: [...principles, ...rightsOfPeople, ...duties, ...transfers],
});
