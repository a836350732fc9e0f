import { Injectable } from '@nestjs/common';
import { AppError, type FieldProblem } from '../../shared/app-error.js';
import { AccountsService } from '../access/index.js';
import { HomeAccount } from './aws/home-account.js';
import type { Target } from './domain/target.js';

/** Whether a function or topic is the tenant's to call: it is called with the service's own credentials. */
@Injectable()
export class TargetOwners {
  constructor(
    private readonly accounts: AccountsService,
    private readonly home: HomeAccount,
  ) {}

  /**
   * What forbids it; undefined when nothing does. An account must be one that the service has got into, as a tenant
   * can register any. In the account of the service itself everything would be open to a tenant: it belongs to the
   * tenant for which the platform key registered it without a role.
   * @throws AppError UNAVAILABLE when AWS does not say which account that is
   */
  async problem(tenantId: string, target: Target): Promise<FieldProblem | undefined> {
    if (target.type !== 'lambda' && target.type !== 'sns') return undefined;
    const name = target.type === 'lambda' ? target.functionName : target.topicArn;
    const path = target.type === 'lambda' ? 'target.functionName' : 'target.topicArn';
    const accountId = name.startsWith('arn:') ? name.split(':')[4] : undefined;
    const message =
      accountId === undefined ? await this.#ofBareName(tenantId) : await this.#ofAccount(tenantId, accountId);
    return message === undefined ? undefined : { path, message };
  }

  /** A name without an account is one of the account that the service runs in. */
  async #ofBareName(tenantId: string): Promise<string | undefined> {
    for (const { ambient, accountId } of await this.accounts.forScan(tenantId)) {
      if (ambient && (await this.home.is(accountId))) return undefined;
    }
    return 'must be an ARN: the account of this service is not registered for this tenant by the platform key';
  }

  async #ofAccount(tenantId: string, accountId: string): Promise<string | undefined> {
    const account = await this.#registered(tenantId, accountId);
    if (account === undefined) {
      return `lies in the account ${accountId}, which is not registered (POST /accounts)`;
    }
    const { ambient, verification } = account;
    const isVerified = verification !== null && verification.status !== 'failed';
    const unverified = `lies in the account ${accountId}, which is not verified (POST /accounts/${accountId}/verify)`;
    if (!ambient && !isVerified) return unverified;
    const isHome = await this.home.is(accountId);
    if (isHome && !ambient) {
      return 'lies in the account of this service, which only the platform key can register for a tenant';
    }
    return isHome || isVerified ? undefined : unverified;
  }

  async #registered(tenantId: string, accountId: string) {
    if (!/^\d{12}$/.test(accountId)) return undefined;
    try {
      return await this.accounts.find(tenantId, accountId);
    } catch (error) {
      if (error instanceof AppError && error.code === 'NOT_FOUND') return undefined;
      throw error;
    }
  }
}
