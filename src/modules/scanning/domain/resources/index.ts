import { type ResourceType } from '../resource-type.js';
import { accessanalyzerTypes } from './accessanalyzer/index.js';
import { acmTypes } from './acm/index.js';
import { cloudtrailTypes } from './cloudtrail/index.js';
import { cloudwatchTypes } from './cloudwatch/index.js';
import { configTypes } from './config/index.js';
import { dynamodbTypes } from './dynamodb/index.js';
import { ec2Types } from './ec2/index.js';
import { ecrTypes } from './ecr/index.js';
import { efsTypes } from './efs/index.js';
import { elbTypes } from './elb/index.js';
import { guarddutyTypes } from './guardduty/index.js';
import { iamTypes } from './iam/index.js';
import { kmsTypes } from './kms/index.js';
import { lambdaTypes } from './lambda/index.js';
import { logsTypes } from './logs/index.js';
import { rdsTypes } from './rds/index.js';
import { s3Types } from './s3/index.js';
import { secretsmanagerTypes } from './secretsmanager/index.js';
import { securityhubTypes } from './securityhub/index.js';
import { snsTypes } from './sns/index.js';
import { sqsTypes } from './sqs/index.js';
import { ssmTypes } from './ssm/index.js';

/** Each type that a scan looks at; its reader stands in scanning/aws/readers.ts. */
export const resourceTypes: readonly ResourceType[] = [
  ...ec2Types,
  ...s3Types,
  ...iamTypes,
  ...rdsTypes,
  ...kmsTypes,
  ...cloudtrailTypes,
  ...configTypes,
  ...guarddutyTypes,
  ...securityhubTypes,
  ...accessanalyzerTypes,
  ...lambdaTypes,
  ...snsTypes,
  ...sqsTypes,
  ...secretsmanagerTypes,
  ...ecrTypes,
  ...dynamodbTypes,
  ...logsTypes,
  ...cloudwatchTypes,
  ...efsTypes,
  ...elbTypes,
  ...acmTypes,
  ...ssmTypes,
];

const byName = new Map(resourceTypes.map((type) => [type.type, type]));

/** The type of that name, e.g. `AWS::S3::Bucket`. */
export const resourceTypeOf = (type: string): ResourceType | undefined => byName.get(type);
