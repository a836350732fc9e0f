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
import { type NodeHttpHandler } from '@smithy/node-http-handler';
import { type CredentialProvider } from './credentials.js';

/** The client class of each service. A new service is one line here, one in `load` and one in Aws. */
export interface Clients {
  ec2: EC2;
  s3: S3;
  iam: IAM;
  cloudwatch: CloudWatch;
  sts: STS;
  lambda: Lambda;
  scheduler: Scheduler;
  sns: SNS;
  sqs: SQS;
  sesv2: SESv2;
  sfn: SFN;
  eventbridge: EventBridge;
  rds: RDS;
  kms: KMS;
  cloudtrail: CloudTrail;
  config: ConfigService;
  guardduty: GuardDuty;
  securityhub: SecurityHub;
  accessanalyzer: AccessAnalyzer;
  secretsmanager: SecretsManager;
  ecr: ECR;
  dynamodb: DynamoDB;
  logs: CloudWatchLogs;
  efs: EFS;
  elb: ElasticLoadBalancingV2;
  acm: ACM;
  ssm: SSM;
  s3control: S3Control;
  inspector2: Inspector2;
  bedrock: BedrockRuntime;
  organizations: Organizations;
}

export type Service = keyof Clients;

/** What all clients are made with. */
export interface ClientConfig {
  region: string;
  credentials: CredentialProvider;
  requestHandler: NodeHttpHandler;
  retryMode: 'adaptive';
  maxAttempts: number;
  endpoint?: string;
}

/** Imported at first use: the SDK's clients take 60 MB and a second that a process without AWS calls never pays. */
export const load: { [S in Service]: (config: ClientConfig) => Promise<Clients[S]> } = {
  ec2: async (config) => new (await import('@aws-sdk/client-ec2')).EC2(config),
  // emulators have no host name per bucket
  s3: async (config) =>
    new (await import('@aws-sdk/client-s3')).S3({ ...config, forcePathStyle: config.endpoint !== undefined }),
  iam: async (config) => new (await import('@aws-sdk/client-iam')).IAM(config),
  cloudwatch: async (config) => new (await import('@aws-sdk/client-cloudwatch')).CloudWatch(config),
  sts: async (config) => new (await import('@aws-sdk/client-sts')).STS(config),
  lambda: async (config) => new (await import('@aws-sdk/client-lambda')).Lambda(config),
  scheduler: async (config) => new (await import('@aws-sdk/client-scheduler')).Scheduler(config),
  sns: async (config) => new (await import('@aws-sdk/client-sns')).SNS(config),
  sqs: async (config) => new (await import('@aws-sdk/client-sqs')).SQS(config),
  sesv2: async (config) => new (await import('@aws-sdk/client-sesv2')).SESv2(config),
  sfn: async (config) => new (await import('@aws-sdk/client-sfn')).SFN(config),
  eventbridge: async (config) => new (await import('@aws-sdk/client-eventbridge')).EventBridge(config),
  rds: async (config) => new (await import('@aws-sdk/client-rds')).RDS(config),
  kms: async (config) => new (await import('@aws-sdk/client-kms')).KMS(config),
  cloudtrail: async (config) => new (await import('@aws-sdk/client-cloudtrail')).CloudTrail(config),
  config: async (config) => new (await import('@aws-sdk/client-config-service')).ConfigService(config),
  guardduty: async (config) => new (await import('@aws-sdk/client-guardduty')).GuardDuty(config),
  securityhub: async (config) => new (await import('@aws-sdk/client-securityhub')).SecurityHub(config),
  accessanalyzer: async (config) =>
    new (await import('@aws-sdk/client-accessanalyzer')).AccessAnalyzer(config),
  secretsmanager: async (config) =>
    new (await import('@aws-sdk/client-secrets-manager')).SecretsManager(config),
  ecr: async (config) => new (await import('@aws-sdk/client-ecr')).ECR(config),
  dynamodb: async (config) => new (await import('@aws-sdk/client-dynamodb')).DynamoDB(config),
  logs: async (config) => new (await import('@aws-sdk/client-cloudwatch-logs')).CloudWatchLogs(config),
  efs: async (config) => new (await import('@aws-sdk/client-efs')).EFS(config),
  elb: async (config) =>
    new (await import('@aws-sdk/client-elastic-load-balancing-v2')).ElasticLoadBalancingV2(config),
  acm: async (config) => new (await import('@aws-sdk/client-acm')).ACM(config),
  ssm: async (config) => new (await import('@aws-sdk/client-ssm')).SSM(config),
  s3control: async (config) =>
    new (await import('@aws-sdk/client-s3-control')).S3Control({ ...config, ...withoutAccountHost(config) }),
  inspector2: async (config) => new (await import('@aws-sdk/client-inspector2')).Inspector2(config),
  bedrock: async (config) => new (await import('@aws-sdk/client-bedrock-runtime')).BedrockRuntime(config),
  organizations: async (config) => new (await import('@aws-sdk/client-organizations')).Organizations(config),
};

/** Emulators have no host name per account either, and S3 Control's rules would make one up of any endpoint. */
const withoutAccountHost = ({ endpoint }: ClientConfig) =>
  endpoint === undefined
    ? {}
    : { disableHostPrefix: true, endpointProvider: () => ({ url: new URL(endpoint) }) };
