import type { Fix } from '../fix.js';
import { containments } from '../containments/index.js';
import { accessanalyzerFixes } from './accessanalyzer/index.js';
import { cloudtrailFixes } from './cloudtrail/index.js';
import { cloudwatchFixes } from './cloudwatch/index.js';
import { configFixes } from './config/index.js';
import { dynamodbFixes } from './dynamodb/index.js';
import { ec2Fixes } from './ec2/index.js';
import { ecrFixes } from './ecr/index.js';
import { efsFixes } from './efs/index.js';
import { elbFixes } from './elb/index.js';
import { guarddutyFixes } from './guardduty/index.js';
import { iamFixes } from './iam/index.js';
import { kmsFixes } from './kms/index.js';
import { lambdaFixes } from './lambda/index.js';
import { logsFixes } from './logs/index.js';
import { rdsFixes } from './rds/index.js';
import { s3Fixes } from './s3/index.js';
import { secretsmanagerFixes } from './secretsmanager/index.js';
import { securityhubFixes } from './securityhub/index.js';
import { snsFixes } from './sns/index.js';
import { sqsFixes } from './sqs/index.js';

/** Every fix. A new one is a file and a line in its service's list. */
export const fixes: readonly Fix[] = [
  ...s3Fixes,
  ...ec2Fixes,
  ...iamFixes,
  ...accessanalyzerFixes,
  ...cloudtrailFixes,
  ...cloudwatchFixes,
  ...configFixes,
  ...dynamodbFixes,
  ...ecrFixes,
  ...efsFixes,
  ...elbFixes,
  ...guarddutyFixes,
  ...kmsFixes,
  ...lambdaFixes,
  ...logsFixes,
  ...rdsFixes,
  ...secretsmanagerFixes,
  ...securityhubFixes,
  ...snsFixes,
  ...sqsFixes,
  ...containments,
];

const byControl = new Map(fixes.flatMap((fix) => fix.controls.map((control) => [control, fix] as const)));
const byId = new Map(fixes.map((fix) => [fix.id, fix]));

/** undefined: only people can mend it. */
export const fixFor = (controlId: string): Fix | undefined => byControl.get(controlId);
export const fixById = (id: string): Fix | undefined => byId.get(id);
