import { Injectable } from '@nestjs/common';
import { failureOf, type AwsAccount } from '../../platform/aws/index.js';
import { Config } from '../../platform/config/index.js';
import { AccountsService, type RegisteredAccount } from '../access/index.js';
import type { AwsPlace } from './domain/aws-target.js';

/** How an account is entered, and where in it. */
export interface AwsWay {
  account: AwsAccount;
  region: string;
}

/** `refusal`: it must not be reached; `unreachable`: it cannot be now. */
export type NoWay = { refusal: string } | { unreachable: string };

/**
 * Which accounts the tasks of a tenant's executions may reach: those that are registered for it and that we have got
 * into, with their own roles. The account of the service itself, where its own role could be told to do anything, is
 * open to the tenant alone for which the platform key registered it.
 */
@Injectable()
export class AwsReach {
  constructor(
    private readonly accounts: AccountsService,
    private readonly config: Config,
  ) {}

  async to(tenantId: string, { accountId, region }: AwsPlace): Promise<AwsWay | NoWay> {
    try {
      const way = await (accountId === undefined ? this.#home(tenantId) : this.#account(tenantId, accountId));
      return 'refusal' in way ? way : { account: way, region: region || this.config.get('AWS_REGION') };
    } catch (error) {
      // it is of an account that may be reached, but STS does not say who we are: AWS is not configured, or not there
      const { code, message } = failureOf(error);
      return { unreachable: `AWS cannot be asked: sts:GetCallerIdentity: ${code}: ${message}` };
    }
  }

  /** What has no account in its name lies in the account of the service. */
  async #home(tenantId: string): Promise<AwsAccount | { refusal: string }> {
    for (const account of await this.accounts.forScan(tenantId)) {
      if (!account.ambient) continue;
      const entrance = await this.accounts.awsAccountOf(account);
      if (entrance.roleArn === null) return entrance;
    }
    return {
      refusal: 'It names no account, and the account of this service is not registered for this tenant',
    };
  }

  async #account(tenantId: string, accountId: string): Promise<AwsAccount | { refusal: string }> {
    const account = (await this.accounts.forScan(tenantId)).find((one) => one.accountId === accountId);
    if (account === undefined) {
      return { refusal: `It lies in the account ${accountId}, which is not registered (POST /accounts)` };
    }
    const { id, verification } = await this.accounts.find(tenantId, accountId);
    const isVerified = verification !== null && verification.status !== 'failed';
    if (!account.ambient && !isVerified) {
      return {
        refusal: `It lies in the account ${accountId}, which is not verified (POST /accounts/${id}/verify)`,
      };
    }
    if (!account.ambient && (await this.#isHome(account))) {
      const only = 'which only the platform key can register for a tenant';
      return { refusal: `It lies in the account of this service, ${only}` };
    }
    const entrance = await this.accounts.awsAccountOf(account);
    if (entrance.roleArn === null || isVerified) return entrance;
    return {
      refusal: `It lies in the account ${accountId}, which is not verified (POST /accounts/${id}/verify)`,
    };
  }

  /** Whether our own credentials are of that account: what would be entered with them if it were the tenant's. */
  async #isHome(account: RegisteredAccount): Promise<boolean> {
    return (await this.accounts.awsAccountOf({ ...account, roleArn: null, ambient: true })).roleArn === null;
  }
}
