import { encryptedStores, openServicePorts, publicBuckets } from '../families.js';
import { byHand, decided, type Requirement, section } from '../framework.js';
import { documents } from './reasons.js';

const cardholderData = 'Where cardholder data is, and in what form, no configuration tells.';

const network = section('1 Network security controls', [
  byHand('1.1', 'Policies and roles', documents),
  decided(
    '1.2.5',
    'Only approved services and ports are open',
    'ec2_securitygroup_allow_ingress_from_internet_to_any_port',
  ),
  byHand(
    '1.2.7',
    'Rule sets are reviewed every six months',
    'That somebody reviewed them is a record.',
    'ec2_networkacl_unused',
    'ec2_securitygroup_not_used',
  ),
  decided(
    '1.2.8',
    'Configurations of network controls are protected and kept',
    's3_bucket_public_access',
    'ec2_securitygroup_allow_ingress_from_internet_to_tcp_port_22',
  ),
  decided(
    '1.3.1',
    'Inbound traffic to cardholder data is limited',
    's3_account_level_public_access_blocks',
    's3_bucket_public_access',
    'rds_instance_no_public_access',
    'ec2_securitygroup_allow_ingress_from_internet_to_tcp_port_22',
    'ec2_securitygroup_allow_wide_open_public_ipv4',
    'ec2_networkacl_allow_ingress_tcp_port_22',
    'ec2_networkacl_allow_ingress_tcp_port_3389',
    ...publicBuckets,
    ...openServicePorts,
  ),
  decided('1.4.2', 'Untrusted networks reach only what is meant for them', 'awslambda_function_inside_vpc'),
  decided(
    '1.4.4',
    'Stored cardholder data is not reachable from outside',
    'vpc_subnet_no_public_ip_by_default',
    'ec2_instance_public_ip',
  ),
  byHand('1.5.1', 'Own computers that reach both networks are protected', 'They are not in AWS.'),
]);

const configuration = section('2 Secure configuration', [
  byHand('2.1', 'Policies and roles', documents),
  decided('2.2.1', 'Configuration standards are applied', 'ssm_managed_instance_association_compliance'),
  decided(
    '2.2.2',
    'Default accounts of vendors are not used',
    'rds_instance_default_admin',
    'rds_cluster_default_admin',
  ),
  decided(
    '2.2.5',
    'Insecure services are not offered',
    'ec2_securitygroup_allow_ingress_from_internet_to_tcp_ftp_port_20_21',
    'ec2_securitygroup_allow_ingress_from_internet_to_tcp_port_telnet_23',
  ),
  decided('2.2.6', 'Security parameters are set against misuse', 'ec2_instance_account_imdsv2_enabled'),
  decided('2.2.7', 'Administration is encrypted', 's3_bucket_secure_transport_policy'),
  byHand('2.3', 'Wireless networks are secured', 'They are not in AWS.'),
]);

const storedData = section('3 Stored account data', [
  byHand('3.1', 'Policies and roles', documents),
  byHand(
    '3.2.1',
    'Data is kept no longer than needed',
    'What is needed, and for how long, is a decision of the business.',
    's3_bucket_lifecycle_enabled',
  ),
  byHand('3.3.1', 'Authentication data is not kept after authorization', cardholderData),
  byHand('3.4.1', 'The card number is masked when shown', cardholderData),
  decided(
    '3.5.1',
    'The card number is unreadable where stored',
    's3_bucket_default_encryption',
    'ec2_ebs_volume_encryption',
    'rds_instance_storage_encrypted',
    'cloudtrail_kms_encryption_enabled',
    ...encryptedStores,
  ),
  decided(
    '3.6.1',
    'Keys are protected from disclosure and misuse',
    'kms_cmk_not_deleted_unintentionally',
    'kms_key_not_publicly_accessible',
    'iam_policy_no_full_access_to_kms',
  ),
  decided('3.7.4', 'Keys are changed at the end of their period', 'kms_cmk_rotation_enabled'),
]);

const transport = section('4 Transmission', [
  byHand('4.1', 'Policies and roles', documents),
  decided(
    '4.2.1',
    'Card numbers cross open networks encrypted',
    's3_bucket_secure_transport_policy',
    'acm_certificates_expiration_check',
    'acm_certificates_rsa_key_length',
    'elbv2_ssl_listeners',
    'elbv2_insecure_ssl_ciphers',
    'sns_subscription_not_using_http_endpoints',
  ),
  byHand('4.2.2', 'Card numbers in messages are secured', cardholderData),
]);

const malware = section('5 Malicious software', [
  byHand('5.1', 'Policies and roles', documents),
  byHand(
    '5.2.1',
    'Systems have a protection against malware',
    'Software inside an instance is not read.',
    'guardduty_malware_protection_enabled',
  ),
  byHand('5.4.1', 'Phishing is detected', 'Mail and training are not in AWS.'),
]);

const development = section('6 Systems and software', [
  byHand('6.1', 'Policies and roles', documents),
  byHand('6.2.1', 'Own software is developed securely', 'A matter of how people develop.'),
  decided(
    '6.2.4',
    'Common attacks on software are prevented',
    'elbv2_desync_mitigation_mode',
    'elbv2_drop_invalid_header_fields',
    'ecr_repositories_scan_images_on_push_enabled',
  ),
  decided(
    '6.3.3',
    'Updates are installed in time',
    'ssm_managed_compliant_patching',
    'ssm_managed_instance_association_compliance',
    'rds_instance_minor_version_upgrade_enabled',
    'rds_cluster_minor_version_upgrade_enabled',
  ),
  byHand('6.4.1', 'Public web applications are protected', 'Firewall rules of AWS WAF are not read.'),
  byHand('6.5.1', 'Changes follow a procedure', 'That a change was approved is a record.'),
]);

/** Requirements 1 to 6: the network, stored and sent data, software. */
export const protection: readonly Requirement[] = [
  ...network,
  ...configuration,
  ...storedData,
  ...transport,
  ...malware,
  ...development,
];
