import type { RuleTable } from '../rule.js';
import { s3Rules } from './s3.js';
import { iamRules } from './iam.js';
import { kmsRules } from './kms.js';
import { lambdaRules } from './lambda.js';
import { snsRules } from './sns.js';
import { sqsRules } from './sqs.js';
import { secretsmanagerRules } from './secretsmanager.js';
import { stsRules } from './sts.js';
import { accessAnalyzerRules } from './access-analyzer.js';
import { acmRules } from './acm.js';
import { cloudTrailRules } from './cloudtrail.js';
import { cloudWatchRules } from './cloudwatch.js';
import { configRules } from './config.js';
import { dynamoDbRules } from './dynamodb.js';
import { ec2Rules } from './ec2.js';
import { ecrRules } from './ecr.js';
import { efsRules } from './efs.js';
import { elbRules } from './elb.js';
import { guardDutyRules } from './guardduty.js';
import { logsRules } from './logs.js';
import { rdsRules } from './rds.js';
import { securityHubRules } from './securityhub.js';
import { serviceEventRules } from './service-events.js';
import { ssmRules } from './ssm.js';

/** What the events of each service change. A service is a file, and a line here. */
export const ruleTables: readonly RuleTable[] = [
  ...s3Rules,
  ...iamRules,
  ...kmsRules,
  ...lambdaRules,
  ...snsRules,
  ...sqsRules,
  ...secretsmanagerRules,
  ...stsRules,
  ...accessAnalyzerRules,
  ...acmRules,
  ...cloudTrailRules,
  ...cloudWatchRules,
  ...configRules,
  ...dynamoDbRules,
  ...ec2Rules,
  ...ecrRules,
  ...efsRules,
  ...elbRules,
  ...guardDutyRules,
  ...logsRules,
  ...rdsRules,
  ...securityHubRules,
  ...serviceEventRules,
  ...ssmRules,
];
