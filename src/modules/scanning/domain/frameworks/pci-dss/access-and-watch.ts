import {
  accessAlarms,
  administrators,
  alarmActions,
  networkChangeAlarms,
  objectEvents,
  publicPolicies,
  safeguardChangeAlarms,
  wideRights,
} from '../families.js';
import { byHand, decided, type Requirement, section } from '../framework.js';
import { documents } from './reasons.js';

const premises = 'Buildings and media: yours by inspection, those of AWS by its attestation.';

const access = section('7 Need to know', [
  byHand('7.1', 'Policies and roles', documents),
  decided(
    '7.2.1',
    'Access follows a model',
    'iam_no_root_access_key',
    'iam_policy_attached_only_to_group_or_roles',
    'ec2_instance_profile_attached',
    'iam_policy_cloudshell_admin_not_attached',
  ),
  decided('7.2.2', 'Rights are the least that a job needs', ...administrators, ...wideRights),
  byHand(
    '7.2.4',
    'Accounts and rights are reviewed every six months',
    'That somebody reviewed them is a record.',
    'secretsmanager_secret_unused',
  ),
  decided(
    '7.2.5',
    'Accounts of systems have least rights',
    'iam_role_trust_public',
    'iam_role_cross_service_confused_deputy_prevention',
  ),
  decided(
    '7.2.6',
    'Stores of cardholder data are reached by role',
    's3_bucket_cross_account_access',
    's3_bucket_acl_prohibited',
  ),
  decided(
    '7.3.1',
    'A system grants access by need',
    'rds_instance_iam_authentication_enabled',
    'rds_cluster_iam_authentication_enabled',
  ),
  decided('7.3.3', 'What is not granted is denied', ...publicPolicies),
]);

const identification = section('8 Identification', [
  byHand('8.1', 'Policies and roles', documents),
  decided('8.2.1', 'Each user has an own id', 'iam_no_root_access_key'),
  byHand('8.2.4', 'Changes of ids are approved', 'That a change was approved is a record.'),
  decided(
    '8.2.6',
    'Accounts unused for 90 days are disabled',
    'iam_user_accesskey_unused',
    'iam_user_unused',
    'iam_access_key_unused',
  ),
  byHand(
    '8.2.8',
    'A session ends when idle',
    'Idle sessions of consoles and applications are not in AWS.',
    'ec2_instance_imdsv2_enabled',
  ),
  decided(
    '8.3.6',
    'Passwords are complex',
    'iam_password_policy_uppercase',
    'iam_password_policy_lowercase',
    'iam_password_policy_number',
  ),
  decided(
    '8.3.9',
    'Passwords alone are changed every 90 days',
    'iam_rotate_access_key_90_days',
    'iam_password_policy_expires_passwords_within_90_days_or_less',
    'secretsmanager_automatic_rotation_enabled',
    'secretsmanager_secret_rotated_periodically',
  ),
  decided(
    '8.4.1',
    'Administrators sign in with MFA',
    'iam_root_mfa_enabled',
    'iam_root_hardware_mfa_enabled',
    'iam_user_mfa_enabled_console_access',
    's3_bucket_no_mfa_delete',
  ),
  byHand('8.4.2', 'All access to cardholder data has MFA', 'Where that environment ends, AWS does not tell.'),
  byHand('8.5.1', 'MFA cannot be bypassed', 'A matter of the system that asks for it.'),
  byHand('8.6.1', 'System accounts are used by people only in need', 'A matter of how people work.'),
  decided(
    '8.6.3',
    'Passwords of systems are changed',
    'iam_rotate_access_key_90_days',
    'secretsmanager_automatic_rotation_enabled',
    'secretsmanager_secret_rotated_periodically',
  ),
]);

const physical = section('9 Physical access', [
  byHand('9.1', 'Policies and roles', documents),
  byHand('9.2', 'Facilities are entered by those who may', premises),
  byHand('9.3', 'Staff and visitors are authorized', premises),
  byHand('9.4', 'Media are stored and destroyed securely', premises),
  byHand('9.5', 'Card readers are protected', premises),
]);

