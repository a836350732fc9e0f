import { Injectable } from '@nestjs/common';
import { type Aws, type AwsAccount, AwsClients, failureOf } from '../../../platform/aws/index.js';
import { Config } from '../../../platform/config/index.js';
import { inTime, Late } from '../../../shared/in-time.js';
import { callerHome } from '../domain/aws-account.js';
import { verify, type Check, type Verification } from '../domain/verification.js';

/** Per check; a throttled one is given up by then, and said to be slow. */
const LIMIT_MS = 15_000;

interface Read {
  action: string;
  call: (aws: Aws, signal: AbortSignal) => Promise<unknown>;
}

/** One cheap read per action that a scan begins with. */
const reads: readonly Read[] = [
  {
    action: 'ec2:DescribeRegions',
    call: async (aws, abortSignal) => (await aws.ec2()).describeRegions({}, { abortSignal }),
  },
  {
    action: 'ec2:DescribeInstances',
    call: async (aws, abortSignal) => (await aws.ec2()).describeInstances({ MaxResults: 5 }, { abortSignal }),
  },
  {
    action: 'ec2:DescribeVolumes',
    call: async (aws, abortSignal) => (await aws.ec2()).describeVolumes({ MaxResults: 5 }, { abortSignal }),
  },
  {
    action: 'ec2:DescribeAddresses',
    call: async (aws, abortSignal) => (await aws.ec2()).describeAddresses({}, { abortSignal }),
  },
  {
    action: 's3:ListAllMyBuckets',
    call: async (aws, abortSignal) => (await aws.s3()).listBuckets({ MaxBuckets: 1 }, { abortSignal }),
  },
  {
    action: 'iam:ListUsers',
    call: async (aws, abortSignal) => (await aws.iam()).listUsers({ MaxItems: 1 }, { abortSignal }),
  },
  {
    action: 'cloudwatch:GetMetricData',
    call: async (aws, abortSignal) =>
      (await aws.cloudwatch()).getMetricData(lastHourOfCpu(), { abortSignal }),
  },
];

/** Enters an account as a scan would, and tries what a scan reads. */
@Injectable()
export class AccountVerifier {
  constructor(
    private readonly clients: AwsClients,
    private readonly config: Config,
  ) {}

  /** @param regions those that are scanned; null: all. The home region is tried where it is one of them. */
  async verify(account: AwsAccount, regions: readonly string[] | null): Promise<Verification> {
    const { accountId } = account;
    const home = this.config.get('AWS_REGION');
    const aws = this.clients.for(
      account,
      regions === null || regions.includes(home) ? home : (regions[0] ?? home),
    );
    const checks = account.roleArn === null ? [] : [await this.#assumeRole(account, account.roleArn)];
    if (checks.some((check) => check.status !== 'allowed')) return verify(accountId, null, checks);

    const { arn, check } = await this.#identity(aws);
    checks.push(check);
    if (check.status !== 'allowed') return verify(accountId, arn, checks);
    const tried = reads.map(({ action, call }) => this.#check(action, (signal) => call(aws, signal)));
    return verify(accountId, arn, [...checks, ...(await Promise.all(tried))]);
  }

  /** A check that ended in `error`. */
  failed(action: string, error: unknown): Check {
    const { failure, message } = failureOf(error);
    const status =
      failure === 'denied' || failure === 'throttled' || failure === 'unsupported' ? failure : 'failed';
    return { service: serviceOf(action), action, status, message };
  }

  /**
   * The factory would do it too, but from its cache: a trust that was taken back an hour ago must show. CloudTrail
   * of the account shows the session's name, so it says who looked, what for, and where it was meant for.
   */
  #assumeRole({ accountId, externalId }: AwsAccount, roleArn: string): Promise<Check> {
    return this.#check('sts:AssumeRole', async (abortSignal) => {
      const sts = await this.clients.ambient(this.config.get('AWS_REGION')).sts();
      const role = { RoleArn: roleArn, RoleSessionName: `compliance-shepherd-verify-${accountId}` };
      await sts.assumeRole(externalId === null ? role : { ...role, ExternalId: externalId }, { abortSignal });
    });
  }

  async #identity(aws: Aws): Promise<{ arn: string | null; check: Check }> {
    let arn: string | null = null;
    const check = await this.#check('sts:GetCallerIdentity', async (abortSignal) => {
      const answer = await (await aws.sts()).getCallerIdentity({}, { abortSignal });
      arn = answer.Arn ?? null;
    });
    const accountId = arn === null ? undefined : callerHome(arn)?.accountId;
    if (check.status !== 'allowed' || accountId === aws.account.accountId) return { arn, check };
    const message = `These credentials are of the account ${accountId ?? 'unknown'}, not of ${aws.account.accountId}`;
    return { arn, check: { ...check, status: 'failed', message } };
  }

  async #check(action: string, call: (signal: AbortSignal) => Promise<unknown>): Promise<Check> {
    try {
      await inTime(LIMIT_MS, call);
      return { service: serviceOf(action), action, status: 'allowed' };
    } catch (error) {
      if (!(error instanceof Late)) return this.failed(action, error);
      return { service: serviceOf(action), action, status: 'failed', message: `AWS gave ${error.message}` };
    }
  }
}

const serviceOf = (action: string): string => action.split(':')[0] ?? action;

function lastHourOfCpu() {
  const now = Date.now(); // by AWS's clock, whatever ours is set to
  const Metric = { Namespace: 'AWS/EC2', MetricName: 'CPUUtilization' };
  return {
    StartTime: new Date(now - 3_600_000),
    EndTime: new Date(now),
    MetricDataQueries: [{ Id: 'cpu', MetricStat: { Metric, Period: 3600, Stat: 'Average' } }],
  };
}
