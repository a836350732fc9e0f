import { passwordCharacters } from '../families.js';
import { decided, notRead, type Requirement, section } from '../framework.js';

const runtime = 'Runtime monitoring and its agents are not read.';

export const identityAndLogging: readonly Requirement[] = [
  ...section('ACM', [
    decided('ACM.1', 'Certificates are renewed in time', 'acm_certificates_expiration_check'),
    decided('ACM.2', 'RSA keys have 2,048 bits or more', 'acm_certificates_rsa_key_length'),
  ]),
  ...section('CloudTrail', [
    decided('CloudTrail.1', 'A trail records each region', 'cloudtrail_multi_region_enabled'),
    decided('CloudTrail.2', 'Trails are encrypted with a KMS key', 'cloudtrail_kms_encryption_enabled'),
    decided('CloudTrail.4', 'Trails sign their files', 'cloudtrail_log_file_validation_enabled'),
    decided('CloudTrail.5', 'Trails write to CloudWatch Logs', 'cloudtrail_cloudwatch_logging_enabled'),
  ]),
  ...section('Config', [
    decided(
      'Config.1',
      'Config records with its service-linked role',
      'config_recorder_all_regions_enabled',
      'config_recorder_using_aws_service_role',
    ),
  ]),
  ...section('GuardDuty', [
    decided('GuardDuty.1', 'GuardDuty is on', 'guardduty_is_enabled'),
    notRead('GuardDuty.5', 'EKS audit logs are watched', 'The EKS features of a detector have no control.'),
    notRead('GuardDuty.6', 'Lambda protection is on', 'The Lambda feature of a detector has no control.'),
    notRead('GuardDuty.7', 'EKS runtime is watched', runtime),
    decided('GuardDuty.8', 'Malware protection is on', 'guardduty_malware_protection_enabled'),
    notRead('GuardDuty.9', 'RDS protection is on', 'The RDS feature of a detector has no control.'),
    decided('GuardDuty.10', 'S3 protection is on', 'guardduty_s3_protection_enabled'),
    notRead('GuardDuty.11', 'Runtime is watched', runtime),
    notRead('GuardDuty.12', 'ECS runtime is watched', runtime),
    notRead('GuardDuty.13', 'EC2 runtime is watched', runtime),
  ]),
  ...section('IAM', [
    decided(
      'IAM.1',
      'No own policy allows everything',
      'iam_customer_attached_policy_no_administrative_privileges',
      'iam_customer_unattached_policy_no_administrative_privileges',
    ),
    decided('IAM.2', 'Users have no policies of their own', 'iam_policy_attached_only_to_group_or_roles'),
    decided('IAM.3', 'Keys are rotated within 90 days', 'iam_rotate_access_key_90_days'),
    decided('IAM.4', 'Root has no access key', 'iam_no_root_access_key'),
    decided('IAM.5', 'Users with a password have MFA', 'iam_user_mfa_enabled_console_access'),
    decided('IAM.6', 'Root has a hardware MFA device', 'iam_root_hardware_mfa_enabled'),
    decided(
      'IAM.7',
      'The password policy is strong',
      'iam_password_policy_minimum_length_14',
      'iam_password_policy_reuse_24',
      'iam_password_policy_expires_passwords_within_90_days_or_less',
      ...passwordCharacters,
    ),
    decided(
      'IAM.8',
      'Unused credentials are removed',
      'iam_user_accesskey_unused',
      'iam_user_console_access_unused',
    ),
    decided('IAM.21', 'Own policies allow no whole service', 'iam_policy_no_wildcard_services'),
  ]),
  ...section('KMS', [
    notRead(
      'KMS.1',
      'Own policies do not decrypt with every key',
      'Only rights to all of KMS are looked for, not kms:Decrypt alone.',
      'iam_policy_no_full_access_to_kms',
    ),
    notRead(
      'KMS.2',
      'Inline policies do not decrypt with every key',
      'Inline policies are searched for administrator rights only.',
    ),
    decided('KMS.3', 'Keys are not deleted by mistake', 'kms_cmk_not_deleted_unintentionally'),
    decided('KMS.5', 'Keys are not public', 'kms_key_not_publicly_accessible'),
  ]),
  ...section('Secrets Manager', [
    decided('SecretsManager.1', 'Secrets rotate themselves', 'secretsmanager_automatic_rotation_enabled'),
    notRead(
      'SecretsManager.2',
      'The last rotation succeeded',
      "A secret's own rotation schedule is not compared with its last rotation; a fixed age is.",
      'secretsmanager_secret_rotated_periodically',
    ),
    decided('SecretsManager.3', 'Unused secrets are removed', 'secretsmanager_secret_unused'),
    decided('SecretsManager.4', 'Secrets are rotated in time', 'secretsmanager_secret_rotated_periodically'),
  ]),
  ...section('Systems Manager', [
    notRead('SSM.1', 'Instances are managed', 'The list of managed instances has no control of its own.'),
    decided('SSM.2', 'Managed instances are patched', 'ssm_managed_compliant_patching'),
    decided('SSM.3', 'Associations are applied', 'ssm_managed_instance_association_compliance'),
    notRead('SSM.4', 'Documents are not public', 'Documents are not read.'),
    notRead('SSM.6', 'Automation writes logs', 'Service settings of Systems Manager are not read.'),
    notRead('SSM.7', 'Public sharing is blocked', 'Service settings of Systems Manager are not read.'),
  ]),
];
