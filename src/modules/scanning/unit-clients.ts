import { Injectable } from '@nestjs/common';
import { AwsClients, type Aws } from '../../platform/aws/index.js';
import { Config } from '../../platform/config/index.js';
import { AccountsService } from '../access/index.js';
import { GLOBAL_REGION } from './domain/resource-type.js';
import type { OpenUnit } from './scan-unit.store.js';

/** Turns a unit's account and region into AWS clients. */
@Injectable()
export class UnitClients {
  constructor(
    private readonly config: Config,
    private readonly clients: AwsClients,
    private readonly accounts: AccountsService,
  ) {}

  /** @throws AppError NOT_FOUND when the account was removed since the scan began */
  async of(unit: OpenUnit): Promise<{ aws: Aws; regions: readonly string[] | null }> {
    const [account] = await this.accounts.forScan(unit.tenantId, [unit.accountId]);
    if (account === undefined) throw new Error(`The account ${unit.accountId} is no longer registered`);
    const region = unit.region === GLOBAL_REGION ? this.config.get('AWS_REGION') : unit.region;
    return {
      aws: this.clients.for(await this.accounts.awsAccountOf(account), region),
      regions: account.regions,
    };
  }
}
