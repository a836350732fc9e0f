import { Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { AwsClients, type Aws, type AwsAccount } from '../../platform/aws/index.js';
import { Config } from '../../platform/config/index.js';
import { AppError } from '../../shared/app-error.js';
import { AccountsService, type RegisteredAccount } from '../access/index.js';
import { GLOBAL_REGION } from './domain/resource-type.js';
import { reading, ReadFailed } from './reading.js';
import type { OpenUnit } from './scan-unit.store.js';

type Place = Pick<OpenUnit, 'tenantId' | 'accountId' | 'region'>;

/** An account that is changed or removed is seen so much later. */
const KNOWN_FOR_MS = 2_000;

/** Turns a unit's account and region into AWS clients. */
@Injectable()
export class UnitClients {
  readonly #accounts = new LRUCache<string, Promise<AwsAccount>>({ max: 10_000, ttl: KNOWN_FOR_MS });

  constructor(
    private readonly config: Config,
    private readonly clients: AwsClients,
    private readonly accounts: AccountsService,
  ) {}

  /** @throws ReadFailed when the account cannot be entered, or was removed meanwhile */
  async of(unit: Place, signal: AbortSignal): Promise<{ aws: Aws; regions: readonly string[] | null }> {
    const { entered, regions } = await this.#enter(unit, signal);
    return { aws: this.clients.for(entered, this.#region(unit)), regions };
  }

  /** The same for what an event tells of: CloudTrail of the account shows the session under the name for events. */
  async forEvents(place: Place, signal: AbortSignal): Promise<Aws> {
    const entered = await this.#known(place, signal);
    const sessionName = this.config
      .get('EVENTS_SESSION_NAME')
      .replaceAll('{account_id}', () => place.accountId);
    return this.clients.for({ ...entered, sessionName }, this.#region(place));
  }

  /** Events name the same accounts again and again. */
  #known(place: Place, signal: AbortSignal): Promise<AwsAccount> {
    const key = JSON.stringify([place.tenantId, place.accountId]);
    const known = this.#accounts.get(key);
    if (known !== undefined) return known;
    const entering = this.#enter(place, signal).then(({ entered }) => entered);
    this.#accounts.set(key, entering);
    entering.catch(() => {
      if (this.#accounts.peek(key) === entering) this.#accounts.delete(key);
    });
    return entering;
  }

  async #enter(place: Place, signal: AbortSignal) {
    const account = await this.#account(place);
    const entered = await reading(() => this.accounts.awsAccountOf(account), signal);
    return { entered, regions: account.regions };
  }

  #region({ region }: Place): string {
    return region === GLOBAL_REGION ? this.config.get('AWS_REGION') : region;
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