const logs = section('10 Logs', [
  byHand('10.1', 'Policies and roles', documents),
  decided(
    '10.2.1',
    'Audit logs are on',
    'cloudtrail_multi_region_enabled',
    'cloudtrail_cloudwatch_logging_enabled',
    's3_bucket_server_access_logging_enabled',
    'vpc_flow_logs_enabled',
    'rds_instance_integration_cloudwatch_logs',
    'elbv2_logging_enabled',
    ...objectEvents,
  ),
  decided(
    '10.3.1',
    'Logs are read by those who need them',
    'cloudtrail_logs_s3_bucket_is_not_publicly_accessible',
  ),
  decided(
    '10.3.2',
    'Logs cannot be changed',
    'cloudtrail_log_file_validation_enabled',
    'cloudtrail_kms_encryption_enabled',
    'rds_snapshots_public_access',
    'rds_cluster_snapshots_public_access',
  ),
  decided(
    '10.3.3',
    'Logs are backed up',
    'rds_instance_backup_enabled',
    'dynamodb_tables_pitr_enabled',
    'efs_have_backup_enabled',
  ),
  decided('10.3.4', 'Changes of logs are noticed', 's3_bucket_object_versioning', 's3_bucket_object_lock'),
  decided('10.4.1', 'Logs are reviewed', 'securityhub_enabled', ...accessAlarms, ...alarmActions),
  decided(
    '10.5.1',
    'Logs are kept for 12 months',
    'cloudwatch_log_group_retention_policy_specific_days_enabled',
  ),
  byHand('10.6', 'Clocks are in step', 'Clocks inside an instance are not read; AWS keeps its own.'),
  decided('10.7.2', 'Failures of security controls are noticed', ...safeguardChangeAlarms),
]);

const testing = section('11 Tests', [
  byHand('11.1', 'Policies and roles', documents),
  byHand('11.2', 'Wireless access points are known', 'They are not in AWS.'),
  decided(
    '11.3.1',
    'Vulnerabilities are scanned for inside',
    'ssm_managed_compliant_patching',
    'ecr_repositories_scan_images_on_push_enabled',
  ),
  byHand('11.3.2', 'An approved vendor scans from outside', 'The report of that vendor is the evidence.'),
  byHand('11.4', 'Penetration tests are done', 'The report of the testers is the evidence.'),
  decided('11.5.1', 'Intrusions are detected', 'guardduty_is_enabled', 'guardduty_s3_protection_enabled'),
  decided('11.5.2', 'Unexpected changes are noticed', ...networkChangeAlarms),
  byHand('11.6.1', 'Changes of payment pages are noticed', 'Pages in the browser are not read.'),
]);

const organisation = section('12 Organisation', [
  byHand('12.1', 'A security policy exists', documents),
  byHand('12.2', 'Acceptable use is defined', documents),
  byHand('12.3.1', 'Risks are analysed', documents),
  byHand(
    '12.3.4',
    'Hardware and software are reviewed each year',
    'That somebody reviewed them is a record.',
    'awslambda_function_using_supported_runtimes',
  ),
  byHand('12.4', 'Compliance is managed', documents),
  byHand('12.5', 'The scope is documented', documents),
  byHand('12.6', 'Staff are trained', documents),
  byHand('12.7', 'Staff are screened', documents),
  byHand('12.8', 'Service providers are managed', documents),
  byHand('12.9', 'Service providers support their customers', documents),
  byHand('12.10.1', 'An incident plan exists', documents),
  byHand(
    '12.10.3',
    'Somebody is there at any hour for incidents',
    'Who is on duty, AWS does not tell.',
    'iam_support_role_created',
  ),
]);

const providers = section('A1 Multi-tenant service providers', [
  byHand('A1.1.1', 'Provider and customers are separated', 'Only where you are such a provider.'),
  decided(
    'A1.1.2',
    'Customers reach their own data only',
    'ec2_ebs_snapshot_account_block_public_access',
    'ec2_ami_public',
  ),
  decided('A1.1.3', 'Customers reach their own resources only', 's3_account_level_public_access_blocks'),
]);

/** Requirements 7 to 12 and A1: who has access, logs, tests, the organisation. */
export const accessAndWatch: readonly Requirement[] = [
  ...access,
  ...identification,
  ...physical,
  ...logs,
  ...testing,
  ...organisation,
  ...providers,
];
