import { type AccessAnalyzer } from '@aws-sdk/client-accessanalyzer';
import { type ACM } from '@aws-sdk/client-acm';
import { type BedrockRuntime } from '@aws-sdk/client-bedrock-runtime';
import { type CloudTrail } from '@aws-sdk/client-cloudtrail';
import { type CloudWatch } from '@aws-sdk/client-cloudwatch';
import { type CloudWatchLogs } from '@aws-sdk/client-cloudwatch-logs';
import { type ConfigService } from '@aws-sdk/client-config-service';
import { type DynamoDB } from '@aws-sdk/client-dynamodb';
import { type EC2 } from '@aws-sdk/client-ec2';
import { type ECR } from '@aws-sdk/client-ecr';
import { type EFS } from '@aws-sdk/client-efs';
import { type ElasticLoadBalancingV2 } from '@aws-sdk/client-elastic-load-balancing-v2';
import { type EventBridge } from '@aws-sdk/client-eventbridge';
import { type GuardDuty } from '@aws-sdk/client-guardduty';
import { type IAM } from '@aws-sdk/client-iam';
import { type Inspector2 } from '@aws-sdk/client-inspector2';
import { type KMS } from '@aws-sdk/client-kms';
import { type Lambda } from '@aws-sdk/client-lambda';
import { type Organizations } from '@aws-sdk/client-organizations';
import { type RDS } from '@aws-sdk/client-rds';
import { type S3 } from '@aws-sdk/client-s3';
import { type S3Control } from '@aws-sdk/client-s3-control';
import { type Scheduler } from '@aws-sdk/client-scheduler';
import { type SecretsManager } from '@aws-sdk/client-secrets-manager';
import { type SecurityHub } from '@aws-sdk/client-securityhub';
import { type SESv2 } from '@aws-sdk/client-sesv2';
import { type SFN } from '@aws-sdk/client-sfn';
import { type SNS } from '@aws-sdk/client-sns';
import { type SQS } from '@aws-sdk/client-sqs';
import { type SSM } from '@aws-sdk/client-ssm';
import { type STS } from '@aws-sdk/client-sts';

/** One AWS account as a reader or a verifier needs it. roleArn null: the ambient credentials of this process (the home account). */
export interface AwsAccount {
  tenantId: string;
  accountId: string;
  partition: string;
  roleArn: string | null;
  externalId: string | null;
  /** RoleSessionName of what is asked under a name of its own; not set: AwsOptions.sessionName. */
  sessionName?: string;
}

/** Clients of one account in one region. Each call gives the same cached aggregated client, imported at first use. */
export interface Aws {
  readonly account: AwsAccount;
  readonly region: string;
  /** The endpoint is an emulator's (AWS_ENDPOINT_URL is set). */
  readonly emulated: boolean;
  /** The same account in another region. */
  in(region: string): Aws;
  ec2(): Promise<EC2>;
  s3(): Promise<S3>;
  iam(): Promise<IAM>;
  cloudwatch(): Promise<CloudWatch>;
  sts(): Promise<STS>;
  lambda(): Promise<Lambda>;
  scheduler(): Promise<Scheduler>;
  sns(): Promise<SNS>;
  sqs(): Promise<SQS>;
  sesv2(): Promise<SESv2>;
  sfn(): Promise<SFN>;
  eventbridge(): Promise<EventBridge>;
  rds(): Promise<RDS>;
  kms(): Promise<KMS>;
  cloudtrail(): Promise<CloudTrail>;
  config(): Promise<ConfigService>;
  guardduty(): Promise<GuardDuty>;
  securityhub(): Promise<SecurityHub>;
  accessanalyzer(): Promise<AccessAnalyzer>;
  secretsmanager(): Promise<SecretsManager>;
  ecr(): Promise<ECR>;
  dynamodb(): Promise<DynamoDB>;
  logs(): Promise<CloudWatchLogs>;
  efs(): Promise<EFS>;
  elb(): Promise<ElasticLoadBalancingV2>;
  acm(): Promise<ACM>;
  ssm(): Promise<SSM>;
  s3control(): Promise<S3Control>;
  inspector2(): Promise<Inspector2>;
  bedrock(): Promise<BedrockRuntime>;
  organizations(): Promise<Organizations>;
}

export type AwsCallOutcome = 'ok' | 'throttle' | 'error';

/** One attempt of one call, as it ended. */
export interface AwsCall {
  account: string;
  region: string;
  service: string;
  operation: string;
  outcome: AwsCallOutcome;
}

export interface AwsOptions {
  endpointUrl?: string | undefined;
  /** Where roles are assumed and where ambient credentials are resolved. */
  defaultRegion: string;
  /** Per account × region × service, in any one second, retries included. */
  maxCallsPerSecond: number;
  /** Of this process over all accounts, regions and services, in any one second; default: no such limit. */
  totalCallsPerSecond?: number | undefined;
  /** Attempts under way at once per account × region × service. */
  maxConcurrentCalls: number;
  /** Of one call, the first one included; default 5. */
  maxAttempts?: number | undefined;
  /** Of one attempt, from the request to its answer's head; default 30,000. Connecting has 5 s of it. */
  requestTimeoutMs?: number | undefined;
  /** Clients kept at most; default 2,000. Beyond it those longest unused go. */
  maxClients?: number | undefined;
  /** RoleSessionName: what CloudTrail of the account will show. Characters that AWS refuses become `-`. */
  sessionName: (account: AwsAccount) => string;
  /** Called after each attempt. Must not throw. */
  onCall?: ((call: AwsCall) => void) | undefined;
}
