import { type Control } from '../control.js';
import { accessanalyzerControls } from './accessanalyzer/index.js';
import { acmControls } from './acm/index.js';
import { cloudtrailControls } from './cloudtrail/index.js';
import { cloudwatchControls } from './cloudwatch/index.js';
import { configControls } from './config/index.js';
import { dynamodbControls } from './dynamodb/index.js';
import { ec2Controls } from './ec2/index.js';
import { ecrControls } from './ecr/index.js';
import { efsControls } from './efs/index.js';
import { elbControls } from './elb/index.js';
import { guarddutyControls } from './guardduty/index.js';
import { iamControls } from './iam/index.js';
import { kmsControls } from './kms/index.js';
import { lambdaControls } from './lambda/index.js';
import { logsControls } from './logs/index.js';
import { rdsControls } from './rds/index.js';
import { s3Controls } from './s3/index.js';
import { secretsmanagerControls } from './secretsmanager/index.js';
import { securityhubControls } from './securityhub/index.js';
import { snsControls } from './sns/index.js';
import { sqsControls } from './sqs/index.js';
import { ssmControls } from './ssm/index.js';

/** Each control that a scan decides. */
export const controls: readonly Control[] = [
  ...ec2Controls,
  ...s3Controls,
  ...iamControls,
  ...rdsControls,
  ...kmsControls,
  ...cloudtrailControls,
  ...configControls,
  ...guarddutyControls,
  ...securityhubControls,
  ...accessanalyzerControls,
  ...lambdaControls,
  ...snsControls,
  ...sqsControls,
  ...secretsmanagerControls,
  ...ecrControls,
  ...dynamodbControls,
  ...logsControls,
  ...cloudwatchControls,
  ...efsControls,
  ...elbControls,
  ...acmControls,
  ...ssmControls,
];

const byType = new Map<string, Control[]>();
for (const control of controls) byType.set(control.type, [...(byType.get(control.type) ?? []), control]);
const byId = new Map(controls.flatMap((one) => [one.id, ...one.aliases].map((id) => [id, one])));

/** The controls that decide on a resource of this type (`AWS::S3::Bucket`). */
export const controlsOn = (type: string): readonly Control[] => byType.get(type) ?? [];

/** By its id or an alias. */
export const controlById = (id: string): Control | undefined => byId.get(id);
