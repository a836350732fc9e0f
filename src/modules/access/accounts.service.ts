import { Injectable } from '@nestjs/common';
import { type AwsAccount } from '../../platform/aws/index.js';
import { Config } from '../../platform/config/index.js';
import { Database, type Tx } from '../../platform/database/index.js';
import type { Caller } from '../../platform/http/index.js';
import { conflict, invalid, notFound } from '../../shared/app-error.js';
import { newId } from '../../shared/ids.js';
import { partitionOfRegion } from '../../shared/partition.js';
import { decodeCursor, toPage, type Page, type PageRequest } from '../../shared/paging.js';
import {
  showRegions,
  toRegions,
  type Account,
  type ChangeAccount,
  type CreateAccount,
} from './accounts.schemas.js';
import {
  AccountStore,
  type AccountChange,
  type AccountRow,
  type RegisteredAccount,
} from './accounts.store.js';
import { AuditLog, type Actor } from './audit-log.service.js';
import { AmbientIdentity } from './aws/ambient-identity.js';
import { entranceTo, roleHome } from './domain/aws-account.js';

/** What an account is registered with. */
export type NewAccount = Omit<RegisteredAccount, 'id' | 'tenantId'>;

@Injectable()
export class AccountsService {
  constructor(
    private readonly database: Database,
    private readonly store: AccountStore,
    private readonly audit: AuditLog,
    private readonly ambient: AmbientIdentity,
    private readonly config: Config,
  ) {}

  async list(
    caller: Caller,
    filter: { accountId?: string | undefined },
    page: PageRequest,
  ): Promise<Page<Account>> {
    const after = decodeCursor(page.cursor, 1)?.[0];
    const rows = await this.database.withTenant(caller.tenantId, (tx) =>
      this.store.list(tx, caller.tenantId, { ...filter, after, take: page.limit + 1 }),
    );
    const { items, nextCursor } = toPage(rows, page.limit, (row) => [row.id]);
    return { items: items.map((row) => shown(row, caller)), nextCursor };
  }

  async get(caller: Caller, ref: string): Promise<Account> {
    return shown(await this.find(caller.tenantId, ref), caller);
  }

  /** @throws AppError NOT_FOUND */
  async find(tenantId: string, ref: string): Promise<AccountRow> {
    const row = await this.database.withTenant(tenantId, (tx) => this.store.find(tx, tenantId, ref));
    if (row === undefined) throw notFound('account', ref);
    return row;
  }

  async create(caller: Caller, given: CreateAccount): Promise<Account> {
    const { tenantId } = caller;
    const { accountId, name = accountId, roleArn = null, externalId = null } = given;
    const partition = this.#partition(accountId, roleArn);
    const regions = toRegions(given.regions ?? null);
    const ambient = roleArn === null && caller.role === 'platform';
    const account = { accountId, partition, name, roleArn, externalId, ambient, regions };
    return this.database.withTenant(tenantId, async (tx) => {
      const row = await this.register(tx, caller, account);
      // says the same whoever has it: nobody learns which accounts others have
      if (row === undefined) throw conflict(`The account ${accountId} is registered already`);
      return shown(row, caller);
    });
  }

  /** Registers an account for the actor's tenant, with its audit entry. Undefined where it is registered already. */
  async register(tx: Tx, actor: Actor, account: NewAccount): Promise<AccountRow | undefined> {
    const row = await this.store.insert(tx, { ...account, id: newId('acc'), tenantId: actor.tenantId });
    if (row === undefined) return undefined;
    await this.audit.write(tx, actor, { action: 'account.created', ...target(row), after: facts(row) });
    return row;
  }

  /** Sets what is given. What was verified of another role or external id is forgotten. */
  async change(caller: Caller, ref: string, given: ChangeAccount): Promise<Account> {
    return this.database.withTenant(caller.tenantId, async (tx) => {
      const before = await this.store.findForUpdate(tx, caller.tenantId, ref);
      if (before === undefined) throw notFound('account', ref);
      const after = await this.store.update(
        tx,
        caller.tenantId,
        before.id,
        this.#changeOf(caller, before, given),
      );
      const change = { action: 'account.changed', ...target(after) };
      await this.audit.write(tx, caller, { ...change, before: facts(before), after: facts(after) });
      return shown(after, caller);
    });
  }

  /** Later scans leave it out; what is known of it stays. */
  async remove(caller: Caller, ref: string): Promise<void> {
    await this.database.withTenant(caller.tenantId, async (tx) => {
      const row = await this.store.findForUpdate(tx, caller.tenantId, ref);
      if (row === undefined) throw notFound('account', ref);
      await this.store.remove(tx, caller.tenantId, row.id);
      await this.audit.write(tx, caller, { action: 'account.removed', ...target(row), before: facts(row) });
    });
  }

