/** The fixes (remediation/domain/containments) that cut a resource off, by its type. */
const BY_TYPE: Readonly<Record<string, string>> = {
  'AWS::EC2::Instance': 'contain-instance',
  'AWS::IAM::AccessKey': 'contain-access-key',
  'AWS::IAM::User': 'contain-user',
  'AWS::S3::Bucket': 'contain-bucket',
};

export const containedTypes = Object.keys(BY_TYPE);

/** undefined: only people can contain it. */
export const containmentFor = (type: string): string | undefined =>
  Object.hasOwn(BY_TYPE, type) ? BY_TYPE[type] : undefined;

/** The type of a resource that the inventory does not know, where its ARN tells. */
export function typeOfArn(arn: string): string | undefined {
  const [, , service, , , ...rest] = arn.split(':');
  const path = rest.join(':');
  if (service === 's3' && !path.includes('/')) return 'AWS::S3::Bucket';
  if (service === 'ec2' && path.startsWith('instance/')) return 'AWS::EC2::Instance';
  if (service !== 'iam' || !path.startsWith('user/')) return undefined;
  return path.includes('/access-key/') ? 'AWS::IAM::AccessKey' : 'AWS::IAM::User';
}
