import { Injectable } from '@nestjs/common';
import type { Tx } from '../../platform/database/index.js';
import { TenantSettingsService } from '../access/index.js';
import {
  ALL_ACCOUNTS,
  limitRefusal,
  policyOf,
  refusal,
  type Attempted,
  type Policy,
} from './domain/guardrails.js';
import { guardrailSettings } from './guardrails.schemas.js';
import { GuardrailsStore, type GuardrailRow } from './guardrails.store.js';

/** What holds in which account, for all who change something. Every method runs in a transaction of the tenant. */
@Injectable()
export class Guardrails {
  constructor(
    private readonly store: GuardrailsStore,
    private readonly tenants: TenantSettingsService,
  ) {}

  async policyOf(tx: Tx, tenantId: string, accountId: string): Promise<Policy> {
    const rows = await this.store.of(tx, tenantId, [accountId]);
    return policyFrom(rows, accountId, await this.exemptTags(tx, tenantId));
  }

  /** Of several accounts, by their ids. */
  async policiesOf(
    tx: Tx,
    tenantId: string,
    accountIds: readonly string[],
  ): Promise<ReadonlyMap<string, Policy>> {
    const rows = await this.store.of(tx, tenantId, accountIds);
    const exemptTags = await this.exemptTags(tx, tenantId);
    return new Map(accountIds.map((id) => [id, policyFrom(rows, id, exemptTags)]));
  }

  /** Why too many changes were begun in the account within the last hour; see startRefusal. */
  async limitRefusal(tx: Tx, tenantId: string, policy: Policy): Promise<string | undefined> {
    return limitRefusal(policy, await this.store.begunWithinAnHour(tx, tenantId, policy.accountId));
  }

  /**
   * Why a change may not be begun now. To be asked in the transaction that sets its `started_at`: the account's
   * guardrails stay locked until then, so that two changes at once cannot both be the last that is allowed.
   */
  async startRefusal(tx: Tx, tenantId: string, attempted: Attempted): Promise<string | undefined> {
    const { accountId } = attempted;
    const rows = await this.store.lock(tx, tenantId, accountId);
    const policy = policyFrom(rows, accountId, await this.exemptTags(tx, tenantId));
    return refusal(policy, attempted) ?? (await this.limitRefusal(tx, tenantId, policy));
  }

  /** Tags by which the tenant keeps resources out of everything. */
  async exemptTags(tx: Tx, tenantId: string): Promise<Policy['tenantExemptTags']> {
    return (await this.tenants.settingsIn(tx, tenantId)).exemptTags;
  }
}

/** What holds for an account (or for all), by the rows that there are. */
export function policyFrom(
  rows: readonly Pick<GuardrailRow, 'accountId' | 'settings'>[],
  accountId: string,
  exemptTags: Policy['tenantExemptTags'],
): Policy {
  const settingsOf = (id: string) =>
    guardrailSettings.parse(rows.find((row) => row.accountId === id)?.settings ?? {});
  const ofAll = settingsOf(ALL_ACCOUNTS);
  return policyOf(accountId, accountId === ALL_ACCOUNTS ? {} : settingsOf(accountId), ofAll, exemptTags);
}
