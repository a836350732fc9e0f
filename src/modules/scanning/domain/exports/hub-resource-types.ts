/** Types of CloudFormation that Security Hub calls otherwise than by its rule. */
const named: Readonly<Record<string, string>> = {
  'AWS::ElasticLoadBalancingV2::LoadBalancer': 'AwsElbv2LoadBalancer',
  'AWS::IAM::ManagedPolicy': 'AwsIamPolicy',
};

/**
 * Types that follow the rule (`AWS::EC2::Instance` is `AwsEc2Instance`). What Security Hub does not know is `Other`.
 * docs.aws.amazon.com/securityhub/latest/userguide/asff-resources.html
 */
const byRule: ReadonlySet<string> = new Set([
  ...['AwsCertificateManagerCertificate', 'AwsCloudTrailTrail', 'AwsCloudWatchAlarm', 'AwsDynamoDbTable'],
  ...['AwsEc2Eip', 'AwsEc2Instance', 'AwsEc2NetworkAcl', 'AwsEc2NetworkInterface', 'AwsEc2RouteTable'],
  ...['AwsEc2SecurityGroup', 'AwsEc2Subnet', 'AwsEc2Volume', 'AwsEc2Vpc', 'AwsEcrRepository'],
  ...['AwsGuardDutyDetector', 'AwsIamAccessKey', 'AwsIamGroup', 'AwsIamPolicy', 'AwsIamRole', 'AwsIamUser'],
  ...['AwsKmsKey', 'AwsLambdaFunction', 'AwsRdsDbCluster', 'AwsRdsDbClusterSnapshot', 'AwsRdsDbInstance'],
  ...['AwsRdsDbSnapshot', 'AwsS3AccountPublicAccessBlock', 'AwsS3Bucket', 'AwsSecretsManagerSecret'],
  ...['AwsSnsTopic', 'AwsSqsQueue'],
]);

const byLowerCase = new Map([...byRule].map((name) => [name.toLowerCase(), name]));

/** What Security Hub calls a resource of this type. */
export function hubResourceType(type: string): string {
  return named[type] ?? byLowerCase.get(type.replaceAll('::', '').toLowerCase()) ?? 'Other';
}
