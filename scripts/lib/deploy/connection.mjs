import { CloudFormation } from '@aws-sdk/client-cloudformation';
import { CloudWatchLogs } from '@aws-sdk/client-cloudwatch-logs';
import { ECR } from '@aws-sdk/client-ecr';
import { ElasticLoadBalancingV2 } from '@aws-sdk/client-elastic-load-balancing-v2';
import { IAM } from '@aws-sdk/client-iam';
import { RDS } from '@aws-sdk/client-rds';
import { S3 } from '@aws-sdk/client-s3';
import { findAccount } from '../aws-account.mjs';
import { Refused } from './options.mjs';

/** Whose account it is, and the clients for it. */

/** CloudFormation takes its time; an emulator has done it already. */
const POLL_MS = 4000;
const EMULATED_POLL_MS = 50;

/** @throws Refused without credentials that work, or with those of another account than AWS_ACCOUNT_ID */
export async function connect({ region, environment, mode, templates }, out) {
  process.env.AWS_REGION = region; // of all that follows, the SDK's own look-ups included
  const found = await findAccount();
  if ('none' in found)
    throw new Refused(
      'There are no AWS credentials: set AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.',
    );
  if ('failed' in found) throw new Refused(`AWS does not take the credentials: ${found.failed}`);
  const { accountId, arn, endpoint } = found;
  const wanted = process.env.AWS_ACCOUNT_ID;
  if (wanted && wanted !== accountId)
    throw new Refused(`These are credentials of the account ${accountId}, and AWS_ACCOUNT_ID is ${wanted}.`);
  const pollMs = endpoint === undefined ? POLL_MS : EMULATED_POLL_MS;
  const tags = [
    { Key: 'Application', Value: 'compliance-shepherd' },
    { Key: 'Environment', Value: environment },
  ];
  const clients = [];
  const made = (client) => (clients.push(client), client);
  const base = {
    out,
    mode,
    templates,
    environment,
    pollMs,
    emulated: endpoint !== undefined,
    tags,
    counts: { created: 0, changed: 0, unchanged: 0 },
  };
  const inRegion = (one) => ({
    ...base,
    home: { partition: arn.split(':')[1] ?? 'aws', accountId, region: one, arn },
    plainHttp: endpoint?.startsWith('http:') === true,
    cloudformation: made(new CloudFormation({ region: one, maxAttempts: 8 })),
    ecr: made(new ECR({ region: one })),
    elb: made(new ElasticLoadBalancingV2({ region: one })),
    iam: made(new IAM({ region: one })),
    logs: made(new CloudWatchLogs({ region: one })),
    rds: made(new RDS({ region: one })),
    s3: made(new S3({ region: one, forcePathStyle: endpoint !== undefined })),
    inRegion,
    close: () => clients.forEach((client) => client.destroy()),
  });
  return inRegion(region);
}
