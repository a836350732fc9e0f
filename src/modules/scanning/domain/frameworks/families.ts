/** Groups of controls that several frameworks name together. */

const ingress = 'ec2_securitygroup_allow_ingress_from_internet_to';

/** Databases and services that have no business on the internet. */
export const openServicePorts = [
  `${ingress}_tcp_ftp_port_20_21`,
  `${ingress}_tcp_port_telnet_23`,
  `${ingress}_tcp_port_mysql_3306`,
  `${ingress}_tcp_port_postgres_5432`,
  `${ingress}_tcp_port_redis_6379`,
  `${ingress}_tcp_port_mongodb_27017_27018`,
  `${ingress}_tcp_port_memcached_11211`,
  `${ingress}_tcp_port_elasticsearch_kibana_9200_9300_5601`,
  `${ingress}_tcp_port_oracle_1521_2483`,
  `${ingress}_tcp_port_sql_server_1433_1434`,
  `${ingress}_tcp_port_kafka_9092`,
  `${ingress}_tcp_port_cassandra_7199_9160_8888`,
] as const;

/** Security groups that let administrators' protocols in from anywhere. */
export const openAdminPorts = [
  `${ingress}_tcp_port_22`,
  `${ingress}_tcp_port_3389`,
  `${ingress}_all_ports`,
] as const;

/** The password rules beside length and reuse. */
export const passwordCharacters = [
  'iam_password_policy_uppercase',
  'iam_password_policy_lowercase',
  'iam_password_policy_number',
  'iam_password_policy_symbol',
] as const;

/** Administrator rights by another way than an attached customer policy. */
export const administrators = [
  'iam_aws_attached_policy_no_administrative_privileges',
  'iam_customer_unattached_policy_no_administrative_privileges',
  'iam_inline_policy_no_administrative_privileges',
  'iam_user_administrator_access_policy',
  'iam_group_administrator_access_policy',
  'iam_role_administratoraccess_policy',
] as const;

export const wideRights = [
  'iam_policy_no_wildcard_services',
  'iam_policy_no_full_access_to_cloudtrail',
  'iam_policy_no_full_access_to_kms',
] as const;

/** Resource policies that let anybody in. */
export const publicPolicies = [
  'sns_topics_not_publicly_accessible',
  'sqs_queues_not_publicly_accessible',
  'secretsmanager_not_publicly_accessible',
  'ecr_repositories_not_publicly_accessible',
  'kms_key_not_publicly_accessible',
  'awslambda_function_not_publicly_accessible',
  'awslambda_function_url_public',
] as const;

export const publicBuckets = [
  's3_bucket_policy_public_write_access',
  's3_bucket_public_list_acl',
  's3_bucket_public_write_acl',
] as const;

/** Alarms on changes to the network. */
export const networkChangeAlarms = [
  'cloudwatch_log_metric_filter_security_group_changes',
  'cloudwatch_changes_to_network_acls_alarm_configured',
  'cloudwatch_changes_to_network_gateways_alarm_configured',
  'cloudwatch_changes_to_network_route_tables_alarm_configured',
  'cloudwatch_changes_to_vpcs_alarm_configured',
] as const;

/** Alarms on changes to what watches and protects. */
export const safeguardChangeAlarms = [
  'cloudwatch_log_metric_filter_and_alarm_for_cloudtrail_configuration_changes_enabled',
  'cloudwatch_log_metric_filter_and_alarm_for_aws_config_configuration_changes_enabled',
  'cloudwatch_log_metric_filter_disable_or_scheduled_deletion_of_kms_cmk',
  'cloudwatch_log_metric_filter_for_s3_bucket_policy_changes',
  'cloudwatch_log_metric_filter_policy_changes',
  'cloudwatch_log_metric_filter_aws_organizations_changes',
] as const;

/** Alarms on what people and keys do. */
export const accessAlarms = [
  'cloudwatch_log_metric_filter_unauthorized_api_calls',
  'cloudwatch_log_metric_filter_sign_in_without_mfa',
  'cloudwatch_log_metric_filter_root_usage',
  'cloudwatch_log_metric_filter_authentication_failures',
] as const;

export const alarmActions = [
  'cloudwatch_alarm_actions_enabled',
  'cloudwatch_alarm_actions_alarm_state_configured',
] as const;

export const objectEvents = [
  'cloudtrail_s3_dataevents_write_enabled',
  'cloudtrail_s3_dataevents_read_enabled',
] as const;

/** Stored data beside EBS volumes, RDS instances, trails and a bucket's default. */
export const encryptedStores = [
  's3_bucket_kms_encryption',
  'ec2_ebs_snapshots_encrypted',
  'ec2_ami_encrypted',
  'rds_cluster_storage_encrypted',
  'rds_snapshots_encrypted',
  'rds_cluster_snapshots_encrypted',
  'dynamodb_tables_kms_cmk_encryption_enabled',
  'efs_encryption_at_rest_enabled',
  'cloudwatch_log_group_kms_encryption_enabled',
  'sns_topics_kms_encryption_at_rest_enabled',
  'sqs_queues_server_side_encryption_enabled',
  'ecr_repositories_kms_encryption',
] as const;

/** Data on the way, beside a bucket's policy. */
export const encryptedTransport = [
  'elbv2_ssl_listeners',
  'elbv2_insecure_ssl_ciphers',
  'acm_certificates_expiration_check',
  'acm_certificates_rsa_key_length',
  'sns_subscription_not_using_http_endpoints',
] as const;

export const severalZones = [
  'rds_instance_multi_az',
  'rds_cluster_multi_az',
  'elbv2_is_in_multiple_az',
  'awslambda_function_vpc_multi_az',
] as const;

export const deletionProtection = [
  'rds_instance_deletion_protection',
  'rds_cluster_deletion_protection',
  'dynamodb_table_deletion_protection_enabled',
  'elbv2_deletion_protection',
] as const;
