import { Injectable } from '@nestjs/common';
import { AwsClients, type Aws } from '../../platform/aws/index.js';
import { Config } from '../../platform/config/index.js';
import { AppError } from '../../shared/app-error.js';
import { AccountsService, type RegisteredAccount } from '../access/index.js';
import { GLOBAL_REGION } from './domain/resource-type.js';
import { reading, ReadFailed } from './reading.js';
import type { OpenUnit } from './scan-unit.store.js';

type Place = Pick<OpenUnit, 'tenantId' | 'accountId' | 'region'>;

/** Turns a unit's account and region into AWS clients. */
@Injectable()
export class UnitClients {
  constructor(
    private readonly config: Config,
    private readonly clients: AwsClients,
    private readonly accounts: AccountsService,
  ) {}

  /** @throws ReadFailed when the account cannot be entered, or was removed since the scan began */
  async of(unit: Place, signal: AbortSignal): Promise<{ aws: Aws; regions: readonly string[] | null }> {
    const account = await this.#account(unit);
    const entered = await reading(() => this.accounts.awsAccountOf(account), signal);
    const region = unit.region === GLOBAL_REGION ? this.config.get('AWS_REGION') : unit.region;
    return { aws: this.clients.for(entered, region), regions: account.regions };
  }

  /** Our own database is asked outside `reading`: its errors are not AWS's. */
  async #account({ tenantId, accountId }: Place): Promise<RegisteredAccount> {
    try {
      const [account] = await this.accounts.forScan(tenantId, [accountId]);
      if (account !== undefined) return account;
    } catch (error) {
      if (!(error instanceof AppError) || error.code !== 'INVALID') throw error;
    }
    const message = `The account ${accountId} is no longer registered`;
    throw new ReadFailed({ reason: 'failed', code: 'NotRegistered', message }, false);
  }
}
