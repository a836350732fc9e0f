export interface DefaultRule {
  key: string;
  name: string;
  description: string;
  pattern: Record<string, unknown>;
}

/** A call that CloudTrail has recorded and that succeeded. */
const calls = (service: string, ...eventName: string[]): Record<string, unknown> => ({
  source: [`aws.${service}`],
  'detail-type': ['AWS API Call via CloudTrail'],
  detail: { eventSource: [`${service}.amazonaws.com`], eventName, errorCode: [{ exists: false }] },
});

const of = (holders: readonly string[], ...verbs: string[]): string[] =>
  holders.flatMap((holder) => verbs.map((verb) => `${verb}${holder}Policy`));

const rule = (
  key: string,
  name: string,
  description: string,
  pattern: Record<string, unknown>,
): DefaultRule => ({ key, name, description, pattern });

/** What every tenant has from the start (specs/1, "Event Types and Triggers"): each looks at the resource again. */
export const defaultRules: readonly DefaultRule[] = [
  rule('s3-bucket-created', 'S3 bucket created', 'Checks new buckets', calls('s3', 'CreateBucket')),
  rule(
    's3-bucket-policy-changed',
    'S3 bucket policy changed',
    'Checks a bucket whose policy has changed',
    calls('s3', 'PutBucketPolicy', 'DeleteBucketPolicy'),
  ),
  rule(
    's3-bucket-encryption-changed',
    'S3 bucket encryption changed',
    'Checks a bucket whose encryption has changed',
    calls('s3', 'PutBucketEncryption', 'DeleteBucketEncryption'),
  ),
  rule('iam-user-created', 'IAM user created', 'Checks new users', calls('iam', 'CreateUser')),
  rule('iam-role-created', 'IAM role created', 'Checks new roles', calls('iam', 'CreateRole')),
  rule(
    'iam-policy-changed',
    'IAM policy changed',
    'Checks what a policy has changed for',
    calls(
      'iam',
      ...of([''], 'Create', 'Delete'),
      ...['CreatePolicyVersion', 'DeletePolicyVersion', 'SetDefaultPolicyVersion', 'UpdateAssumeRolePolicy'],
      ...of(['User', 'Role', 'Group'], 'Put', 'Delete', 'Attach', 'Detach'),
    ),
  ),
  rule('ec2-instance-state-change', 'EC2 instance state-change', 'Checks instances that start or stop', {
    source: ['aws.ec2'],
    'detail-type': ['EC2 Instance State-change Notification'],
  }),
  rule(
    'security-group-rule-changed',
    'Security group rule changed',
    'Checks a security group whose rules have changed',
    calls(
      'ec2',
      ...['AuthorizeSecurityGroupIngress', 'AuthorizeSecurityGroupEgress'],
      ...['RevokeSecurityGroupIngress', 'RevokeSecurityGroupEgress', 'ModifySecurityGroupRules'],
    ),
  ),
  rule('vpc-created', 'VPC created', 'Checks new VPCs', calls('ec2', 'CreateVpc', 'CreateDefaultVpc')),
];
