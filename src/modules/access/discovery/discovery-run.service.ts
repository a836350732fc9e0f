import { Injectable } from '@nestjs/common';
import type { OrganizationAccount } from '../domain/discovery.js';
import { DiscoveryState } from './discovery-state.service.js';
import { FoundAccounts } from './found-accounts.service.js';
import { FoundVerification } from './found-verification.service.js';
import { Organization, OrganizationRefused } from './organization.js';

/** What a discovery does, from the list of the organization to its end. Repeated after a crash, it goes on. */
@Injectable()
export class DiscoveryRun {
  constructor(
    private readonly state: DiscoveryState,
    private readonly organization: Organization,
    private readonly found: FoundAccounts,
    private readonly verification: FoundVerification,
  ) {}

  /** @throws what may pass, so that it is tried again */
  async run(tenantId: string, discoveryId: string, signal: AbortSignal): Promise<void> {
    const discovery = await this.state.begin(tenantId, discoveryId);
    if (discovery === undefined) return;
    let accounts: OrganizationAccount[];
    try {
      accounts = await this.#list(signal);
    } catch (error) {
      if (!(error instanceof OrganizationRefused)) throw error;
      return this.state.fail(discovery, { reason: error.reason, message: error.message });
    }
    await this.state.listed(discovery, accounts.length, accounts[0]?.organizationId ?? null);
    await this.found.register(discovery, accounts, signal);
    await this.found.tellLeft(discovery, accounts);
    if (!discovery.dryRun) await this.verification.verify(discovery, signal);
    await this.state.complete(discovery);
  }

  /** No account at all is never true: the management account is one. It must not count as all having left. */
  async #list(signal: AbortSignal): Promise<OrganizationAccount[]> {
    const accounts = await this.organization.accounts(signal);
    if (accounts.length === 0) throw new Error('AWS Organizations answered without any account');
    return accounts;
  }
}
