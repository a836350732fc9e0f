import { Injectable } from '@nestjs/common';
import { failureOf } from '../../platform/aws/index.js';
import { AppError } from '../../shared/app-error.js';
import { AccountsService, AmbientIdentity, TenantSettingsService } from '../access/index.js';

/** Whom a tenant may have told: addresses of its domains, and topics and buses of its own accounts. */
@Injectable()
export class AllowedTargets {
  constructor(
    private readonly settings: TenantSettingsService,
    private readonly accounts: AccountsService,
    private readonly ambient: AmbientIdentity,
  ) {}

  /** What forbids each address, in their order; undefined where nothing does. */
  async emailProblems(tenantId: string, addresses: readonly string[]): Promise<(string | undefined)[]> {
    const { allowedNotificationDomains: allowed } = await this.settings.settingsOf(tenantId);
    return addresses.map((address) => {
      const domain = address.slice(address.lastIndexOf('@') + 1).toLowerCase();
      if (allowed.includes(domain)) return undefined;
      return `has the domain ${domain}, which is not among allowedNotificationDomains of the tenant's settings`;
    });
  }

  /**
   * What forbids a topic or bus of an account: it is reached with the service's own credentials, so the account must
   * be one that the service has got into, as a tenant can register any. The account of the service itself belongs to
   * the tenant for which the platform key registered it.
   * @throws AppError UNAVAILABLE when AWS does not say which account that is
   */
  async accountProblem(tenantId: string, accountId: string): Promise<string | undefined> {
    const account = await this.#registered(tenantId, accountId);
    if (account === undefined)
      return `lies in the account ${accountId}, which is not registered (POST /accounts)`;
    const { ambient, verification } = account;
    const isVerified = verification !== null && verification.status !== 'failed';
    const unverified = `lies in the account ${accountId}, which is not verified (POST /accounts/${accountId}/verify)`;
    if (!ambient && !isVerified) return unverified;
    const isHome = accountId === (await this.homeAccountId());
    if (isHome && !ambient)
      return 'lies in the account of this service, which only the platform key can register for a tenant';
    return isHome || isVerified ? undefined : unverified;
  }

  /** @throws AppError UNAVAILABLE */
  async homeAccountId(): Promise<string> {
    try {
      return (await this.ambient.get()).accountId;
    } catch (error) {
      const { code, message } = failureOf(error);
      throw new AppError('UNAVAILABLE', `sts:GetCallerIdentity: ${code}: ${message}`);
    }
  }

  async #registered(tenantId: string, accountId: string) {
    try {
      return await this.accounts.find(tenantId, accountId);
    } catch (error) {
      if (error instanceof AppError && error.code === 'NOT_FOUND') return undefined;
      throw error;
    }
  }
}
