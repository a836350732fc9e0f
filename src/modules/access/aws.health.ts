import { Injectable } from '@nestjs/common';
import { AwsProbe, type AwsHealth } from '../../platform/http/index.js';
import {
  counted,
  degraded,
  down,
  HealthPart,
  isAlive,
  partOf,
  Processes,
  type PartHealth,
} from '../../platform/watch/index.js';
import { AccountHealthStore } from './account-health.store.js';

/** Whose credentials the process holds, and into how many accounts it does not get. */
@Injectable()
export class AwsPart {
  constructor(
    private readonly probe: AwsProbe,
    private readonly store: AccountHealthStore,
    private readonly processes: Processes,
  ) {}

  @HealthPart('aws')
  async check(): Promise<PartHealth> {
    const [aws, refused, unverified] = await Promise.all([
      this.probe.check(),
      this.#refused().catch(() => []), // without a database it is still known whose credentials these are
      this.store.failed().catch(() => []),
    ]);
    return awsHealth(aws, refused, unverified);
  }

  /** Roles that a process could not assume when it last tried. */
  async #refused(): Promise<{ tenantId: string; accountId: string; code: string }[]> {
    return (await this.processes.seen()).filter(isAlive).flatMap(({ state }) => state.failingRoles);
  }
}

type Account = { tenantId: string; accountId: string };

export function awsHealth(
  { status, accountId, arn, message = '' }: AwsHealth,
  refused: readonly (Account & { code: string })[],
  unverified: readonly Account[],
): PartHealth {
  const facts = {
    ...(accountId === undefined ? {} : { accountId }),
    ...(arn === undefined ? {} : { arn }),
  };
  const entered = new Set(refused.map((one) => one.accountId));
  const failing = new Set([...entered, ...unverified.map((one) => one.accountId)]);
  const codes = [...new Set(refused.map(({ code }) => code))].join(', ');
  const more = {
    facts,
    figures: { accountsFailing: failing.size, rolesRefused: entered.size },
    details: { rolesRefused: refused, verificationsFailed: unverified },
  };
  if (status === 'unknown' && failing.size === 0) return { status, message: sentence(message), ...more };
  return partOf(
    'AWS accepts the credentials of this process.',
    [
      status === 'down' && down(`${sentence(message)} ${adviceOn(message)}`),
      status === 'unknown' && degraded(sentence(message)),
      failing.size > 0 &&
        degraded(
          `${counted(failing.size, 'registered account cannot', 'registered accounts cannot')} be entered${codes === '' ? '' : ` (${codes})`}: POST /accounts/{id}/verify says what is missing.`,
        ),
    ],
    more,
  );
}

const sentence = (text: string): string => (/[.!?]$/.test(text) ? text : `${text}.`);

function adviceOn(message: string): string {
  if (/Expired/i.test(message))
    return 'They have expired: sign in again, or give the process a role, which renews them by itself.';
  if (/no AWS credentials/.test(message))
    return 'Give it a role (ECS task role, instance profile) or AWS_PROFILE; scans wait for nothing else.';
  if (/does not accept/.test(message)) return 'Give it credentials that are in use.';
  if (/reached/.test(message)) return 'Look at the network, proxies and VPC endpoints between it and AWS.';
  return 'Scans go on as soon as it does.';
}
