import { describe, expect, it } from '@jest/globals';
import { requirementsOf } from './index.js';

/** What each control supports: CIS 3.0, CIS 1.5, PCI DSS 4.0, SOC 2, HIPAA, GDPR; '' is none. */
const expected: readonly (readonly [
  control: string,
  cis30: string,
  cis15: string,
  pci: string,
  soc2: string,
  hipaa: string,
  gdpr: string,
])[] = [
  ['s3_bucket_level_public_access_block', '2.1.4', '2.1.5', '', '', '', ''],
  [
    's3_account_level_public_access_blocks',
    '2.1.4',
    '2.1.5',
    '1.3.1, A1.1.3',
    '',
    '164.308(a)(1)(ii)(B)',
    '',
  ],
  ['s3_bucket_public_access', '', '', '1.2.8, 1.3.1', 'CC6.1', '164.312(a)(1)', ''],
  ['s3_bucket_secure_transport_policy', '2.1.1', '2.1.2', '2.2.7, 4.2.1', '', '164.312(e)(1)', 'Article 32'],
  ['s3_bucket_default_encryption', '', '2.1.1', '3.5.1', 'PI1.4', '164.312(a)(2)(iv)', 'Article 32'],
  ['s3_bucket_object_versioning', '', '', '10.3.4', 'CC7.4, A1.1', '164.308(a)(7)', ''],
  ['s3_bucket_server_access_logging_enabled', '', '', '10.2.1', 'CC7.2', '164.312(b)', ''],
  ['s3_bucket_no_mfa_delete', '2.1.2', '2.1.3', '8.4.1', '', '', ''],
  ['iam_no_root_access_key', '1.4', '1.4', '7.2.1, 8.2.1', '', '164.308(a)(4)(ii)(C)', 'Article 25'],
  ['iam_root_mfa_enabled', '1.5', '1.5', '8.4.1', '', '164.312(d)', 'Article 25'],
  ['iam_root_hardware_mfa_enabled', '1.6', '1.6', '8.4.1', '', '164.312(d)', 'Article 25'],
  ['iam_avoid_root_usage', '1.7', '1.7', '', '', '', ''],
  ['iam_password_policy_minimum_length_14', '1.8', '1.8', '', '', '164.308(a)(5)(ii)(D)', 'Article 25'],
  ['iam_password_policy_reuse_24', '1.9', '1.9', '', '', '164.308(a)(5)(ii)(D)', 'Article 25'],
  ['iam_user_mfa_enabled_console_access', '1.10', '1.10', '8.4.1', '', '164.312(d)', 'Article 25'],
  ['iam_user_accesskey_unused', '1.12', '1.12', '8.2.6', 'CC1.3', '164.308(a)(3)(ii)(B)', 'Article 25'],
  ['iam_user_console_access_unused', '1.12', '1.12', '', 'CC1.3', '164.308(a)(3)(ii)(B)', 'Article 25'],
  ['iam_user_two_active_access_key', '1.13', '1.13', '', '', '', ''],
  ['iam_rotate_access_key_90_days', '1.14', '1.14', '8.3.9, 8.6.3', '', '164.308(a)(4)(ii)(C)', 'Article 25'],
  ['iam_policy_attached_only_to_group_or_roles', '1.15', '1.15', '7.2.1', 'CC1.3', '', ''],
  [
    'iam_customer_attached_policy_no_administrative_privileges',
    '1.16',
    '1.16',
    '',
    'CC6.3',
    '164.308(a)(4)(ii)(C)',
    'Article 25',
  ],
  ['iam_no_expired_server_certificates_stored', '1.19', '1.19', '', '', '', ''],
  ['accessanalyzer_enabled', '1.20', '1.20', '', '', '', ''],
  [
    'ec2_securitygroup_allow_ingress_from_internet_to_tcp_port_22',
    '5.2, 5.3',
    '5.2, 5.3',
    '1.2.8, 1.3.1',
    'CC6.6',
    '164.312(e)(1)',
    '',
  ],
  [
    'ec2_securitygroup_allow_ingress_from_internet_to_tcp_port_3389',
    '5.2, 5.3',
    '5.2, 5.3',
    '',
    'CC6.6',
    '',
    '',
  ],
  ['ec2_securitygroup_allow_ingress_from_internet_to_all_ports', '5.2, 5.3', '5.2, 5.3', '', 'CC6.6', '', ''],
  ['ec2_securitygroup_default_restrict_traffic', '5.4', '5.4', '', '', '', ''],
  ['ec2_networkacl_allow_ingress_any_port', '5.1', '5.1', '', 'CC6.6', '164.312(e)(1)', ''],
  ['ec2_instance_imdsv2_enabled', '5.6', '', '8.2.8', 'CC7.2', '', ''],
  ['ec2_instance_profile_attached', '1.18', '1.18', '7.2.1', '', '', ''],
  ['vpc_flow_logs_enabled', '3.7', '3.9', '10.2.1', 'CC7.2', '164.312(b)', 'Article 25, Article 30'],
  ['ec2_ebs_volume_encryption', '2.2.1', '2.2.1', '3.5.1', 'PI1.5', '164.312(a)(2)(iv)', 'Article 32'],
  ['ec2_ebs_default_encryption', '', '', '', '', '164.312(a)(2)(iv)', ''],
  ['ec2_ebs_public_snapshot', '', '', '', 'CC6.6', '164.312(a)(1)', ''],
  [
    'cloudtrail_multi_region_enabled',
    '3.1',
    '3.1',
    '10.2.1',
    'CC7.2',
    '164.312(b)',
    'Article 25, Article 30',
  ],
  [
    'cloudtrail_log_file_validation_enabled',
    '3.2',
    '3.2',
    '10.3.2',
    'CC7.3',
    '164.312(c)(1)',
    'Article 25, Article 32',
  ],
  [
    'cloudtrail_kms_encryption_enabled',
    '3.5',
    '3.7',
    '3.5.1, 10.3.2',
    '',
    '164.312(a)(2)(iv)',
    'Article 25, Article 30, Article 32',
  ],
  ['cloudtrail_logs_s3_bucket_access_logging_enabled', '3.4', '3.6', '', 'A1.1', '', 'Article 25'],
  ['kms_cmk_rotation_enabled', '3.6', '3.8', '3.7.4', 'PI1.5', '164.312(a)(2)(iv)', 'Article 25, Article 30'],
  ['kms_cmk_not_deleted_unintentionally', '', '', '3.6.1', '', '', ''],
  ['rds_instance_storage_encrypted', '2.3.1', '2.3.1', '3.5.1', 'PI1.5', '164.312(a)(2)(iv)', 'Article 32'],
  ['rds_instance_no_public_access', '2.3.3', '2.3.3', '1.3.1', 'CC6.2', '164.312(a)(1)', ''],
  ['rds_instance_minor_version_upgrade_enabled', '2.3.2', '2.3.2', '6.3.3', '', '', ''],
  ['rds_instance_backup_enabled', '', '', '10.3.3', 'CC7.4', '164.308(a)(7)', 'Article 32'],
  ['rds_snapshots_public_access', '', '', '10.3.2', '', '164.312(a)(1)', ''],
  [
    'config_recorder_all_regions_enabled',
    '3.3',
    '3.5',
    '',
    'CC2.1, CC8.1',
    '164.308(a)(1)(ii)(A)',
    'Article 25, Article 30',
  ],
  ['securityhub_enabled', '4.16', '4.16', '10.4.1', 'CC7.1, CC7.2, CC7.3, CC7.4', '164.312(b)', ''],
  ['ssm_managed_compliant_patching', '', '', '6.3.3, 11.3.1', 'CC7.1', '164.308(a)(5)(ii)(B)', ''],
];

const columns = ['cis-3.0', 'cis-1.5', 'pci-dss-4.0', 'soc2', 'hipaa', 'gdpr'] as const;

describe('the mapping of the core controls', () => {
  it.each(expected)('maps %s to these requirements and no others', (control, ...ids) => {
    const mapped = columns.map((framework) =>
      requirementsOf(control)
        .filter(({ frameworkId }) => frameworkId === framework)
        .map(({ requirement }) => requirement.id)
        .sort()
        .join(', '),
    );
    expect(mapped).toEqual(ids.map((list) => list.split(', ').sort().join(', ')));
  });
});