  /**
   * The accounts of a scan: all, or those named (by 12 digits or our id).
   * @throws AppError INVALID naming each that is not registered
   */
  async forScan(tenantId: string, accountIds?: readonly string[]): Promise<RegisteredAccount[]> {
    const rows = await this.database.withTenant(tenantId, (tx) =>
      this.store.list(tx, tenantId, { refs: accountIds }),
    );
    if (accountIds === undefined) return rows;
    const isNamed = (row: AccountRow, ref: string) => row.accountId === ref || row.id === ref;
    const unknown = accountIds.flatMap((ref, i) =>
      rows.some((row) => isNamed(row, ref))
        ? []
        : [{ path: `accountIds.${i}`, message: `no account ${ref} is registered` }],
    );
    if (unknown.length > 0) throw invalid(unknown);
    return rows;
  }

  /** The tenant's accounts, by account id. */
  async registered(tx: Tx, tenantId: string): Promise<Map<string, AccountRow>> {
    const rows = await this.store.list(tx, tenantId, {});
    return new Map(rows.map((row) => [row.accountId, row]));
  }

  /** The tenants of accounts, by account id; those that nobody has registered are left out. */
  ownersOf(accountIds: readonly string[]): Promise<Map<string, string>> {
    return this.store.ownersOf(accountIds);
  }

  /**
   * How to enter an account: by its role, by our own credentials where STS says that they are of that account, else
   * by the role INVENTORY_ROLE_NAME in it. What STS says is kept for a minute.
   * @throws the SDK's error (platform/aws failureOf reads it) when it depends on STS, and STS does not say
   */
  async awsAccountOf(account: RegisteredAccount): Promise<AwsAccount> {
    const { tenantId, accountId, externalId } = account;
    const role = this.config.get('INVENTORY_ROLE_NAME');
    const entrance =
      entranceTo(account, undefined, role) ?? entranceTo(account, await this.ambient.get(), role);
    if (entrance === undefined) throw new Error('an identity decides every case');
    return { tenantId, accountId, externalId, ...entrance };
  }

  /**
   * How to enter an account to change it: always by the role REMEDIATION_ROLE_NAME in it, never by the one that
   * reads, nor by our own credentials. `sessionName`: what CloudTrail of the account shows.
   * @throws AppError INVALID where the account is not registered; the SDK's error as awsAccountOf
   */
  async remediationAccountOf(tenantId: string, accountId: string, sessionName: string): Promise<AwsAccount> {
    const [account] = await this.forScan(tenantId, [accountId]);
    if (account === undefined) throw new Error('forScan names what is not registered');
    const { partition, externalId } = await this.awsAccountOf(account);
    const roleArn = `arn:${partition}:iam::${accountId}:role/${this.config.get('REMEDIATION_ROLE_NAME')}`;
    return { tenantId, accountId, partition, roleArn, externalId, sessionName };
  }

  #partition(accountId: string, roleArn: string | null): string {
    if (roleArn === null) return partitionOfRegion(this.config.get('AWS_REGION'));
    const home = roleHome(roleArn);
    if (home?.accountId !== accountId) {
      throw invalid([{ path: 'roleArn', message: `must be a role in the account ${accountId}` }]);
    }
    return home.partition;
  }

  #changeOf(caller: Caller, before: AccountRow, given: ChangeAccount): AccountChange {
    const { accountId, name, roleArn, externalId, regions } = given;
    if (accountId !== undefined && accountId !== before.accountId) {
      throw invalid([{ path: 'accountId', message: 'cannot be changed; register the other account' }]);
    }
    const change: AccountChange = { name, roleArn, externalId };
    if (roleArn !== undefined) {
      change.partition = this.#partition(before.accountId, roleArn);
      change.ambient = roleArn === null && caller.role === 'platform';
    }
    if (regions !== undefined) change.regions = toRegions(regions);
    const isOther = <T>(now: T | undefined, was: T) => now !== undefined && now !== was;
    change.forgetVerification = isOther(roleArn, before.roleArn) || isOther(externalId, before.externalId);
    return change;
  }
}

const target = ({ id }: AccountRow) => ({ targetType: 'account', targetId: id });

/** What the audit log keeps; it leaves the external id out by its name. */
const facts = ({ accountId, name, roleArn, externalId, regions }: AccountRow) => ({
  accountId,
  name,
  roleArn,
  externalId,
  regions: showRegions(regions),
});

/** Only who may set the external id gets to see it: with it, and a key of ours, the role could be used. */
function shown(row: AccountRow, caller: Caller): Account {
  const { externalId, regions, ambient: _, ...rest } = row;
  const mayConfigure = caller.role === 'admin' || caller.role === 'platform';
  return {
    ...rest,
    hasExternalId: externalId !== null,
    ...(mayConfigure ? { externalId } : {}),
    regions: showRegions(regions),
  };
}
