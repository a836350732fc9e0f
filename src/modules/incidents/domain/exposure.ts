/** Controls whose failing means that strangers can reach the resource, or what is in it. */
export const OPEN_CONTROLS: ReadonlySet<string> = new Set([
  ...['s3_bucket_public_access', 's3_bucket_public_list_acl', 's3_bucket_public_write_acl'],
  ...['s3_bucket_policy_public_write_access', 'cloudtrail_logs_s3_bucket_is_not_publicly_accessible'],
  ...['ec2_ebs_public_snapshot', 'ec2_ami_public', 'ec2_securitygroup_allow_wide_open_public_ipv4'],
  ...['rds_instance_no_public_access', 'rds_snapshots_public_access', 'rds_cluster_snapshots_public_access'],
  ...['awslambda_function_not_publicly_accessible', 'awslambda_function_url_public'],
  ...['sns_topics_not_publicly_accessible', 'sqs_queues_not_publicly_accessible'],
  ...['ecr_repositories_not_publicly_accessible', 'secretsmanager_not_publicly_accessible'],
  ...['kms_key_not_publicly_accessible', 'iam_role_trust_public'],
]);

/** All of these are about a security group that lets the whole internet in to some port. */
export const OPEN_PORTS = 'ec2_securitygroup_allow_ingress_from_internet_to_';

/** Controls whose failing means that who has it has all. */
export const POWERFUL_CONTROLS: ReadonlySet<string> = new Set([
  ...['iam_user_administrator_access_policy', 'iam_group_administrator_access_policy'],
  ...['iam_role_administratoraccess_policy', 'iam_inline_policy_no_administrative_privileges'],
  ...['iam_customer_attached_policy_no_administrative_privileges', 'iam_policy_no_wildcard_services'],
  ...['iam_aws_attached_policy_no_administrative_privileges', 'iam_no_root_access_key'],
]);

export type Exposure = 'open' | 'powerful';

/** undefined: the control tells of something else. */
export function exposureOf(controlId: string): Exposure | undefined {
  if (OPEN_CONTROLS.has(controlId) || controlId.startsWith(OPEN_PORTS)) return 'open';
  return POWERFUL_CONTROLS.has(controlId) ? 'powerful' : undefined;
}
