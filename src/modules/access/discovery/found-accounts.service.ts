import { Injectable } from '@nestjs/common';
import { Config } from '../../../platform/config/index.js';
import { Database } from '../../../platform/database/index.js';
import { AccountsService, type NewAccount } from '../accounts.service.js';
import type { AccountRow } from '../accounts.store.js';
import { leftOf, outcomeOf, type OrganizationAccount } from '../domain/discovery.js';
import { actorOf } from './discovery-state.service.js';
import { DiscoveryStore, type DiscoveryRow, type FoundAccount } from './discovery.store.js';

/** Statements name so many accounts at once. */
const BATCH = 500;

/** Notes what became of each account of the organization, and registers those that nobody has. */
@Injectable()
export class FoundAccounts {
  constructor(
    private readonly database: Database,
    private readonly store: DiscoveryStore,
    private readonly accounts: AccountsService,
    private readonly config: Config,
  ) {}

  /** What an attempt before this one has noted stays, so that what it added counts as added. */
  async register(
    discovery: DiscoveryRow,
    accounts: readonly OrganizationAccount[],
    signal: AbortSignal,
  ): Promise<void> {
    const { tenantId, id } = discovery;
    const { noted, own } = await this.database.withTenant(tenantId, async (tx) => ({
      noted: await this.store.found(tx, tenantId, id),
      own: await this.accounts.registered(tx, tenantId),
    }));
    const known = new Set(noted.map(({ accountId }) => accountId));
    const rest = accounts.filter(({ accountId }) => !known.has(accountId));
    for (let at = 0; at < rest.length; at += BATCH) {
      const fresh = await this.#note(discovery, rest.slice(at, at + BATCH), own);
      for (const account of discovery.dryRun ? [] : fresh) {
        signal.throwIfAborted();
        await this.#add(discovery, account);
      }
    }
  }

  /** Tells of those that have left; what is known of them stays as it is. */
  async tellLeft(discovery: DiscoveryRow, accounts: readonly OrganizationAccount[]): Promise<void> {
    const { tenantId } = discovery;
    await this.database.withTenant(tenantId, async (tx) => {
      const before = await this.store.last(tx, tenantId, { dryRun: false, status: 'completed' });
      if (before === undefined) return;
      const found = await this.store.found(tx, tenantId, before.id);
      const own = await this.accounts.registered(tx, tenantId);
      const left = leftOf(found, accounts, new Set(own.keys()));
      const message = 'It is no longer in the organization; it stays registered until somebody removes it';
      await this.store.addFound(
        tx,
        left.map(({ accountId, name, state }) =>
          rowOf(discovery, { accountId, name, state }, { outcome: 'left', message }),
        ),
      );
    });
  }

  /** Notes what is known already. @returns those that are to be added; a dry run notes them too */
  async #note(
    discovery: DiscoveryRow,
    accounts: readonly OrganizationAccount[],
    own: ReadonlyMap<string, AccountRow>,
  ): Promise<OrganizationAccount[]> {
    const { tenantId, dryRun } = discovery;
    const owners = await this.accounts.ownersOf(accounts.map(({ accountId }) => accountId));
    const judged = accounts.map((account) => ({
      account,
      outcome: outcomeOf(account, owners.get(account.accountId), tenantId),
    }));
    const noted = judged
      .filter(({ outcome }) => dryRun || outcome !== 'added')
      .map(({ account, outcome }) =>
        rowOf(discovery, account, { outcome, ...verificationOf(outcome, own.get(account.accountId)) }),
      );
    await this.database.withTenant(tenantId, (tx) => this.store.addFound(tx, noted));
    return judged.filter(({ outcome }) => outcome === 'added').map(({ account }) => account);
  }

  /** The account, its audit entry and what is noted of it are written together or not at all. */
  async #add(discovery: DiscoveryRow, account: OrganizationAccount): Promise<void> {
    const { tenantId } = discovery;
    const isAdded = await this.database.withTenant(tenantId, async (tx) => {
      const row = await this.accounts.register(tx, actorOf(discovery), this.#entrance(discovery, account));
      if (row === undefined) return false;
      await this.store.addFound(tx, [rowOf(discovery, account, { outcome: 'added' })]);
      return true;
    });
    if (isAdded) return;
    // somebody was quicker
    const owner = (await this.accounts.ownersOf([account.accountId])).get(account.accountId);
    const outcome = outcomeOf(account, owner ?? tenantId, tenantId);
    await this.database.withTenant(tenantId, (tx) =>
      this.store.addFound(tx, [rowOf(discovery, account, { outcome })]),
    );
  }

  /** All are entered by the role of the agreed name, the service's own account too: templates make it in each. */
  #entrance({ externalId }: DiscoveryRow, { accountId, partition, name }: OrganizationAccount): NewAccount {
    const roleArn = `arn:${partition}:iam::${accountId}:role/${this.config.get('INVENTORY_ROLE_NAME')}`;
    return { accountId, partition, name, roleArn, externalId, ambient: false, regions: null };
  }
}

function rowOf(
  { id: discoveryId, tenantId }: DiscoveryRow,
  { accountId, name, state }: Pick<OrganizationAccount, 'accountId' | 'name' | 'state'>,
  rest: Pick<FoundAccount, 'outcome'> & Partial<FoundAccount>,
): FoundAccount {
  return { discoveryId, tenantId, accountId, name, state, verification: null, message: null, ...rest };
}

/** One that could be entered when it was last tried is not tried again: every scan does so anyway. */
function verificationOf(outcome: string, row: AccountRow | undefined): Partial<FoundAccount> {
  const status = row?.verification?.status;
  return outcome === 'registered' && status !== undefined && status !== 'failed'
    ? { verification: status }
    : {};
}
