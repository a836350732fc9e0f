/** Why a verdict of ours is not Prowler's. Each has to be right for every difference that it fits. */
const explanations = [
  {
    controls: ['s3_account_level_public_access_blocks'],
    theirs: 'none',
    why: "Prowler cannot ask the emulator for the account's setting: the host name that S3 Control's endpoint wants does not resolve there.",
  },
  {
    controls: [
      ...['iam_no_root_access_key', 'iam_root_mfa_enabled', 'iam_root_hardware_mfa_enabled'],
      'iam_avoid_root_usage',
    ],
    theirs: 'none',
    why: "Prowler looks for root in the credential report, where the emulator has no line of it. Ours reads the account's summary and the list of virtual devices; the last use of root stands in the report alone, so that it is no evidence here too.",
  },
  {
    controls: ['iam_user_mfa_enabled_console_access', 'iam_user_console_access_unused'],
    ...{ ours: 'not_applicable', theirs: 'pass' },
    why: 'The user has no console password: there is nothing to pass.',
  },
  {
    controls: ['iam_user_accesskey_unused', 'iam_rotate_access_key_90_days'],
    ...{ ours: 'none', theirs: 'pass' },
    why: 'Ours judges keys. The user has none; Prowler passes the user.',
  },
  {
    controls: ['iam_user_accesskey_unused', 'iam_rotate_access_key_90_days'],
    ...{ ours: 'not_applicable', theirs: 'pass' },
    why: 'The only keys of the user are inactive: they open nothing, so there is nothing to pass.',
  },
  {
    controls: ['accessanalyzer_enabled', 'ssm_managed_compliant_patching'],
    ...{ ours: 'no_evidence', theirs: 'none' },
    why: 'The emulator lacks the call. Ours says that nothing is known; Prowler says nothing.',
  },
  {
    controls: [
      'ec2_securitygroup_allow_ingress_from_internet_to_tcp_port_22',
      'ec2_securitygroup_allow_ingress_from_internet_to_tcp_port_3389',
    ],
    ...{ ours: 'fail', theirs: 'pass' },
    why: 'The group lets in all ports from anywhere, this one among them. Prowler passes it here since its check of all ports fails; who reads this control alone would take the port for closed.',
  },
  {
    controls: [
      'ec2_securitygroup_allow_ingress_from_internet_to_tcp_port_22',
      'ec2_securitygroup_allow_ingress_from_internet_to_tcp_port_3389',
      'ec2_securitygroup_allow_ingress_from_internet_to_all_ports',
      'ec2_securitygroup_default_restrict_traffic',
    ],
    theirs: 'none',
    why: 'The default group of a VPC, which no network interface uses. Prowler leaves out what is unused unless it is told otherwise; CIS asks for every default group.',
  },
  {
    controls: [
      'ec2_networkacl_allow_ingress_any_port',
      'vpc_flow_logs_enabled',
      'ec2_ebs_default_encryption',
    ],
    ...{ ours: 'fail', theirs: 'none' },
    why: 'A region in which nothing runs. Prowler leaves it out unless it is told otherwise; the setting holds for what starts there next.',
  },
  {
    controls: ['rds_instance_no_public_access'],
    ...{ ours: 'fail', theirs: 'pass' },
    why: 'The instance has a public address (PubliclyAccessible). Prowler passes it because its security groups let nobody in; one rule more, and it is open.',
  },
  {
    controls: ['rds_instance_backup_enabled'],
    ...{ ours: 'fail', theirs: 'pass' },
    when: ({ evidence }) => evidence.backupRetentionDays > 0,
    why: 'Backups are kept for less than 7 days, which FSBP RDS.11 asks for (parameter `minimumRetentionDays`). Prowler passes from one day on.',
  },
  {
    controls: ['rds_snapshots_public_access'],
    ...{ ours: 'none', theirs: 'pass' },
    why: 'An automated snapshot: AWS lets nobody share one, so only manual ones are read.',
  },
  {
    controls: ['config_recorder_all_regions_enabled', 'securityhub_enabled'],
    ...{ ours: 'none' },
    why: 'A region that the account has not opted in to (DescribeRegions says not-opted-in): nothing can be there.',
  },
];

/** @param {{ control: string, ours: string, theirs: string, subject: string, region: string, evidence: object, status: string }} difference */
export const explanationOf = (difference) =>
  explanations.find(
    ({ controls, ours, theirs, when = () => true }) =>
      controls.includes(difference.control) &&
      (ours === undefined || ours === difference.ours) &&
      (theirs === undefined || theirs === difference.theirs) &&
      when(difference),
  )?.why;
