import { type CloudWatch } from '@aws-sdk/client-cloudwatch';
import { type EC2 } from '@aws-sdk/client-ec2';
import { type EventBridge } from '@aws-sdk/client-eventbridge';
import { type IAM } from '@aws-sdk/client-iam';
import { type Lambda } from '@aws-sdk/client-lambda';
import { type S3 } from '@aws-sdk/client-s3';
import { type Scheduler } from '@aws-sdk/client-scheduler';
import { type SFN } from '@aws-sdk/client-sfn';
import { type SNS } from '@aws-sdk/client-sns';
import { type SQS } from '@aws-sdk/client-sqs';
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
  sfn: SFN;
  eventbridge: EventBridge;
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
  sfn: async (config) => new (await import('@aws-sdk/client-sfn')).SFN(config),
  eventbridge: async (config) => new (await import('@aws-sdk/client-eventbridge')).EventBridge(config),
};
