import { type LambdaFunction } from '../../../src/modules/scanning/domain/resources/lambda/function.js';
import { daysAgo } from '../scanning-examples.js';

export const lambdaFunction = (changed: Partial<LambdaFunction> = {}): LambdaFunction => ({
  arn: 'arn:aws:lambda:eu-west-1:123456789012:function:invoices',
  name: 'invoices',
  packageType: 'Zip',
  runtime: 'nodejs24.x',
  role: 'arn:aws:iam::123456789012:role/invoices',
  handler: 'index.handler',
  timeoutSeconds: 3,
  memoryMb: 128,
  architectures: ['x86_64'],
  layers: [],
  kmsKeyArn: null,
  tracing: 'Active',
  deadLetterArn: null,
  vpc: { id: 'vpc-1', subnetIds: ['subnet-1', 'subnet-2'], securityGroupIds: ['sg-1'] },
  modifiedAt: daysAgo(10),
  availabilityZones: ['eu-west-1a', 'eu-west-1b'],
  policy: null,
  urls: [],
  tags: {},
  ...changed,
});
