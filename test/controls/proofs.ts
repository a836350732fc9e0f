import { type ServiceProofs } from './proof.js';
import { configProofs } from './config.proofs.js';
import { guarddutyProofs } from './guardduty.proofs.js';
import { securityhubProofs } from './securityhub.proofs.js';
import { iamProofs } from './iam.proofs.js';
import { s3Proofs } from './s3.proofs.js';
import { ec2Proofs } from './ec2.proofs.js';
import { ec2NetworkProofs } from './ec2-network.proofs.js';
import { lambdaProofs } from './lambda.proofs.js';
import { rdsProofs } from './rds.proofs.js';
import { dynamodbProofs } from './dynamodb.proofs.js';
import { efsProofs } from './efs.proofs.js';
import { elbProofs } from './elb.proofs.js';
import { acmProofs } from './acm.proofs.js';
import { sqsProofs } from './sqs.proofs.js';
import { secretsmanagerProofs } from './secretsmanager.proofs.js';
import { ecrProofs } from './ecr.proofs.js';
import { kmsProofs } from './kms.proofs.js';
import { logsProofs } from './logs.proofs.js';
import { cloudwatchProofs } from './cloudwatch.proofs.js';
import { snsProofs } from './sns.proofs.js';
import { cloudtrailProofs } from './cloudtrail.proofs.js';
import { accessanalyzerProofs } from './accessanalyzer.proofs.js';
import { ssmProofs } from './ssm.proofs.js';

/** Of each service that has controls. */
export const proofs: readonly ServiceProofs[] = [
  ec2Proofs,
  ec2NetworkProofs,
  s3Proofs,
  iamProofs,
  configProofs,
  guarddutyProofs,
  securityhubProofs,
  lambdaProofs,
  rdsProofs,
  dynamodbProofs,
  efsProofs,
  elbProofs,
  acmProofs,
  sqsProofs,
  secretsmanagerProofs,
  ecrProofs,
  kmsProofs,
  logsProofs,
  cloudwatchProofs,
  snsProofs,
  cloudtrailProofs,
  accessanalyzerProofs,
  ssmProofs,
];
